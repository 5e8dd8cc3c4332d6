/** Ten thousand spoilt inputs a run, as `npm run fuzz` makes them: nothing crashes, hangs or takes all memory. */
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers.ts';

const SEED = 20_261_128;

test('ten thousand spoilt inputs are read or refused, by every reader', async () => {
  const outcomes = await fuzz(
    READERS.map(({ name, share }) => ({ reader: name, count: share })),
    SEED,
  );
  expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
  expect(outcomes.reduce((sum, { read, refused }) => sum + read + refused, 0)).toBe(10_000);
  // Inputs that are all refused at the door would try nothing.
  expect(outcomes.filter(({ read, inputs }) => read < inputs / 20)).toEqual([]);
}, 300_000);
