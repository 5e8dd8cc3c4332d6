import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedEffects } from '../effect/fixed-effects.ts';
import { bellMcCaffrey } from './bell-mccaffrey.ts';
import { leastSquares } from './least-squares.ts';
import { rowDegrees } from './row-degrees.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const N = 24;
const CLUSTERS = Int32Array.from([2, 3, 4, 4, 5, 6].flatMap((size, g) => Array<number>(size).fill(g)));
const X = Float64Array.from([
  2.97, -0.77, -2.78, 1.48, 2.4, -2.1, -1.85, 2.58, 1.19, -2.88, -0.45, 3, -0.33, -2.92, 1.08, 2.64, -1.76, -2.19, 2.32,
  1.59, -2.73, -0.88, 2.96, 0.12,
]);
const Y = Float64Array.from([
  0.86, -0.46, 0.88, 1.22, 3.14, 0.93, -0.2, 3.84, 1.97, -0.06, 2.67, 2.63, 1.8, 1.12, 1.41, 3.81, 1.16, -0.07, 2.13,
  0.37, -1.74, 0.52, 0.62, 0.29,
]);
const TREATED = Float64Array.from(CLUSTERS, (g) => (g === 1 || g === 4 ? 1 : 0));
const COLUMNS = [new Float64Array(N).fill(1), TREATED, X];

function near(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((one, k) => expect(Math.abs((found[k] as number) - one)).toBeLessThan(1e-9));
}

test('CR2 and the degrees of freedom are those of clubSandwich', () => {
  const fit = leastSquares(COLUMNS, Y);
  const { se, degrees } = bellMcCaffrey(COLUMNS, fit.residuals, fit.inverse, CLUSTERS);
  near(se, [0.519134573059, 0.52211219418, 0.050655381816]);
  near(degrees, [2.624520924, 2.0850063975, 4.5532083395]);
});

test('rows as their own clusters give HC2 with its degrees', () => {
  const fit = leastSquares(COLUMNS, Y);
  const { se, degrees } = bellMcCaffrey(COLUMNS, fit.residuals, fit.inverse, Int32Array.from(Y.keys()));
  near(se, [0.285223636845, 0.409288728123, 0.102566484076]);
  near(degrees, [14.2772248829, 13.2020870414, 14.4015078552]);
});

test('degrees of HC3 are those of clubSandwich for rows as clusters', () => {
  const { inverse } = leastSquares(COLUMNS, Y);
  near(rowDegrees(COLUMNS, inverse), [14.2122773331, 12.7010474875, 14.150606429]);
});

test('absorbed effects change nothing: as clubSandwich with every indicator written out', () => {
  const period = Int32Array.from({ length: N }, (_, i) => (i + 1) % 3);
  const treated = TREATED.map((flag, i) => (flag === 1 && (period[i] as number) >= 1 ? 1 : 0));
  const [effect] = fixedEffects({
    outcome: Y,
    predictors: [{ name: 'treated', values: treated }],
    absorb: [CLUSTERS, period],
    clusters: { codes: CLUSTERS, correction: 'CR1' },
  }).coefficients;
  expect(effect?.intervalSe).toBeCloseTo(0.713305651703, 9);
  expect(effect?.degrees).toBeCloseTo(2.171943858, 9);
});

test('eigenvectors are orthonormal and give the matrix back', () => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(
      size.chain((p) =>
        fc.tuple(fc.constant(p), fc.array(fc.integer({ min: -9, max: 9 }), { minLength: p * p, maxLength: p * p })),
      ),
      ([p, drawn]) => {
        const matrix = Float64Array.from(drawn, (_, at) => {
          const [i, j] = [Math.floor(at / p), at % p];
          return (drawn[i * p + j] as number) + (drawn[j * p + i] as number);
        });
        const { values, vectors } = symmetricEigen(matrix, p);
        for (let i = 0; i < p; i += 1)
          for (let j = 0; j < p; j += 1) {
            let [back, inner] = [0, 0];
            for (let k = 0; k < p; k += 1) {
              back += (values[k] as number) * (vectors[i * p + k] as number) * (vectors[j * p + k] as number);
              inner += (vectors[k * p + i] as number) * (vectors[k * p + j] as number);
            }
            expect(back).toBeCloseTo(matrix[i * p + j] as number, 9);
            expect(inner).toBeCloseTo(i === j ? 1 : 0, 9);
          }
      },
    ),
  );
});
