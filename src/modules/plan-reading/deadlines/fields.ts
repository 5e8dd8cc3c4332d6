/** A reading made from the fields of a structure alone, where the text is lost or no longer true. */
import { addDays } from '#kernel/dates.ts';
import type { Deadline } from '../contract.ts';
import { dayOf } from './extent.ts';
import { patternOf } from './rhythms.ts';
import { emptyReading, type Grain, type Reading, type Window } from './syntax.ts';

const GRAINS: Partial<Record<Deadline['kind'], Grain>> = {
  month: 'month',
  'month-range': 'month',
  year: 'year',
  'year-range': 'year',
  'school-year': 'school-year',
};

export function readingOfFields(deadline: Deadline): Reading {
  const reading = emptyReading();
  const { kind, from, to, recurrence } = deadline;
  if (deadline.onDemand) reading.onDemand = 'по мере необходимости';
  if (deadline.event !== null)
    reading.event = { phrase: `срок зависит от события: ${deadline.event}`, event: deadline.event };
  if (kind === 'external-schedule' || deadline.schedule !== null) reading.schedule = scheduleOf(deadline.schedule);
  if (kind === 'continuous') reading.continuous = 'постоянно';
  if (kind === 'month-no-year') reading.vague = 'month';
  if (kind === 'open-start' && from === null) reading.vague = 'start';
  if (kind === 'recurring' && recurrence === null) reading.vague = 'rhythm';
  if (kind === 'composite') return compositeOf(deadline, reading);
  if (recurrence !== null) reading.pattern = patternOf(recurrence);
  if (from !== null || to !== null) reading.windows = [windowBetween(GRAINS[kind] ?? 'day', from, to)];
  return reading;
}

function scheduleOf(name: string | null): Reading['schedule'] {
  return { phrase: name === null ? 'по отдельному графику' : `по плану ${name}`, name, years: null };
}

/** A list of two far ends, or a start and what goes on after it. */
function compositeOf({ from, to, recurrence }: Deadline, reading: Reading): Reading {
  if (from !== null && to !== null && recurrence === null && addDays(from, 1) < to) {
    return { ...reading, windows: [windowBetween('day', from, from), windowBetween('day', to, to)] };
  }
  const start: Pick<Reading, 'windows' | 'vague'> =
    from === null ? { windows: [], vague: 'stages' } : { windows: [windowBetween('day', from, from)], vague: null };
  if (from === null && to === null && recurrence === null) return { ...reading, ...start };
  const afterwards: Reading = {
    ...emptyReading(),
    continuous: recurrence === null ? 'постоянно' : null,
    pattern: recurrence === null ? null : patternOf(recurrence),
    windows: to === null ? [] : [windowBetween('day', null, to)],
  };
  return { ...reading, ...start, afterwards };
}

function windowBetween(grain: Grain, from: string | null, to: string | null): Window {
  return { grain, from: from === null ? null : dayOf(from), to: to === null ? null : dayOf(to) };
}
