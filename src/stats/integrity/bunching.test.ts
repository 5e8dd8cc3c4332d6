import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, referenceAnswer } from '#tests/support/reference.ts';
import {
  bunching,
  bunchingInterval,
  type BunchingOptions,
  type Histogram,
  histogram,
  placeboCuts,
} from './bunching.ts';
import { poisson, uniforms } from '../resampling.ts';

type Answer = {
  bins: number[];
  counts: number[];
  expected: Record<string, number> & { counterfactual: number[]; excluded: number[] };
};

describe.skipIf(!hasReference)('bunching agrees with R', () => {
  const { bins, counts, expected } = hasReference
    ? referenceAnswer<Answer>('bunching_injected40')
    : { bins: [0], counts: [0], expected: {} as Answer['expected'] };
  const scores: Histogram = { first: bins[0] ?? 0, counts: Float64Array.from(counts) };
  const options: BunchingOptions = { cut: 140, below: 3, above: 3, degree: 5 };

  test('counterfactual, excess, missing, shares, z', () => {
    const found = bunching(scores, options);
    expected.counterfactual.forEach((value, bin) =>
      expect(Math.abs(value - (found.counterfactual[bin] as number))).toBeLessThan(1e-6),
    );
    expect(found.excluded).toEqual(expected.excluded);
    for (const [name, value] of [
      ['excessAbove', found.excessAbove],
      ['missingBelow', found.missingBelow],
      ['avgManipulated', found.manipulated],
      ['shareOfBelowManipulated', found.shareOfBelow],
      ['shareOfAllPupils', found.shareOfAll],
      ['normalisedExcess_b', found.normalisedExcess],
      ['residualSd', found.residualSd],
      ['zPoisson', found.z],
    ] as const)
      expect(Math.abs(value - (expected[name] ?? Number.NaN)), name).toBeLessThan(1e-9 * Math.max(1, value));
  });

  test('the interval holds the share that was moved, and no other border looks like the real one', () => {
    const interval = bunchingInterval(scores, options, { seed: 7 });
    expect(interval.shareOfBelow.low).toBeLessThan(expected['trueShareOfBelow'] ?? 0);
    expect(interval.shareOfBelow.high).toBeGreaterThan(expected['trueShareOfBelow'] ?? 1);
    expect(bunchingInterval(scores, options, { seed: 7 })).toEqual(interval);
    const placebo = placeboCuts(scores, options);
    expect(placebo.cuts.length).toBeGreaterThan(50);
    expect(placebo.p).toBe(1 / (placebo.cuts.length + 1));
  });
});

const bell = (bins: number, height: number): Float64Array =>
  Float64Array.from({ length: bins }, (_, bin) =>
    Math.round(height * Math.exp(-(((bin - bins / 2) / (bins / 4)) ** 2))),
  );

test('pupils moved over the border are counted exactly where the rest is a polynomial', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 3 }), (moved, degree) => {
      const counts = Float64Array.from({ length: 40 }, (_, bin) => 200 + 3 * bin);
      counts[19] = (counts[19] as number) - moved;
      counts[20] = (counts[20] as number) + moved;
      const found = bunching({ first: 0, counts }, { cut: 20, below: 2, above: 2, degree });
      expect(Math.abs(found.manipulated - moved)).toBeLessThan(1e-8);
      expect(Math.abs(found.excessAbove - found.missingBelow)).toBeLessThan(1e-8);
    }),
  );
});

test('a shift of all scores changes nothing', () => {
  const counts = bell(40, 100);
  const one = bunching({ first: 0, counts }, { cut: 15, below: 2, above: 3, degree: 4 });
  const other = bunching({ first: 100, counts }, { cut: 115, below: 2, above: 3, degree: 4 });
  expect(other.z).toBe(one.z);
  expect(other.excluded).toEqual(one.excluded.map((score) => score + 100));
});

test('without manipulation z has the spread of a standard normal, a little widened by the fit', () => {
  const uniform = uniforms(5);
  const truth = Float64Array.from({ length: 60 }, (_, bin) => 80 + 4 * bin - 0.05 * bin * bin);
  let outside = 0;
  for (let k = 0; k < 2_000; k += 1) {
    const counts = truth.map((mean) => poisson(mean, uniform));
    if (Math.abs(bunching({ first: 0, counts }, { cut: 30, below: 2, above: 2, degree: 3 }).z) > 1.96) outside += 1;
  }
  expect(outside / 2_000).toBeGreaterThan(0.03);
  expect(outside / 2_000).toBeLessThan(0.07);
});

test('Poisson draws have the mean and the variance asked for', () => {
  const uniform = uniforms(1);
  for (const mean of [0.3, 4, 250]) {
    const draws = Array.from({ length: 20_000 }, () => poisson(mean, uniform));
    const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / draws.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.05);
  }
});

test('scores are counted in whole bins, broken ones are refused', () => {
  expect(histogram(Float64Array.from([3, 5, 3, 6]))).toEqual({ first: 3, counts: Float64Array.from([2, 0, 1, 1]) });
  expect(() => histogram(Float64Array.from([1, 2.5]))).toThrow(/2\.5/);
  expect(() => histogram(Float64Array.from([1, Number.NaN]))).toThrow(/count: 1/);
});

test('a cut outside the scores, too high a degree and an empty window are refused by name', () => {
  const scores = { first: 0, counts: bell(20, 50) };
  expect(() => bunching(scores, { cut: 1, below: 2, above: 2, degree: 3 })).toThrow(/cut: 1/);
  expect(() => bunching(scores, { cut: 10, below: 2, above: 2, degree: 15 })).toThrow(/parameters: 16/);
  expect(() =>
    bunching({ first: 0, counts: new Float64Array(20) }, { cut: 10, below: 2, above: 2, degree: 1 }),
  ).toThrow(/expectedBelow/);
});
