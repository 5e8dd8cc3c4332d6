/**
 * Rules of execution: what counts as done, late, unproved or overdue, and which steps a record may take.
 * Everything that shows or counts occurrences uses the one classification below, so that totals add up.
 */
import { addDays, type IsoDate } from '#kernel/dates.ts';
import type { ResultKind } from '#modules/plan-reading/contract.ts';

export const OCCURRENCE_STATES = ['planned', 'submitted', 'returned', 'accepted', 'cancelled'] as const;
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

/** Where an occurrence stands on a day: every occurrence has exactly one of these. */
export const STANDINGS = [
  'doneOnTime',
  'doneLate',
  'doneWithoutDocument',
  'awaitingReview',
  'returned',
  'overdue',
  'dueSoon',
  'notDue',
  'cancelled',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** A deadline is near from this many days before it. */
export const DUE_SOON_DAYS = 14;
/** So many days after it the level above is told of what is overdue; what may be set instead. */
export const ESCALATION_DAYS = { usual: 14, least: 1, most: 365 } as const;

export type Occurrence = {
  state: OccurrenceState;
  /** Last day of the window; null where the deadline has no date yet. */
  dueOn: IsoDate | null;
  doneOn: IsoDate | null;
  proved: boolean;
};

export function standingOf(occurrence: Occurrence, today: IsoDate): Standing {
  const { state, dueOn, doneOn, proved } = occurrence;
  if (state === 'cancelled') return 'cancelled';
  if (state === 'submitted') return 'awaitingReview';
  if (state === 'accepted') {
    if (!proved) return 'doneWithoutDocument';
    return isLate(dueOn, doneOn) ? 'doneLate' : 'doneOnTime';
  }
  // A return does not stop the clock: what is not accepted and past its day is overdue.
  if (dueOn !== null && dueOn < today) return 'overdue';
  if (state === 'returned') return 'returned';
  return dueOn !== null && dueOn <= addDays(today, DUE_SOON_DAYS) ? 'dueSoon' : 'notDue';
}

/** The same on a day in the past or the future: what was done after that day had not been done yet. */
export function standingAsOf(occurrence: Occurrence, asOf: IsoDate): Standing {
  const doneLater = occurrence.doneOn !== null && occurrence.doneOn > asOf;
  return standingOf(doneLater ? { ...occurrence, state: 'planned' } : occurrence, asOf);
}

export function isLate(dueOn: IsoDate | null, doneOn: IsoDate | null): boolean {
  return dueOn !== null && doneOn !== null && doneOn > dueOn;
}

/** Not done, and not late yet. */
export const AHEAD = ['returned', 'dueSoon', 'notDue'] as const satisfies readonly Standing[];

/** Number of occurrences in each standing, and of all together. */
export type Totals = Record<Standing, number> & { total: number };

export function emptyTotals(): Totals {
  return {
    doneOnTime: 0,
    doneLate: 0,
    doneWithoutDocument: 0,
    awaitingReview: 0,
    returned: 0,
    overdue: 0,
    dueSoon: 0,
    notDue: 0,
    cancelled: 0,
    total: 0,
  };
}

export function totalsOf(standings: Iterable<Standing>): Totals {
  const totals = emptyTotals();
  for (const standing of standings) {
    totals[standing] += 1;
    totals.total += 1;
  }
  return totals;
}

export function addTotals(a: Totals, b: Totals): Totals {
  const sum = emptyTotals();
  for (const key of [...STANDINGS, 'total'] as const) sum[key] = a[key] + b[key];
  return sum;
}

/** Done, whether on time, late or without a document. */
export function doneCount(totals: Totals): number {
  return totals.doneOnTime + totals.doneLate + totals.doneWithoutDocument;
}

export function aheadCount(totals: Totals): number {
  return AHEAD.reduce((sum, standing) => sum + totals[standing], 0);
}

/** What progress is measured against: a cancelled occurrence asks for nothing. */
export function activeCount(totals: Totals): number {
  return totals.total - totals.cancelled;
}

/** Documents of which kinds prove a result of the expected kind. Each kind proves itself. */
const PROVED_ALSO_BY: Partial<Record<ResultKind, readonly ResultKind[]>> = {
  приказ: ['распоряжение', 'нормативный акт'],
  распоряжение: ['приказ', 'нормативный акт'],
  'нормативный акт': ['приказ', 'распоряжение', 'положение', 'решение'],
  положение: ['нормативный акт'],
  протокол: ['решение'],
  решение: ['протокол', 'приказ', 'распоряжение'],
  план: ['дорожная карта', 'программа', 'график'],
  'дорожная карта': ['план', 'программа'],
  программа: ['дорожная карта', 'концепция'],
  концепция: ['программа'],
  график: ['план'],
  'аналитическая справка': ['анализ', 'отчёт'],
  анализ: ['аналитическая справка', 'отчёт'],
  отчёт: ['аналитическая справка', 'анализ'],
  'методические рекомендации': ['сборник'],
  сборник: ['методические рекомендации', 'материалы'],
  материалы: ['методические рекомендации', 'сборник', 'информация на сайте'],
};

/** The kinds that would prove one of the expected results; null when any document would. */
export function provingKinds(expectedKinds: readonly string[]): Set<string> | null {
  // «Иное» names no kind of document: beside other results it must not let anything pass as proof.
  const expected = expectedKinds.filter((kind) => kind !== 'иное');
  if (expected.length === 0) return null;
  return new Set(expected.flatMap((kind) => [kind, ...(PROVED_ALSO_BY[kind as ResultKind] ?? [])]));
}

/** Is there at least one document of an expected kind (any document, where no kind is expected)? */
export function provesResult(expectedKinds: readonly string[], documentKinds: readonly string[]): boolean {
  const proving = provingKinds(expectedKinds);
  return documentKinds.some((kind) => proving === null || proving.has(kind));
}

/** What may be done with a record in this state. */
export type Step = 'submit' | 'edit' | 'withdraw' | 'accept' | 'return';

const STEPS: Record<OccurrenceState, readonly Step[]> = {
  planned: ['submit'],
  submitted: ['edit', 'withdraw', 'accept', 'return'],
  returned: ['submit', 'withdraw'],
  // An acceptance made by mistake is taken back with a comment.
  accepted: ['return'],
  cancelled: [],
};

export function allows(state: OccurrenceState, step: Step): boolean {
  return STEPS[state].includes(step);
}
