/** What notices are about, and how a digest arranges them. */

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
  ['accepted', 'Принято'],
] as const;

export function subjectOf(kind: string): string {
  return SUBJECTS.find(([known]) => known === kind)?.[1] ?? 'Прочее';
}

export function bySubject<T extends { kind: string }>(notices: readonly T[]): { subject: string; notices: T[] }[] {
  const order = SUBJECTS.map(([kind]) => kind as string);
  const groups = Map.groupBy(notices, ({ kind }) => (order.includes(kind) ? kind : ''));
  return [...order, ''].flatMap((kind) => {
    const own = groups.get(kind);
    return own ? [{ subject: subjectOf(kind), notices: own }] : [];
  });
}
