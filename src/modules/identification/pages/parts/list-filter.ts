/** Where a school of a list stands, and the filters of the list's page. */
import type { Tone } from '#web/ui/index.ts';
import type { ListSchool } from '../../queries/lists.ts';

export const STANDINGS = ['included', 'manual', 'struck-out', 'may-leave', 'left'] as const;
export type Standing = (typeof STANDINGS)[number];

export const STANDING_WORDS: Record<Standing, { text: string; tone: Tone }> = {
  included: { text: 'в списке', tone: 'review' },
  manual: { text: 'добавлена вручную', tone: 'late' },
  'struck-out': { text: 'вычеркнута', tone: 'returned' },
  'may-leave': { text: 'может выйти', tone: 'due' },
  left: { text: 'вышла', tone: 'done' },
};

export function standingOf({ included, leftOn, mayLeave, origin }: ListSchool): Standing {
  if (!included) return 'struck-out';
  if (leftOn !== null) return 'left';
  if (mayLeave) return 'may-leave';
  return origin === 'manual' ? 'manual' : 'included';
}

export function matching(
  schools: readonly ListSchool[],
  { standing, municipality, text }: { standing: Standing | undefined; municipality: string; text: string },
): ListSchool[] {
  const wanted = text.toLowerCase();
  return schools.filter(
    (school) =>
      (standing === undefined || standingOf(school) === standing) &&
      (municipality === '' || school.municipality === municipality) &&
      (wanted === '' || school.name.toLowerCase().includes(wanted)),
  );
}
