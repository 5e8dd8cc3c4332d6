import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, numbers, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { fixedEffects } from './fixed-effects.ts';
import { type Panel, panelOf } from './panel.ts';
import { placeboEffect } from './placebo.ts';
import { permutationsOfR } from './r-random.fixture.ts';
import { panelEffect } from './synthetic-control.ts';

type Answer = {
  prop99: {
    synthdid: number;
    sc: number;
    did: number;
    placeboSE_seed12345: number;
    omega: number[];
    lambda: number[];
    omega_sc: number[];
    units: string[];
  };
};

function farthest(ours: Float64Array, theirs: readonly number[]): number {
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - (ours[i] ?? Number.NaN))), 0);
}

describe.skipIf(!hasReference)('panel designs agree with synthdid', () => {
  test('cigarettes in California', () => {
    const { prop99: answer } = referenceAnswer<Answer>('programme_effect');
    const table = referenceTable('synthdid_california_prop99.csv');
    const panel = panelOf({
      outcome: numbers(table['PacksPerCapita']),
      unit: table['State'] ?? [],
      period: numbers(table['Year']),
      treated: numbers(table['treated']),
    });
    expect(panel.names).toEqual([...answer.units, 'California']);
    const sdid = placeboEffect(panel, 'synthetic-did');
    const sc = panelEffect(panel, 'synthetic-control');
    const did = panelEffect(panel, 'did');
    expect(Math.abs(sdid.estimate - answer.synthdid)).toBeLessThan(1e-9);
    expect(Math.abs(sc.estimate - answer.sc)).toBeLessThan(1e-9);
    expect(Math.abs(did.estimate - answer.did)).toBeLessThan(1e-9);
    expect(farthest(sdid.omega, answer.omega)).toBeLessThan(1e-9);
    expect(farthest(sdid.lambda, answer.lambda)).toBeLessThan(1e-9);
    expect(farthest(sc.omega, answer.omega_sc)).toBeLessThan(1e-9);

    const permutation = permutationsOfR(12_345);
    const sets = Array.from({ length: 200 }, () => permutation(panel.controls).slice(-1));
    const drawn = placeboEffect(panel, 'synthetic-did', { sets });
    expect(Math.abs(drawn.se - answer.placeboSE_seed12345)).toBeLessThan(1e-9);
    expect(sdid.placebos.length).toBe(38);
    expect(Math.abs(sdid.se / drawn.se - 1)).toBeLessThan(0.2);
  });
});

/** 10 units, the last two treated with an effect of 5 from period 6 of 9; a common path, two hidden kinds of unit. */
function simulated(seed: number, effect = 5, noisiness = 0.1): Panel {
  let state = seed >>> 0;
  const noise = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
  const [units, periods, controls, before] = [10, 9, 8, 6];
  const values = new Float64Array(units * periods);
  for (let u = 0; u < units; u += 1) {
    const level = 10 * noise();
    for (let t = 0; t < periods; t += 1)
      values[u * periods + t] =
        level +
        (u % 2 === 0 ? 1.5 * t : -t) +
        Math.sin(t) +
        noisiness * noise() +
        (u >= controls && t >= before ? effect : 0);
  }
  return { values, units, periods, controls, before };
}

test('a known effect is found by the synthetic designs', () => {
  const found = panelEffect(simulated(4), 'synthetic-did');
  expect(Math.abs(found.estimate - 5)).toBeLessThan(0.7);
  expect(found.errorBefore).toBeLessThan(0.7);
});

test('plain difference-in-differences is the two-way regression', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const panel = simulated(seed);
      const cell = (f: (u: number, t: number) => number) =>
        Array.from(panel.values, (_, i) => f(Math.floor(i / panel.periods), i % panel.periods));
      const regression = fixedEffects({
        outcome: panel.values,
        predictors: [
          {
            name: 'treated',
            values: Float64Array.from(cell((u, t) => (u >= panel.controls && t >= panel.before ? 1 : 0))),
          },
        ],
        absorb: [Int32Array.from(cell((u) => u)), Int32Array.from(cell((_, t) => t))],
      });
      expect(panelEffect(panel, 'did').estimate).toBeCloseTo(regression.coefficients[0]?.estimate ?? Number.NaN, 9);
    }),
    { numRuns: 20 },
  );
});

test('weights are shares; units, levels and the order of controls do not matter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(0.5, 8), (seed, scale) => {
      const panel = simulated(seed, 5, 2);
      const { periods } = panel;
      const turned = Float64Array.from(panel.values, (_, i) => {
        const u = Math.floor(i / periods);
        const from = u < panel.controls ? panel.controls - 1 - u : u;
        return scale * (panel.values[from * periods + (i % periods)] as number) + 64;
      });
      for (const design of ['synthetic-did', 'synthetic-control', 'did'] as const) {
        const plain = panelEffect(panel, design);
        expect(plain.omega.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
        expect(Math.min(...plain.omega)).toBeGreaterThanOrEqual(0);
        const moved = panelEffect({ ...panel, values: turned }, design);
        if (design !== 'synthetic-control') expect(moved.estimate).toBeCloseTo(scale * plain.estimate, 5);
      }
    }),
    { numRuns: 20 },
  );
});

test('the placebo error is the same at every call and small where nothing but chance is small', () => {
  const panel = simulated(9, 5, 0.1);
  const one = placeboEffect(panel, 'synthetic-did', { replications: 30 });
  expect(placeboEffect(panel, 'synthetic-did', { replications: 30 })).toEqual(one);
  expect(one.low).toBeLessThan(one.estimate);
  expect(one.permutationP).toBeGreaterThan(0);
});

test('a gap in the panel, a staggered start and a panel without controls are refused', () => {
  const long = {
    outcome: Float64Array.from([1, 2, 3, 2, 3, 4, 5, 6, 9]),
    unit: ['а', 'а', 'а', 'б', 'б', 'б', 'в', 'в', 'в'],
    period: Float64Array.from([1, 2, 3, 1, 2, 3, 1, 2, 3]),
    treated: Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1]),
  };
  expect(panelOf(long)).toMatchObject({ controls: 2, before: 2, names: ['а', 'б', 'в'] });
  expect(() => panelOf({ ...long, period: Float64Array.from([1, 1, 3, 1, 2, 3, 1, 2, 3]) })).toThrow(/repeated: а 1/);
  expect(() => panelOf({ ...long, outcome: long.outcome.map((v, i) => (i === 4 ? Number.NaN : v)) })).toThrow(
    /unit: б; period: 2/,
  );
  expect(() => panelOf({ ...long, treated: Float64Array.from([0, 0, 0, 0, 1, 1, 0, 0, 1]) })).toThrow(/unit:/);
  expect(() => panelOf({ ...long, treated: long.treated.map(() => 0) })).toThrow(
    expect.objectContaining({ code: 'oneGroup' }),
  );
  expect(() => panelEffect({ ...simulated(1), before: 1 }, 'did')).toThrow(expect.objectContaining({ code: 'tooFew' }));
  expect(() => placeboEffect({ ...simulated(1), controls: 5 }, 'did')).toThrow(/controls: 5/);
});
