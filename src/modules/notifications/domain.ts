/** What notices are about, and how a digest arranges them. */
import type { IsoDate } from '#kernel/dates.ts';
import { formatDate } from '#kernel/format.ts';

/** In the order of a digest: what presses first. */
const SUBJECTS = [
  ['overdue', 'Срок прошёл'],
  ['due-soon', 'Срок подходит'],
  ['returned', 'Возвращено на доработку'],
  ['review', 'Ждёт вашей проверки'],
  ['escalation', 'Долгая просрочка'],
  ['plan-submitted', 'План ждёт утверждения'],
  ['plan-returned', 'План возвращён'],
  ['measure-unanswered', 'Ждёт вашего решения'],
  ['plan-offered', 'Планы сверху'],
  ['plan-approved', 'План утверждён'],
  ['plan-amended', 'План изменён приказом'],
  ['organisation-proposed', 'Предложения в справочник'],
  ['results-checked', 'Результаты проверены'],
  ['accepted', 'Принято'],
] as const;

export function subjectOf(kind: string): string {
  return SUBJECTS.find(([known]) => known === kind)?.[1] ?? 'Прочее';
}

function bySubject<T extends { kind: string }>(notices: readonly T[]): { subject: string; notices: T[] }[] {
  const order = SUBJECTS.map(([kind]) => kind as string);
  const groups = Map.groupBy(notices, ({ kind }) => (order.includes(kind) ? kind : ''));
  return [...order, ''].flatMap((kind) => {
    const own = groups.get(kind);
    return own ? [{ subject: subjectOf(kind), notices: own }] : [];
  });
}

/** A letter names so many of one subject; the rest is counted. */
const LONGEST_GROUP = 20;

type DigestNotice = { id: number; kind: string; title: string; body: string; href: string };

/** Addresses are whole, so that they open from a letter. */
export function digestText(name: string, notices: readonly DigestNotice[], today: IsoDate, publicUrl: string): string {
  const groups = bySubject(notices).map(({ subject, notices: own }) => {
    const told = own
      .slice(0, LONGEST_GROUP)
      .map(({ title, body, href }) =>
        [`• ${title}`, ...(body ? [`  ${body.replaceAll('\n', '\n  ')}`] : []), `  ${publicUrl}${href}`].join('\n'),
      );
    const more = own.length - told.length;
    if (more > 0) told.push(`… и ещё ${more}: ${publicUrl}/notifications`);
    return `${subject.toUpperCase()} (${own.length})\n\n${told.join('\n\n')}`;
  });
  return [
    `Здравствуйте, ${name}!`,
    `Что нового к ${formatDate(today)}:`,
    ...groups,
    `Все уведомления: ${publicUrl}/notifications\nКак часто присылать сводку: ${publicUrl}/profile/preferences`,
  ].join('\n\n');
}
