/** Schools: value added, the unshrunk band, median growth, pooled years, regression on context. */
import { pooledEstimates } from '#stats/change/pooled.ts';
import { contextRegression } from '#stats/context/regression.ts';
import { designMatrix } from '#stats/design.ts';
import { schoolGrowth } from '#stats/growth/growth-percentiles.ts';
import { residualBands } from '#stats/value-added/band.ts';
import { type Grouping, type MixedModel, mixedModel, type MixedModelInput } from '#stats/value-added/mixed-model.ts';
import type { Random } from './random.ts';
import { aroundNormal, holds, type Interval, type Scenario, shareHeld, USUAL } from './scenario.ts';

const TAU = 0.5;

type World = { input: MixedModelInput; effects: Float64Array };

export const SCHOOLS: readonly Scenario[] = [
  modelled('slope of the prior score, 60 schools of 20', 60, (model) => [
    [aroundNormal(model.fixed[1]?.estimate ?? 0, model.fixed[1]?.se ?? 0), 0.6],
  ]),
  modelled('intercept, 60 schools of 20', 60, (model) => [
    [aroundNormal(model.fixed[0]?.estimate ?? 0, model.fixed[0]?.se ?? 0), 0],
  ]),
  effectsOf(60),
  { ...effectsOf(12), cheap: true },
  effectsOf(6),
  {
    ...effectsOf(12, 0.1),
    name: 'value added: school effects, 12 schools of 20 that hardly differ',
    within: [0.95, 0.99],
    why: 'twelve schools cannot show that they hardly differ, so the intervals allow for more',
  },
  {
    name: 'value added: slopes of 60 schools of 20, random slope',
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const { input } = world(random, 60);
      const values = (input.design.columns[1] as Float64Array).slice();
      const codes = input.groups[0].codes;
      const slopes = Float64Array.from({ length: 60 }, () => 0.3 * random.normal());
      const outcome = input.outcome.map((y, i) => y + (slopes[codes[i] as number] as number) * (values[i] as number));
      const model = mixedModel({ ...input, outcome, slope: { name: 'prior', values }, level: 0.95 });
      const rows = model.effects['school'] ?? [];
      return shareHeld(rows.map(({ slope }, j) => [bounds(slope), slopes[j] as number] as const));
    },
  },
  {
    name: 'value added: municipalities, 40 of 5 schools of 10',
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const { input } = world(random, 200, 10);
      const municipality = grouping('lea', 40, (i) => (input.groups[0].codes[i] as number) % 40, input.outcome.length);
      const outer = Float64Array.from({ length: 40 }, () => 0.4 * random.normal());
      const outcome = input.outcome.map((y, i) => y + (outer[municipality.codes[i] as number] as number));
      const model = mixedModel({ ...input, outcome, groups: [input.groups[0], municipality], level: 0.95 });
      return shareHeld((model.effects['lea'] ?? []).map((row, g) => [bounds(row), outer[g] as number] as const));
    },
  },
  {
    name: 'value added: crossed effects, 40 schools now and 25 before',
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const { input, effects } = world(random, 40, 15);
      const earlier = grouping('earlier', 25, () => Math.floor(25 * random.uniform()), input.outcome.length);
      const own = Float64Array.from({ length: 25 }, () => 0.4 * random.normal());
      const outcome = input.outcome.map((y, i) => y + (own[earlier.codes[i] as number] as number));
      const model = mixedModel({ ...input, outcome, groups: [input.groups[0], earlier], crossed: true, level: 0.95 });
      return shareHeld([
        ...(model.effects['school'] ?? []).map((row, j) => [bounds(row), effects[j] as number] as const),
        ...(model.effects['earlier'] ?? []).map((row, g) => [bounds(row), own[g] as number] as const),
      ]);
    },
  },
  {
    name: 'unshrunk band: 50 schools of 15 … 60, residuals of known spread',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const codes: number[] = [];
      const effects = Array.from({ length: 50 }, () => 0.3 * random.normal());
      effects.forEach((_, j) => codes.push(...Array<number>(15 + Math.floor(46 * random.uniform())).fill(j)));
      const residuals = Float64Array.from(codes, (j) => (effects[j] as number) + random.normal());
      const schools = grouping('school', 50, (i) => codes[i] as number, codes.length);
      const rows = residualBands(residuals, schools, { far: 0.5, sd: 1 });
      return shareHeld(
        rows.flatMap((row, j) => (row.suppressed ? [] : [[{ low: row.low, high: row.high }, effects[j] as number]])),
      );
    },
  },
  {
    name: 'median growth percentile of a school of 10 … 60 pupils',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const n = 10 + Math.floor(51 * random.uniform());
      // A school that lifts its pupils: percentiles 100 u^0.7, of which the median is 100 · 0.5^0.7.
      const drawn = Uint8Array.from({ length: n }, () =>
        Math.min(99, Math.max(1, Math.ceil(100 * random.uniform() ** 0.7))),
      );
      return holds(schoolGrowth(drawn), Math.ceil(100 * 0.5 ** 0.7));
    },
  },
  {
    name: 'three pooled years: true values of 100 schools',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const truth = Float64Array.from({ length: 100 }, () => 0.5 * random.normal());
      const errors = [0, 1, 2].map(() => truth.map(() => 0.3 + 0.5 * random.uniform()));
      const years = errors.map((year) => year.map((se, j) => (truth[j] as number) + se * random.normal()));
      const { schools } = pooledEstimates(years, errors);
      return shareHeld(
        schools.flatMap((row, j) => (row ? [[aroundNormal(row.shrunk, row.sd), truth[j] as number] as const] : [])),
      );
    },
  },
  context('HC3', 40),
  context('HC1', 40),
  context('HC3', 15),
  context('HC1', 15),
  context('classical', 40),
];

