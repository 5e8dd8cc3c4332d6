import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, numbers, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { splineWidth, writeSplineBasis } from './b-spline.ts';
import { growthPercentiles, percentilesOf, schoolGrowth } from './growth-percentiles.ts';
import { quantileRegression } from './quantile-regression.ts';

type Answer = {
  knotsBoundaries: { knots: number[]; boundaries: [number, number] }[];
  objective_all_taus: number[];
  ids: number[];
  sgp: number[];
};

describe.skipIf(!hasReference)('quantreg and the growth percentiles agree', () => {
  test('every pupil of the reading data set gets the same percentile', () => {
    const answer = referenceAnswer<Answer>('sgp_sgpdata_g45_1prior');
    const table = referenceTable('sgpdata_wide.csv');
    const rows = (table['ID'] ?? [])
      .map((id, i) => ({ id: Number(id), i }))
      .filter(
        ({ i }) =>
          table['GRADE_2025']?.[i] === '5' &&
          table['GRADE_2024']?.[i] === '4' &&
          table['SS_2025']?.[i] &&
          table['SS_2024']?.[i],
      );
    const pick = (column: string) => numbers(rows.map(({ i }) => table[column]?.[i] ?? ''));
    const growth = growthPercentiles(pick('SS_2025'), [pick('SS_2024')]);
    expect(growth.knots.map(({ inner, boundary }) => ({ knots: inner, boundaries: boundary }))).toEqual(
      answer.knotsBoundaries,
    );
    const expected = new Map(answer.ids.map((id, i) => [id, answer.sgp[i]]));
    expect(rows.filter(({ id }, i) => growth.percentiles[i] !== expected.get(id))).toEqual([]);
    growth.quantiles.forEach(({ objective }, t) =>
      expect(objective / (answer.objective_all_taus[t] ?? 0)).toBeCloseTo(1, 10),
    );
  });

  test('99.9 % of the pupils of the exam data set are within one percentile, where the optimum has ties', () => {
    const answer = referenceAnswer<Answer>('sgp_exam');
    const table = referenceTable('mlmrev_exam.csv');
    const { percentiles, quantiles } = growthPercentiles(numbers(table['normexam']), [numbers(table['standLRT'])]);
    const near = answer.ids.filter((id, k) => Math.abs((percentiles[id - 1] ?? 0) - (answer.sgp[k] ?? 0)) <= 1).length;
    expect(near / answer.ids.length).toBeGreaterThanOrEqual(0.999);
    quantiles.forEach(({ objective }, t) => expect(objective / (answer.objective_all_taus[t] ?? 0)).toBeCloseTo(1, 10));
  });
});

test('the spline basis adds up to one together with the function left out', () => {
  const knots = { inner: [-1, 0, 0.5, 2], boundary: [-3, 4] as const };
  fc.assert(
    fc.property(fc.double({ min: -3, max: 4, noNaN: true }), (x) => {
      const row = new Float64Array(splineWidth(knots));
      writeSplineBasis(x, knots, row, 0);
      const left = x >= -1 ? 0 : ((-1 - x) / 2) ** 3;
      expect(row.reduce((sum, one) => sum + one, left)).toBeCloseTo(1, 12);
    }),
  );
});

test('with an intercept alone quantile regression gives the sample quantile', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 5, maxLength: 60 }),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (values, tau) => {
        const y = Float64Array.from(values);
        const [fit] = quantileRegression({ x: new Float64Array(y.length).fill(1), y, p: 1 }, [tau]);
        const below = values.filter((value) => value < (fit?.coefficients[0] ?? 0)).length;
        const above = values.filter((value) => value > (fit?.coefficients[0] ?? 0)).length;
        expect(below).toBeLessThanOrEqual(tau * values.length + 1e-9);
        expect(above).toBeLessThanOrEqual((1 - tau) * values.length + 1e-9);
      },
    ),
  );
});

test('no move of a coefficient lowers the objective', () => {
  const pair = fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 6, maxLength: 80 }), fc.constantFrom(0.1, 0.37, 0.5, 0.9), (pairs, tau) => {
      const rows = [[0, 0], [7, 3], ...pairs] as [number, number][];
      const x = Float64Array.from(rows.flatMap(([one]) => [1, one]));
      const y = Float64Array.from(rows, ([, two]) => two);
      const loss = (b: ArrayLike<number>) =>
        rows.reduce((sum, [one, two]) => {
          const r = two - (b[0] as number) - (b[1] as number) * one;
          return sum + r * (r < 0 ? tau - 1 : tau);
        }, 0);
      const [fit] = quantileRegression({ x, y, p: 2 }, [tau]);
      const best = fit?.coefficients ?? new Float64Array(2);
      expect(loss(best)).toBeCloseTo(fit?.objective ?? Number.NaN, 6);
      for (const step of [0.5, 0.01])
        for (const [da, db] of [
          [step, 0],
          [-step, 0],
          [0, step / 50],
          [0, -step / 50],
          [step, -step / 50],
          [-step, step / 50],
        ] as const) {
          expect(loss([(best[0] as number) + da, (best[1] as number) + db])).toBeGreaterThanOrEqual(loss(best) - 1e-6);
        }
    }),
  );
});

