import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohortJumps, highMeans, markMismatches, regionIndex, spearman } from './markers.ts';
import { averageRanks } from './ranks.ts';

const schools = (codes: number[]) => ({
  name: 'school',
  codes: Int32Array.from(codes),
  levels: ['А', 'Б', 'В'].slice(0, Math.max(...codes) + 1),
});

test('equal values share the mean of their ranks', () => {
  expect([...averageRanks(Float64Array.from([3, 1, 3, 3, 2]))]).toEqual([4, 1, 4, 4, 2]);
});

test('Spearman with ties equals the value worked by hand', () => {
  const scores = Float64Array.from([5, 7, 7, 9, 12, 15, 15, 18]);
  const marks = Float64Array.from([2, 3, 3, 3, 4, 4, 3, 5]);
  // Pearson's r of ranks 1 2.5 2.5 4 5 6.5 6.5 8 and 1 3.5 3.5 3.5 6.5 6.5 3.5 8: 32 ÷ √(41 · 36.5).
  expect(spearman(scores, marks)).toBeCloseTo(32 / Math.sqrt(41 * 36.5), 12);
});

test('Spearman does not change under a growing transformation and turns its sign under a falling one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 2, max: 5 })), {
        minLength: 4,
        maxLength: 30,
      }),
      (pairs) => {
        const a = Float64Array.from(pairs, (pair) => pair[0]);
        const b = Float64Array.from(pairs, (pair) => pair[1]);
        const r = spearman(a, b);
        if (Number.isNaN(r)) return;
        expect(spearman(a.map(Math.exp), b)).toBeCloseTo(r, 10);
        expect(
          spearman(
            a.map((value) => -value),
            b,
          ),
        ).toBeCloseTo(-r, 10);
      },
    ),
  );
});

test('a school is marked where its interval lies above that of the region', () => {
  const scores = Float64Array.from({ length: 90 }, (_, i) => (i % 5) + (i >= 60 ? 6 : 0));
  const found = highMeans(scores, schools(Array.from({ length: 90 }, (_, i) => Math.floor(i / 30))));
  expect(found.region.mean).toBe(4);
  expect(found.schools.map(({ id, n, mean, marked }) => [id, n, mean, marked])).toEqual([
    ['А', 30, 2, false],
    ['Б', 30, 2, false],
    ['В', 30, 8, true],
  ]);
  expect(found.schools[2]?.p).toBeLessThan(1e-6);
  const sd = Math.sqrt((2 * 30) / 29);
  expect(found.schools[0]?.low).toBeCloseTo(2 - (1.96 * sd) / Math.sqrt(30), 12);
});

test('marks that go against the scores are marked; a school with one mark for all is not judged', () => {
  const scores = Float64Array.from([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
  const marks = Float64Array.from([2, 3, 3, 4, 5, 5, 4, 4, 3, 2, 4, 4, 4, 4, 4]);
  const found = markMismatches(scores, marks, schools([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]));
  expect(found.map(({ marked }) => marked)).toEqual([false, true, false]);
  expect(found[1]?.p).toBeLessThan(0.01);
  expect(found[2]?.spearman).toBeNaN();
  expect(found[2]?.p).toBeNaN();
});

test('a cohort that fell or rose beyond three interquartile ranges is marked', () => {
  const before = Float64Array.from([60, 61, 62, 63, 64, 65, 66, 90, 30]);
  const after = Float64Array.from([60, 60, 60, 60, 60, 60, 60, 40, 60]);
  const { low, high, schools: rows } = cohortJumps(before, after);
  expect(rows.map(({ sign }) => sign)).toEqual([null, null, null, null, null, null, null, 'fall', 'rise']);
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(1.1);
  expect(() => cohortJumps(before.slice(0, 3), after.slice(0, 3))).toThrow(/schools: 3/);
  expect(() => cohortJumps(Float64Array.from([0, 1, 1, 1]), Float64Array.from([1, 1, 1, 1]))).toThrow(/before/);
});

test('the index of the region counts schools with at least one sign', () => {
  expect(regionIndex([0, 2, 1, 0])).toBe(50);
  expect(() => regionIndex([])).toThrow(/Нет ни одного/);
});

test('one school, equal scores and a short column are refused by name', () => {
  const scores = Float64Array.from([1, 2, 3]);
  expect(() => highMeans(scores, schools([0, 0, 0]))).toThrow(/school/);
  expect(() => highMeans(scores.fill(1), schools([0, 0, 1]))).toThrow(/score/);
  expect(() => markMismatches(scores, Float64Array.from([3]), schools([0, 0, 1]))).toThrow(/mark/);
});
