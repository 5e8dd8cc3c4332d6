/** Clauses gathered from a text, made into one reading. */
import { addMonths } from '#kernel/dates.ts';
import { completeSpans } from './completion.ts';
import { isoOf, windowOf } from './extent.ts';
import { recurrenceOf } from './rhythms.ts';
import { isYearless, joinNeighbours } from './structure.ts';
import { emptyReading, type RawSpan, type Reading, type Window } from './syntax.ts';

export type State = { spans: RawSpan[]; reading: Reading };

export function finish(state: State): Reading | null {
  const { reading } = state;
  const windows = windowsOf(statedSpans(state));
  if (windows === null) return null;
  if (reading.dueDay !== null && reading.pattern === null) {
    if (!reading.dueDay.nextMonth) return null;
    reading.pattern = { times: 1, every: 1, unit: 'month' };
  }
  reading.windows = windows;
  if (startsHere(reading)) {
    reading.afterwards = { ...emptyReading(), pattern: reading.pattern };
    reading.pattern = null;
  }
  return saysNow(reading) || reading.afterwards !== null ? reading : null;
}

/** The years in the name of a plan count only where the text names no other time. */
function statedSpans({ spans, reading }: State): RawSpan[] {
  const { schedule } = reading;
  if (schedule === null || schedule.years === null) return spans;
  if (spans.length === 0) return [schedule.years];
  reading.schedule = { ...schedule, years: null };
  return spans;
}

function windowsOf(spans: RawSpan[]): Window[] | null {
  const windows = completeSpans(spans)?.map(windowOf) ?? [null];
  return windows.every((window) => window !== null) && !windows.some(isStrayYear) ? windows : null;
}

/** «сентябрь 2024, 2025 гг.»: the second September, or all of 2025? Only a year that follows on is plain. */
function isStrayYear(window: Window | null, index: number, all: (Window | null)[]): boolean {
  const before = all[index - 1];
  if (!before || window?.grain !== 'year' || (before.grain === 'year' && before.from !== null)) return false;
  return joinNeighbours([before, window]).length > 1;
}

/** Without what comes afterwards. */
export function saysNow(reading: Reading): boolean {
  const { windows, pattern, continuous, onDemand, schedule, event, vague } = reading;
  return windows.length > 0 || [pattern, continuous, onDemand, schedule, event, vague].some((part) => part !== null);
}

/** «август 2024 (ежегодно)» is «август 2024, далее – ежегодно». */
function startsHere({ windows, pattern, event, afterwards }: Reading): boolean {
  const [only] = windows;
  if (pattern === null || recurrenceOf(pattern) !== 'yearly' || event !== null || afterwards !== null) return false;
  if (only === undefined || windows.length > 1 || isYearless(only) || only.from === null || only.to === null)
    return false;
  return ['day', 'month', 'quarter'].includes(only.grain) && isoOf(only.to) < addMonths(isoOf(only.from), 4);
}
