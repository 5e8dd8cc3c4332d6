import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile } from '../distributions/normal.ts';
import { uniforms } from '../resampling.ts';
import { residualBands } from './band.ts';

/** Pupils of each school at given means, alternately one above and one below. */
function schoolsAt(means: readonly number[], pupils: readonly number[]) {
  const codes = means.flatMap((_, school) => Array.from({ length: pupils[school] ?? 0 }, () => school));
  const residuals = Float64Array.from(codes, (school, i) => (means[school] as number) + (i % 2 === 0 ? 1 : -1));
  return {
    residuals,
    schools: { name: 'school', codes: Int32Array.from(codes), levels: means.map((_, k) => `${k + 1}`) },
  };
}

test('the five categories, and a small school without a figure', () => {
  const { residuals, schools } = schoolsAt([-0.8, -0.3, 0, 0.3, 0.8, 3], [100, 100, 100, 100, 100, 6]);
  const bands = residualBands(residuals, schools, { far: 0.5, sd: 1 });
  expect(bands.map((row) => (row.suppressed ? 'нет' : row.band))).toEqual([
    'well-below',
    'below',
    'average',
    'above',
    'well-above',
    'нет',
  ]);
  expect(bands.map((row) => (row.suppressed ? 0 : row.rank))).toEqual([5, 4, 3, 2, 1, 0]);
  expect(bands.map((row) => (row.suppressed ? 0 : row.quintile))).toEqual([1, 2, 3, 4, 5, 0]);
  expect(bands[5]).toEqual({ id: '6', n: 6, suppressed: true });
});

test('a large mean that chance could give is average', () => {
  const { residuals, schools } = schoolsAt([-0.6, 0.6], [10, 10]);
  const bands = residualBands(residuals, schools, { far: 0.5 });
  expect(bands.map((row) => !row.suppressed && row.band)).toEqual(['average', 'average']);
});

test('turning the residuals upside down turns the categories', () => {
  const mirror = {
    'well-above': 'well-below',
    above: 'below',
    average: 'average',
    below: 'above',
    'well-below': 'well-above',
  };
  const mean = fc.integer({ min: -20, max: 20 }).map((value) => value / 10);
  fc.assert(
    fc.property(fc.array(mean, { minLength: 2, maxLength: 8 }), fc.integer({ min: 10, max: 80 }), (means, n) => {
      const { residuals, schools } = schoolsAt(
        means,
        means.map(() => n),
      );
      const one = residualBands(residuals, schools, { far: 0.5 });
      const other = residualBands(
        residuals.map((value) => -value),
        schools,
        { far: 0.5 },
      );
      one.forEach((row, k) => {
        const turned = other[k];
        if (row.suppressed || !turned || turned.suppressed) throw new Error('no school is small here');
        expect(turned.band).toBe(mirror[row.band]);
        expect(turned.low).toBeCloseTo(-row.high, 10);
      });
    }),
  );
});

test('the interval covers the true mean in 93 – 97 % of 2 000 schools', () => {
  const uniform = uniforms(9);
  const codes = Int32Array.from({ length: 2_000 * 15 }, (_, i) => Math.floor(i / 15));
  const residuals = Float64Array.from(codes, () => normalQuantile(uniform() * 0.999_998 + 1e-6));
  const levels = Array.from({ length: 2_000 }, (_, k) => `${k}`);
  const bands = residualBands(residuals, { name: 'school', codes, levels }, { far: 0.5 });
  const covered = bands.filter((row) => !row.suppressed && row.low <= 0 && row.high >= 0).length / 2_000;
  expect(covered).toBeGreaterThan(0.93);
  expect(covered).toBeLessThan(0.97);
});

test('one school, no spread and missing residuals are refused by name', () => {
  const one = { name: 'school', codes: new Int32Array(3), levels: ['1'] };
  const two = { name: 'school', codes: Int32Array.from([0, 0, 1]), levels: ['1', '2'] };
  expect(() => residualBands(Float64Array.from([1, 2, 3]), one, { far: 0.5 })).toThrow(/school/);
  expect(() => residualBands(Float64Array.from([1, 1, 1]), two, { far: 0.5 })).toThrow(/residual/);
  expect(() => residualBands(Float64Array.from([1, Number.NaN, 1]), two, { far: 0.5 })).toThrow(/count: 1/);
});
