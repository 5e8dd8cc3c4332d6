/** A reading poured into the public structure of `opora.plan/1`. */
import { addDays, earlier, type IsoDate, later } from '#kernel/dates.ts';
import type { Deadline, DeadlineKind } from '../contract.ts';
import { isoOf } from './extent.ts';
import { recurrenceOf } from './rhythms.ts';
import type { Day, Grain, Reading, Window } from './syntax.ts';

export const EMPTY: Omit<Deadline, 'text' | 'kind'> = {
  from: null,
  to: null,
  recurrence: null,
  onDemand: false,
  schedule: null,
  event: null,
};

const KIND_OF_GRAIN: Record<Grain, DeadlineKind> = {
  day: 'date',
  month: 'month',
  quarter: 'month-range',
  'half-year': 'month-range',
  'school-half': 'month-range',
  year: 'year',
  'school-year': 'school-year',
};

export function structureOf(text: string, reading: Reading): Deadline {
  const windows = reading.pattern === null ? joinNeighbours(reading.windows) : reading.windows;
  const { afterwards } = reading;
  const pattern = reading.pattern ?? afterwards?.pattern ?? null;
  const deadline: Deadline = {
    text,
    kind: kindOf(reading, windows),
    ...bounds(windows, afterwards !== null || windows.length > 1),
    recurrence: pattern === null ? null : recurrenceOf(pattern),
    onDemand: (reading.onDemand ?? afterwards?.onDemand ?? null) !== null,
    schedule: reading.schedule?.name ?? afterwards?.schedule?.name ?? null,
    event: reading.event?.event ?? afterwards?.event?.event ?? null,
  };
  // «октябрь 2016 г., постоянно» begins and does not end.
  if (
    deadline.kind === 'composite' &&
    (afterwards !== null || (reading.continuous !== null && reading.pattern === null))
  ) {
    return { ...deadline, to: afterwards === null ? null : bounds(afterwards.windows).to };
  }
  return deadline;
}

function kindOf(reading: Reading, windows: Window[]): DeadlineKind {
  if (reading.afterwards !== null || reading.vague === 'stages') return 'composite';
  if (reading.schedule !== null) return 'external-schedule';
  if (reading.pattern !== null || reading.vague === 'rhythm') return 'recurring';
  if (windows.length > 0) return kindOfWindows(windows, reading.continuous !== null);
  if (reading.vague === 'month') return 'month-no-year';
  if (reading.vague === 'start') return 'open-start';
  return reading.event === null ? 'continuous' : 'event-relative';
}

function kindOfWindows(windows: Window[], continuous: boolean): DeadlineKind {
  const [only] = windows;
  if (only === undefined || windows.length > 1) return windows.some(isYearless) ? 'month-no-year' : 'composite';
  if (only.to === null) return 'open-start';
  if (isYearless(only)) return 'month-no-year';
  if (only.from === null) return 'date';
  if (continuous && only.grain !== 'year' && only.grain !== 'school-year' && only.from.month === only.to.month)
    return 'composite';
  if (only.grain === 'month' && (only.from.month !== only.to.month || only.from.year !== only.to.year))
    return 'month-range';
  if (only.grain === 'year' && only.from.year !== only.to.year) return 'year-range';
  return KIND_OF_GRAIN[only.grain];
}

export function isYearless(window: Window): boolean {
  const day = window.from ?? window.to;
  return day === null || day.year === null;
}

/** «сентябрь, октябрь 2024» is one stretch. */
export function joinNeighbours(windows: Window[]): Window[] {
  const joined: Window[] = [];
  for (const window of windows) {
    const last = joined.at(-1);
    if (last !== undefined && adjoins(last, window)) {
      joined[joined.length - 1] = {
        grain: last.grain === window.grain ? last.grain : coarser(last.grain, window.grain),
        from: last.from,
        to: window.to,
      };
    } else joined.push(window);
  }
  return joined;
}

function adjoins(left: Window, right: Window): boolean {
  if (left.from === null || left.to === null || right.from === null || right.to === null) return false;
  return isYearless(left) === isYearless(right) && addDays(isoOf(left.to), 1) === isoOf(right.from);
}

function coarser(a: Grain, b: Grain): Grain {
  return a === 'day' || b === 'day' ? 'day' : 'month';
}

function bounds(windows: Window[], composite = false): { from: IsoDate | null; to: IsoDate | null } {
  if (windows.length === 0 || windows.some(isYearless)) return { from: null, to: null };
  // In a composite a «до …» counts as its day; one open end leaves the whole open.
  const starts = windows.map((window) => window.from ?? (composite ? window.to : null));
  const ends = windows.map((window) => window.to);
  return {
    from: starts.includes(null) ? null : dates(starts).reduce(earlier),
    to: ends.includes(null) ? null : dates(ends).reduce(later),
  };
}

function dates(days: (Day | null)[]): IsoDate[] {
  return days.filter((day) => day !== null).map(isoOf);
}
