/** What addresses of this module have in common. */
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { insist, mayReadLists } from '../../policy.ts';
import { type PlacedOrganisation, regionsSeen } from '../../queries/place.ts';

/** The id of an address; anything else is a page that does not exist. */
export function idOf(params: Record<string, string | undefined>, name: string): number {
  const id = Number(params[name]);
  if (!Number.isSafeInteger(id) || id <= 0) throw new AppError('notFound');
  return id;
}

export const LISTS_CRUMB = { label: 'Списки школ', to: '/identification' };
export const RUNS_CRUMB = { label: 'Расчёты', to: '/identification/runs' };
export const METHODOLOGIES_CRUMB = { label: 'Методики', to: '/identification/methodologies' };

/** The region whose lists are shown; its pages are for those who work with more than one school. */
export async function regionOf(ctx: Ctx): Promise<PlacedOrganisation> {
  insist(mayReadLists(ctx.actor));
  const [region] = await regionsSeen(ctx.scope, ctx.db);
  if (!region)
    throw new AppError('notFound', {
      text: 'Регион ещё не заведён.',
      advice: 'Заведите регион в разделе «Школы и организации».',
    });
  return region;
}

/** «22 ноября 2026 г., 14:05» in the time zone of the region. */
export function instantWords(instant: Date | string, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}