test('percentiles are the same whatever the unit of the score', () => {
  const score = Float64Array.from({ length: 300 }, (_, i) => ((i * 7919) % 211) + (i % 13) * 9);
  const prior = Float64Array.from({ length: 300 }, (_, i) => (i % 13) * 4 + ((i * 31) % 17) / 3);
  const plain = growthPercentiles(score, [prior]).percentiles;
  const scaled = growthPercentiles(
    score.map((one) => 10 * one + 100),
    [prior],
  ).percentiles;
  const different = plain.filter((one, i) => Math.abs(one - (scaled[i] as number)) > 1).length;
  expect(different).toBe(0);
});

/** Whole scores with many ties in the prior, as examinations give them. */
const cohort = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -12, max: 12 })), {
  minLength: 60,
  maxLength: 200,
});

function scoresOf(pairs: readonly (readonly [number, number])[]) {
  const rows = [...Array.from({ length: 31 }, (_, k) => [k, (k * 7) % 11] as const), ...pairs];
  return {
    prior: Float64Array.from(rows, ([prior]) => prior),
    score: Float64Array.from(rows, ([prior, gain]) => 2 * prior + gain),
  };
}

test('pupils of the fitted model get the same percentiles from the model alone, twice the same bits', () => {
  fc.assert(
    fc.property(cohort, (pairs) => {
      const { score, prior } = scoresOf(pairs);
      const growth = growthPercentiles(score, [prior]);
      expect(percentilesOf(growth, score, [prior])).toEqual(growth.percentiles);
      expect(growthPercentiles(score, [prior])).toEqual(growth);
    }),
    { numRuns: 20 },
  );
});

test('a pupil with a higher score after the same prior has no lower percentile', () => {
  fc.assert(
    fc.property(cohort, (pairs) => {
      const { score, prior } = scoresOf(pairs);
      const { percentiles } = growthPercentiles(score, [prior]);
      const order = Array.from(score.keys()).sort(
        (a, b) => (prior[a] as number) - (prior[b] as number) || (score[a] as number) - (score[b] as number),
      );
      for (let k = 1; k < order.length; k += 1) {
        const [before, here] = [order[k - 1] as number, order[k] as number];
        if (prior[before] === prior[here])
          expect(percentiles[here]).toBeGreaterThanOrEqual(percentiles[before] as number);
      }
    }),
    { numRuns: 20 },
  );
});

test('shared rows of the design change nothing but the cost', () => {
  fc.assert(
    fc.property(cohort, (pairs) => {
      const { score, prior } = scoresOf(pairs);
      const shared = Float64Array.from({ length: 31 }, (_, k) => k).reduce<number[]>((all, k) => [...all, 1, k], []);
      const rows = Int32Array.from(prior);
      const whole = Float64Array.from([...prior].flatMap((one) => [1, one]));
      const taus = [0.1, 0.5, 0.83];
      expect(quantileRegression({ x: Float64Array.from(shared), rows, y: score, p: 2 }, taus)).toEqual(
        quantileRegression({ x: whole, y: score, p: 2 }, taus),
      );
    }),
    { numRuns: 20 },
  );
});

test('growth is refused without priors, for a constant prior, for a missing score and for too few pupils', () => {
  const score = Float64Array.from({ length: 40 }, (_, i) => i % 7);
  const prior = Float64Array.from({ length: 40 }, (_, i) => i % 11);
  expect(() => growthPercentiles(score, [])).toThrow();
  expect(() => growthPercentiles(score, [new Float64Array(40).fill(3)])).toThrow();
  expect(() => growthPercentiles(score, [prior.map((one, i) => (i === 5 ? Number.NaN : one))])).toThrow();
  expect(() => growthPercentiles(score.slice(0, 5), [prior.slice(0, 5)])).toThrow();
});

test('a school of five pupils has the interval from its lowest to its highest', () => {
  const growth = schoolGrowth(Uint8Array.from([10, 90, 40, 50, 60]));
  expect(growth).toMatchObject({ n: 5, median: 50, mean: 50, low: 10, high: 90 });
});

test('the interval of ten pupils lies between the second and the third from each end, by hand', () => {
  const { low, high } = schoolGrowth(Uint8Array.from([1, 11, 31, 40, 45, 50, 55, 60, 81, 99]));
  const over = (1 - 22 / 1024 - 0.95) / (90 / 1024);
  const share = (8 * over) / (2 + 6 * over);
  expect(low).toBeCloseTo(11 + 20 * share, 12);
  expect(high).toBeCloseTo(81 - 21 * share, 12);
});
