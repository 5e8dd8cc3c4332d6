/** What every statistic must keep to: names of schools mean nothing, limits are limits, the same bits each time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomOf } from '#tests/simulation/random.ts';
import { assign } from './assignment/assignment.ts';
import { similarSchools } from './context/similar-schools.ts';
import { designMatrix } from './design.ts';
import { placeboEffect } from './effect/placebo.ts';
import { growthPercentiles } from './growth/growth-percentiles.ts';
import { bunchingInterval, histogram } from './integrity/bunching.ts';
import { densityDiscontinuity } from './integrity/density.ts';
import { fitRasch } from './items/rasch.ts';
import { fitBetaBinomial, probabilityShareAbove, sharePosterior } from './shares/beta-binomial.ts';
import { funnel } from './shares/funnel.ts';
import { residualBands } from './value-added/band.ts';
import { type Grouping, mixedModel } from './value-added/mixed-model.ts';

const SCHOOLS = 15;
const PUPILS = 150;

function pupils(seed: number, spread: number, noise: number) {
  const random = randomOf(seed);
  const effects = Float64Array.from({ length: SCHOOLS }, () => spread * random.normal());
  const codes = Int32Array.from({ length: PUPILS }, (_, i) => i % SCHOOLS);
  const prior = random.normals(PUPILS);
  const outcome = prior.map((one, i) => 0.6 * one + (effects[codes[i] as number] as number) + noise * random.normal());
  return { effects, prior, outcome, codes };
}

function schoolsOf(codes: Int32Array): Grouping {
  return { name: 'school', codes, levels: Array.from({ length: SCHOOLS }, (_, j) => `s${j}`) };
}

function valueAdded({ prior, outcome, codes }: ReturnType<typeof pupils>) {
  const design = designMatrix([{ name: 'prior', values: prior }], outcome.length);
  return mixedModel({ outcome, design, groups: [schoolsOf(codes)] });
}

describe('value added', () => {
  test('schools with their names exchanged exchange their effects', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: SCHOOLS - 1 }), (seed, shift) => {
        const world = pupils(seed, 0.7, 1);
        const rows = valueAdded(world).effects['school'] ?? [];
        const codes = world.codes.map((code) => (code + shift) % SCHOOLS);
        const renamed = valueAdded({ ...world, codes }).effects['school'] ?? [];
        rows.forEach(({ effect, sd }, j) => {
          expect(renamed[(j + shift) % SCHOOLS]?.effect).toBeCloseTo(effect, 6);
          expect(renamed[(j + shift) % SCHOOLS]?.sd).toBeCloseTo(sd, 6);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('where pupils of a school hardly differ its effect is its own mean and nothing is drawn to the middle', () => {
    const world = pupils(3, 2, 1e-4);
    const model = valueAdded(world);
    const centre = model.fixed[0]?.estimate ?? 0;
    for (const [j, { effect, reliability }] of (model.effects['school'] ?? []).entries()) {
      expect(effect + centre).toBeCloseTo(world.effects[j] as number, 3);
      expect(reliability).toBeGreaterThan(0.999_999);
    }
    expect(model.fixed[1]?.estimate).toBeCloseTo(0.6, 4);
  });

  test('an effect is never farther from zero than the unshrunk mean residual', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
        const world = pupils(seed, 0.5, 1);
        const model = valueAdded(world);
        const residuals = world.outcome.map(
          (y, i) => y - (model.fixed[0]?.estimate ?? 0) - (model.fixed[1]?.estimate ?? 0) * (world.prior[i] as number),
        );
        const bands = residualBands(residuals, schoolsOf(world.codes), { far: 0.5, smallest: 1 });
        (model.effects['school'] ?? []).forEach(({ effect }, j) => {
          const band = bands[j];
          if (!band || band.suppressed) throw new Error('every school has ten pupils');
          expect(Math.abs(effect)).toBeLessThanOrEqual(Math.abs(band.mean) + 1e-9);
          expect(effect * band.mean).toBeGreaterThanOrEqual(-1e-9);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('shares of many schools', () => {
  const school = fc.integer({ min: 5, max: 80 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

  test('a drawn share lies between its own and the common one, nearer to its own the more pupils', () => {
    fc.assert(
      fc.property(school, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), ([x, n], alpha, beta) => {
        const [own, common] = [x / n, alpha / (alpha + beta)];
        const { mean, low, high } = sharePosterior(x, n, { alpha, beta });
        expect(mean).toBeGreaterThanOrEqual(Math.min(own, common) - 1e-12);
        expect(mean).toBeLessThanOrEqual(Math.max(own, common) + 1e-12);
        expect(low).toBeLessThanOrEqual(mean);
        expect(high).toBeGreaterThanOrEqual(mean);
        const ten = sharePosterior(10 * x, 10 * n, { alpha, beta });
        expect(Math.abs(ten.mean - own)).toBeLessThanOrEqual(Math.abs(mean - own) + 1e-12);
        expect(probabilityShareAbove(0.3, x, n, { alpha, beta })).toBeGreaterThanOrEqual(
          probabilityShareAbove(0.4, x, n, { alpha, beta }),
        );
      }),
    );
  });

  test('the order of schools changes neither the funnel nor the common law', () => {
    fc.assert(
      fc.property(fc.array(school, { minLength: 12, maxLength: 40 }), (drawn) => {
        const rows: [number, number][] = [[2, 40], [38, 40], ...drawn];
        const columns = (all: typeof rows) =>
          [Float64Array.from(all, ([x]) => x), Float64Array.from(all, ([, n]) => n)] as const;
        const [x, n] = columns(rows);
        const [turnedX, turnedN] = columns(rows.toReversed());
        const law = fitBetaBinomial(x, n);
        expect(fitBetaBinomial(turnedX, turnedN).mean).toBeCloseTo(law.mean, 6);
        const [one, two] = [funnel(x, n, 'additive'), funnel(turnedX, turnedN, 'additive')];
        expect(two.tau2).toBeCloseTo(one.tau2, 10);
        expect(two.schools.at(-1)?.adjustedZ).toBeCloseTo(one.schools[0]?.adjustedZ ?? Number.NaN, 9);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the same data give the same bits and are left as they were', () => {
  const random = randomOf(5);
  const world = pupils(11, 0.5, 1);
  const scores = Float64Array.from({ length: 900 }, () => Math.round(15 + 5 * random.normal()));
  const panel = { values: random.normals(12 * 8), units: 12, periods: 8, controls: 9, before: 5 };
  const costs = random.normals(30);
  const answers = { values: Uint8Array.from({ length: 1200 }, () => (random.uniform() < 0.5 ? 1 : 0)), persons: 150 };
  const items = Array.from({ length: 8 }, (_, k) => `i${k}`);
  const variables = [
    { name: 'a', values: random.normals(40) },
    { name: 'b', values: random.normals(40) },
  ];
  const methods: [string, () => unknown, Float64Array | Uint8Array][] = [
    ['value added', () => valueAdded(world), world.outcome],
    ['growth', () => growthPercentiles(scores.slice(1), [scores.slice(0, -1)]), scores],
    ['Rasch', () => fitRasch({ ...answers, items }), answers.values],
    ['synthetic control', () => placeboEffect(panel, 'synthetic-did', { replications: 10 }), panel.values],
    [
      'bunching',
      () =>
        bunchingInterval(histogram(scores), { cut: 16, below: 2, above: 2, degree: 3 }, { seed: 7, replications: 50 }),
      scores,
    ],
    ['density', () => densityDiscontinuity(world.outcome, { cut: 0.1 }), world.outcome],
    ['similar schools', () => similarSchools(variables, 4), variables[0]?.values ?? new Float64Array(0)],
    ['assignment', () => assign(costs, 5, Int32Array.from([1, 2, 1, 1, 1, 1])), costs],
  ];

  test.each(methods)('%s', (_, method, input) => {
    const before = input.slice();
    const first = JSON.stringify(method());
    expect(JSON.stringify(method())).toBe(first);
    expect(input).toEqual(before);
  });
});