function modelled(
  name: string,
  schools: number,
  pairs: (model: MixedModel) => (readonly [Interval, number])[],
): Scenario {
  return {
    name: `value added: ${name}`,
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      return shareHeld(pairs(mixedModel(world(random, schools).input)));
    },
  };
}

function effectsOf(schools: number, spread = TAU): Scenario {
  return {
    name: `value added: school effects, ${schools} schools of 20`,
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const { input, effects } = world(random, schools, 20, spread);
      const rows = mixedModel({ ...input, level: 0.95 }).effects['school'] ?? [];
      return shareHeld(rows.map((row, j) => [bounds(row), effects[j] as number] as const));
    },
  };
}

function bounds(one: Partial<Interval> | undefined): Interval {
  return { low: one?.low ?? Number.NaN, high: one?.high ?? Number.NaN };
}

/** y = 0.6 prior + u + e, e of sd 1. */
function world(random: Random, schools: number, pupils = 20, spread = TAU): World {
  const n = schools * pupils;
  const effects = Float64Array.from({ length: schools }, () => spread * random.normal());
  const school = grouping('school', schools, (i) => i % schools, n);
  const prior = random.normals(n);
  const outcome = prior.map((one, i) => 0.6 * one + (effects[i % schools] as number) + random.normal());
  return {
    input: { outcome, design: designMatrix([{ name: 'prior', values: prior }], n), groups: [school] },
    effects,
  };
}

function grouping(name: string, count: number, of: (i: number) => number, n: number): Grouping {
  return {
    name,
    codes: Int32Array.from({ length: n }, (_, i) => of(i)),
    levels: Array.from({ length: count }, (_, j) => `${j}`),
  };
}

/** The errors spread with the predictor; for the classical ones, which do not allow this, they do not. */
function context(errors: 'HC3' | 'HC1' | 'classical', n: number): Scenario {
  const even = errors === 'classical';
  return {
    name: `regression on context, ${errors}, ${n} schools, ${even ? 'even' : 'uneven'} errors`,
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const x = random.normals(n);
      const y = x.map((one) => 1 + 0.5 * one + (even ? 1 : 0.5 + Math.abs(one)) * random.normal());
      const { coefficients } = contextRegression(y, [{ name: 'x', values: x }], errors);
      return holds(coefficients[1] ?? { low: 0, high: 0 }, 0.5);
    },
  };
}
