/** A scenario loads a site and says what came of it. */
import { errorShare, type Totals } from './ledger.ts';
import { THRESHOLDS } from './thresholds.ts';

export type Options = { users: number; schools: number; minutes: number };
export type Check = { what: string; value: string; bound: string; passed: boolean };
export type Outcome = { totals: Totals[]; checks: Check[]; remarks: string[] };
export type Scenario = {
  title: string;
  /** Used where the command line names no other. */
  usual: Options;
  run(options: Options, say: (line: string) => void): Promise<Outcome>;
};

/** What every load keeps to. */
export function ordinaryChecks(totals: Totals, { crowded = false } = {}): Check[] {
  const { kinds, failed, refused } = totals;
  const share = errorShare(totals);
  const latency = (kind: string, most: number): Check[] => {
    const figures = kinds[kind];
    return figures === undefined ? [] : [atMost(`P95, ${kind}`, figures.p95, most, 'ms')];
  };
  return [
    ...(crowded
      ? []
      : [
          ...latency('page', THRESHOLDS.pageP95),
          ...latency('form', THRESHOLDS.formP95),
          ...latency('upload', THRESHOLDS.formP95),
          ...latency('file', THRESHOLDS.fileP95),
          atMost('refused for want of room', refused, 0, ''),
        ]),
    atMost('5xx', failed, 0, ''),
    atMost('errors', share * 100, THRESHOLDS.errorShare * 100, '%', 3),
  ];
}

export function atMost(what: string, value: number, most: number, unit: string, digits = 0): Check {
  return {
    what,
    value: withUnit(value, unit, digits),
    bound: `≤ ${withUnit(most, unit, digits)}`,
    passed: value <= most,
  };
}

export function atLeast(what: string, value: number, least: number, unit: string, digits = 0): Check {
  return {
    what,
    value: withUnit(value, unit, digits),
    bound: `≥ ${withUnit(least, unit, digits)}`,
    passed: value >= least,
  };
}

function withUnit(value: number, unit: string, digits: number): string {
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}
