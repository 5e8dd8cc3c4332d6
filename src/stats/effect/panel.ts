/** A balanced panel with one start of treatment: controls first, then the treated. */
import { StatsError } from '../errors.ts';

export type Panel = {
  /** Units × periods, row-major. */
  values: Float64Array;
  units: number;
  periods: number;
  /** The first `controls` units are never treated, the others all are from period `before` on (0-based). */
  controls: number;
  before: number;
};

export type LongTable = {
  /** All of length n. */
  outcome: Float64Array;
  unit: readonly string[];
  period: Float64Array;
  /** 1 from the start of treatment on in a treated unit, else 0. */
  treated: Float64Array;
};

/**
 * Units keep the order of their names within controls and treated, periods their own.
 * @throws StatsError noData, lengthsDiffer, missingValues (a unit without one period, or an outcome without value),
 *   outOfRange (a repeated row, a treatment that starts at different times or ends), oneGroup (no treated, no controls)
 */
export function panelOf({ outcome, unit, period, treated }: LongTable): Panel & { names: string[]; moments: number[] } {
  const n = outcome.length;
  if (n === 0) throw new StatsError('noData');
  for (const column of [unit, period, treated])
    if (column.length !== n) throw new StatsError('lengthsDiffer', { length: column.length, expected: n });
  const moments = [...new Set(period)].sort((a, b) => a - b);
  const at = new Map(moments.map((moment, t) => [moment, t]));
  const rows = new Map<string, { values: Float64Array; start: number; periodsTreated: number }>();
  for (let i = 0; i < n; i += 1) {
    const name = unit[i] as string;
    const t = at.get(period[i] as number) as number;
    const row = rows.get(name) ?? {
      values: new Float64Array(moments.length).fill(Number.NaN),
      start: moments.length,
      periodsTreated: 0,
    };
    rows.set(name, row);
    if (!Number.isNaN(row.values[t])) throw new StatsError('outOfRange', { repeated: `${name} ${period[i]}` });
    row.values[t] = outcome[i] as number;
    if (treated[i] !== 1) continue;
    row.start = Math.min(row.start, t);
    row.periodsTreated += 1;
  }
  const named = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const isControl = ([, row]: (typeof named)[number]) => row.periodsTreated === 0;
  const ordered = [...named.filter(isControl), ...named.filter((one) => !isControl(one))];
  const controls = named.filter(isControl).length;
  if (controls === 0 || controls === named.length) throw new StatsError('oneGroup', { controls, units: named.length });
  const before = ordered.at(-1)?.[1].start as number;
  const values = new Float64Array(ordered.length * moments.length);
  ordered.forEach(([name, row], u) => {
    const missing = row.values.findIndex((value) => !Number.isFinite(value));
    if (missing >= 0) throw new StatsError('missingValues', { unit: name, period: moments[missing] });
    if (u >= controls && (row.start !== before || row.periodsTreated !== moments.length - before))
      throw new StatsError('outOfRange', { unit: name, start: moments[row.start] });
    values.set(row.values, u * moments.length);
  });
  const panel = { values, units: ordered.length, periods: moments.length, controls, before };
  requirePanel(panel);
  return { ...panel, names: ordered.map(([name]) => name), moments };
}

/** @throws StatsError lengthsDiffer, missingValues, oneGroup, tooFew */
export function requirePanel({ values, units, periods, controls, before }: Panel): void {
  if (values.length !== units * periods)
    throw new StatsError('lengthsDiffer', { length: values.length, expected: units * periods });
  if (!(controls > 0 && controls < units)) throw new StatsError('oneGroup', { controls, units });
  if (before < 2 || before >= periods) throw new StatsError('tooFew', { before, periods });
  const missing = values.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0)
    throw new StatsError('missingValues', { unit: Math.floor(missing / periods) + 1, period: (missing % periods) + 1 });
}
