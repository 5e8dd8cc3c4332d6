/** What the grammar makes of a text, before it is poured into the public structure. */

/** A calendar year (first = last) or school years named by the years in which they start. */
export type Years = { first: number; last: number; school: boolean };

export type Edge = 'begin' | 'middle' | 'end';

/** A place in the calendar as it was written: a month may lack its year, a number its month. */
export type Point =
  | { unit: 'number'; n: number }
  | { unit: 'day'; day: number; month: number; year: Years | null }
  /** Decades, halves, weeks of a month; n = 0 is the last one. */
  | { unit: 'decade' | 'half' | 'week'; n: number; month: number; year: Years | null }
  | { unit: 'month'; month: number; year: Years | null }
  | { unit: 'quarter' | 'half-year' | 'season'; n: number; year: Years | null; schoolHalf?: boolean }
  | { unit: 'year'; year: Years }
  | { unit: 'edge'; edge: Edge; of: Point };

/** «с X по Y», «X» (from = to), «до X» (from = null), «с X» (to = null), «после X» (from the day after). */
export type RawSpan = { from: Point | null; to: Point | null; after?: boolean };

/** The largest unit that names the window: it decides the kind and how it is printed. */
export type Grain = 'day' | 'month' | 'quarter' | 'half-year' | 'school-half' | 'year' | 'school-year';

/** Without a year the day comes every year. */
export type Day = { year: number | null; month: number; day: number };

/** Both ends belong to it; an open end is null. Either both days have a year or none. */
export type Window = { grain: Grain; from: Day | null; to: Day | null };

export type PatternUnit = 'day' | 'week' | 'month' | 'quarter' | 'half-year' | 'year';

/** «2 раза в год» is { times: 2, every: 1, unit: 'year' }; «раз в две недели» { times: 1, every: 2, unit: 'week' }. */
export type Pattern = { times: number; every: number; unit: PatternUnit };

/** «до 10 числа месяца, следующего за отчётным». */
export type DueDay = { day: number; nextMonth: boolean };

/** The phrase as written, what it calls the other document, if anything, and the years in that name. */
export type Schedule = { phrase: string; name: string | null; years: RawSpan | null };

/** The phrase as written and the event that it names. */
export type Event = { phrase: string; event: string };

/** What a text admits without naming it. */
export type Vague = 'stages' | 'month' | 'start' | 'rhythm';

export type Reading = {
  windows: Window[];
  pattern: Pattern | null;
  dueDay: DueDay | null;
  /** The words, «постоянно» or «в течение года». */
  continuous: string | null;
  /** The words, «по мере необходимости» or «по запросу школ». */
  onDemand: string | null;
  schedule: Schedule | null;
  event: Event | null;
  vague: Vague | null;
  /** What comes after «далее», «затем». */
  afterwards: Reading | null;
};

export function emptyReading(): Reading {
  return {
    windows: [],
    pattern: null,
    dueDay: null,
    continuous: null,
    onDemand: null,
    schedule: null,
    event: null,
    vague: null,
    afterwards: null,
  };
}
