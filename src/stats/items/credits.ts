/** Credits of persons for items, counted as the partial credit model needs them. */
import { StatsError } from '../errors.ts';
import { NOT_PRESENTED } from './responses.ts';

export type Credits = {
  /** Persons × items, row-major: 0, 1 … or NOT_PRESENTED. */
  values: Uint8Array;
  persons: number;
  items: readonly string[];
};

export type Pattern = { items: Int32Array; counts: Float64Array };
/** `start[i]`: place of β_i1. */
export type Layout = { start: Int32Array; highest: Int32Array; size: number };

export function layoutOf({ values, persons, items }: Credits): Layout {
  const k = items.length;
  if (k < 2) throw new StatsError('tooFew', { items: k });
  if (persons < 2) throw new StatsError('tooFew', { persons });
  if (values.length !== persons * k)
    throw new StatsError('lengthsDiffer', { values: values.length, expected: persons * k });
  const highest = new Int32Array(k);
  values.forEach((value, at) => {
    if (value !== NOT_PRESENTED) highest[at % k] = Math.max(highest[at % k] as number, value);
  });
  const start = new Int32Array(k);
  let size = 0;
  highest.forEach((most, i) => {
    start[i] = size;
    size += most;
  });
  return { start, highest, size };
}

/** Persons with each credit, 0 among them, by item. */
export function sumsOf({ values, items }: Credits, { start, highest, size }: Layout): Float64Array {
  const k = items.length;
  const sums = new Float64Array(size);
  const zeros = new Float64Array(k);
  values.forEach((value, at) => {
    const item = at % k;
    if (value === NOT_PRESENTED) return;
    if (value === 0) zeros[item] = (zeros[item] as number) + 1;
    else {
      const place = (start[item] as number) + value - 1;
      sums[place] = (sums[place] as number) + 1;
    }
  });
  items.forEach((item, i) => {
    const own = [zeros[i] as number, ...sums.subarray(start[i], (start[i] as number) + (highest[i] as number))];
    const empty = own.indexOf(0);
    if (own.length < 2 || empty >= 0) throw new StatsError('noVariance', { item, credit: Math.max(0, empty) });
  });
  return sums;
}

export function startOf({ values, items }: Credits, { start, highest }: Layout, sums: Float64Array): Float64Array {
  const k = items.length;
  const zeros = new Float64Array(k);
  values.forEach((value, at) => {
    if (value === 0) zeros[at % k] = (zeros[at % k] as number) + 1;
  });
  const beta = new Float64Array(sums.length);
  highest.forEach((most, i) => {
    for (let h = 0; h < most; h += 1) {
      const place = (start[i] as number) + h;
      beta[place] = Math.log(((sums[place] as number) + 0.5) / ((zeros[i] as number) + 0.5));
    }
  });
  return beta;
}

/** Persons with the same presented items, counted by their raw score. */
export function patternsOf({ values, persons, items }: Credits, { highest }: Layout): Pattern[] {
  const k = items.length;
  const patterns = new Map<string, Pattern>();
  for (let person = 0; person < persons; person += 1) {
    const row = values.subarray(person * k, person * k + k);
    const key = row.map((value) => (value === NOT_PRESENTED ? 0 : 1)).join('');
    let pattern = patterns.get(key);
    if (!pattern) {
      const given = Int32Array.from(row.keys()).filter((item) => row[item] !== NOT_PRESENTED);
      const most = given.reduce((sum, item) => sum + (highest[item] as number), 0);
      pattern = { items: given, counts: new Float64Array(most + 1) };
      patterns.set(key, pattern);
    }
    let raw = 0;
    for (const item of pattern.items) raw += row[item] as number;
    pattern.counts[raw] = (pattern.counts[raw] as number) + 1;
  }
  return [...patterns.values()];
}
