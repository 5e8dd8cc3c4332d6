import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../resampling.ts';
import { mantelHaenszel, mantelHaenszelDif, type TwoByTwo } from './dif.ts';
import { NOT_PRESENTED, type Responses } from './responses.ts';

const table = ([referenceRight, referenceWrong, focalRight, focalWrong]: readonly [
  number,
  number,
  number,
  number,
]): TwoByTwo => ({
  referenceRight,
  referenceWrong,
  focalRight,
  focalWrong,
});

test('admissions to Berkeley in 1973: the odds ratio and its interval that R gives', () => {
  const found = mantelHaenszel(
    (
      [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
      ] as const
    ).map(table),
  );
  expect(found?.odds).toBeCloseTo(0.904_696_8, 7);
  const half = 1.959_963_984_540_054 * (found?.logOddsSe ?? 0);
  expect((found?.odds ?? 0) * Math.exp(-half)).toBeCloseTo(0.771_907_4, 7);
  expect((found?.odds ?? 0) * Math.exp(half)).toBeCloseTo(1.060_329_8, 7);
});

/** Rasch answers; the third item is harder by `shift` for the focal half. */
function simulated(persons: number, shift: number, seed: number): { responses: Responses; focal: Uint8Array } {
  const uniform = uniforms(seed);
  const difficulty = [-1, -0.6, -0.2, 0, 0, 0.2, 0.5, 0.8, 1.1, 1.4];
  const focal = Uint8Array.from({ length: persons }, (_, person) => person % 2);
  const values = new Uint8Array(persons * difficulty.length);
  for (let person = 0; person < persons; person += 1) {
    const theta = 3 * (uniform() + uniform() - 1) - 0.4 * (focal[person] as number);
    difficulty.forEach((beta, item) => {
      const own = beta + (item === 2 && focal[person] === 1 ? shift : 0);
      if (uniform() < 1 / (1 + Math.exp(own - theta))) values[person * difficulty.length + item] = 1;
    });
  }
  return { responses: { values, persons, items: difficulty.map((_, item) => `${item + 1}`) }, focal };
}

test('an item harder for the focal group is found, the others are not, though the groups differ in ability', () => {
  const { responses, focal } = simulated(4_000, 1.2, 3);
  const { items } = mantelHaenszelDif(responses, focal);
  expect(items.map(({ category }) => category)).toEqual(['A', 'A', 'C', 'A', 'A', 'A', 'A', 'A', 'A', 'A']);
  expect(Math.abs((items[2]?.delta ?? 0) + 2.35 * 1.2)).toBeLessThan(3 * (items[2]?.deltaSe ?? 0));
});

test('where nothing differs about 5 % of the items are significant', () => {
  let significant = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const { responses, focal } = simulated(400, 0, seed);
    significant += mantelHaenszelDif(responses, focal, false).items.filter(({ p }) => p < 0.05).length;
  }
  expect(significant / 1_000).toBeGreaterThan(0.01);
  expect(significant / 1_000).toBeLessThan(0.07);
});

test('the groups changed over turn the sign of delta and keep its error', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const { responses, focal } = simulated(200, 0.8, seed);
      const one = mantelHaenszelDif(responses, focal, false);
      const other = mantelHaenszelDif(
        responses,
        focal.map((value) => 1 - value),
        false,
      );
      one.items.forEach((item, k) => {
        expect(other.items[k]?.delta).toBeCloseTo(-item.delta, 8);
        expect(other.items[k]?.deltaSe).toBeCloseTo(item.deltaSe, 8);
      });
    }),
    { numRuns: 10 },
  );
});

test('without the items that differ the others are judged by a clean score; p is adjusted over the items', () => {
  const { responses, focal } = simulated(1200, 1.4, 3);
  const plain = mantelHaenszelDif(responses, focal, false).items;
  const { items } = mantelHaenszelDif(responses, focal);
  const others = (list: typeof items) =>
    list.filter(({ adjustedP }) => adjustedP > 0.001).map(({ delta }) => Math.abs(delta));
  const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  expect(items.filter(({ adjustedP }) => adjustedP < 0.001)).toHaveLength(1);
  expect(mean(others(items))).toBeLessThan(mean(others(plain)));
  for (const { p, adjustedP } of items) expect(adjustedP).toBeGreaterThanOrEqual(p);
});

test('an item that all solved has no figure; pupils with missing items are counted apart', () => {
  const { responses, focal } = simulated(200, 0, 8);
  for (let person = 0; person < 200; person += 1) responses.values[person * 10 + 4] = 1;
  responses.values[3] = NOT_PRESENTED;
  const found = mantelHaenszelDif(responses, focal);
  expect(found.excluded).toEqual(['5']);
  expect([found.incomplete, found.reference, found.focal]).toEqual([1, 99, 100]);
});

test('one group and a column of another length are refused by name', () => {
  const { responses } = simulated(50, 0, 1);
  expect(() => mantelHaenszelDif(responses, new Uint8Array(50))).toThrow(/focal: 0/);
  expect(() => mantelHaenszelDif(responses, new Uint8Array(3))).toThrow(/expected: 50/);
});
