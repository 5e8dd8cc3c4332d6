import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, numbers, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { designMatrix, type Predictor } from '../design.ts';
import { type Grouping, mixedModel } from './mixed-model.ts';
import { probabilityBelow } from './group-effect.ts';

type Answer = {
  dataset: string;
  formula: string;
  REML: boolean;
  fixed: { term: string; estimate: number; se: number }[];
  varcomp: { grp: string; var1: string; var2: string | null; vcov: number }[];
  logLik: number;
  AIC: number;
  BIC: number;
  ranef: { school: { id: string; n: number; blup: number | number[]; condSd: number | number[] }[] };
};

function grouping(name: string, values: readonly string[]): Grouping {
  const levels = [...new Set(values)];
  const index = new Map(levels.map((level, i) => [level, i]));
  return { name, codes: Int32Array.from(values, (value) => index.get(value) ?? 0), levels };
}

function predictor(name: string, column: string[]): Predictor {
  const values = numbers(column);
  if (values.every(Number.isFinite)) return { name, values };
  const levels = [...new Set(column)].sort();
  return { name, codes: Int32Array.from(column, (value) => levels.indexOf(value)), levels };
}

/** Two groups of pupils per school with a known difference between schools. */
function simulated(seed: number) {
  const schools = Array.from({ length: 240 }, (_, i) => `ш${i % 24}`);
  let state = seed;
  const noise = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
  const x = Float64Array.from(schools, () => 4 * noise());
  const y = Float64Array.from(schools, (_, i) => 2 + 0.7 * (x[i] as number) + ((i % 24) - 12) / 8 + 3 * noise());
  return { y, x, group: grouping('school', schools) };
}

describe.skipIf(!hasReference)('lme4 and the mixed model agree', () => {
  for (const name of ['exam_null', 'exam_va', 'exam_cva', 'exam_slope', 'exam_va_ml', 'chem97_va', 'hsb82_va']) {
    test(name, () => {
      const answer = referenceAnswer<Answer>(`lme4_${name}`);
      const table = referenceTable(answer.dataset);
      const [outcome = '', right = ''] = answer.formula.split(' ~ ');
      const terms = right
        .replace(/\([^)]*\)/, '')
        .split('+')
        .map((term) => term.trim())
        .filter((term) => term !== '' && term !== '1');
      const model = mixedModel({
        outcome: numbers(table[outcome]),
        design: designMatrix(
          terms.map((term) => predictor(term, table[term] ?? [])),
          (table[outcome] ?? []).length,
        ),
        groups: [grouping('school', table['school'] ?? [])],
        slope: name === 'exam_slope' ? { name: 'standLRT', values: numbers(table['standLRT']) } : undefined,
        method: answer.REML ? 'REML' : 'ML',
      });
      answer.fixed.forEach((fixed, i) => {
        expect(model.fixed[i]?.term).toBe(fixed.term);
        expect(Math.abs((model.fixed[i]?.estimate ?? Number.NaN) - fixed.estimate)).toBeLessThan(1e-5);
        expect(Math.abs((model.fixed[i]?.se ?? Number.NaN) - fixed.se)).toBeLessThan(1e-5);
      });
      for (const component of answer.varcomp) {
        const ours =
          component.grp === 'Residual'
            ? model.residual
            : model.variance.find((one) => one.term === component.var1 && one.term2 === component.var2)?.value;
        expect(Math.abs((ours ?? Number.NaN) / component.vcov - 1)).toBeLessThan(1e-5);
      }
      expect(Math.abs(model.logLik - answer.logLik)).toBeLessThan(1e-6);
      expect(Math.abs(model.aic - answer.AIC)).toBeLessThan(1e-6);
      expect(Math.abs(model.bic - answer.BIC)).toBeLessThan(1e-6);
      const effects = new Map(model.effects['school']?.map((effect) => [effect.id, effect]));
      for (const school of answer.ranef.school) {
        const ours = effects.get(school.id);
        const [blup, slope] = [school.blup].flat();
        const [sd, slopeSd] = [school.condSd].flat();
        expect(ours?.n).toBe(school.n);
        expect(Math.abs((ours?.effect ?? Number.NaN) - (blup ?? 0))).toBeLessThan(1e-5);
        expect(Math.abs((ours?.sd ?? Number.NaN) - (sd ?? 0))).toBeLessThan(1e-5);
        if (slope === undefined) continue;
        expect(Math.abs((ours?.slope?.effect ?? Number.NaN) - slope)).toBeLessThan(1e-5);
        expect(Math.abs((ours?.slope?.sd ?? Number.NaN) - (slopeSd ?? 0))).toBeLessThan(1e-5);
      }
    });
  }
});

test('units and order do not matter: effects follow the scale of the outcome', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.constantFrom(0.01, 3, 1000),
      fc.integer({ min: -50, max: 50 }),
      (seed, scale, shift) => {
        const { y, x, group } = simulated(seed);
        const plain = mixedModel({
          outcome: y,
          design: designMatrix([{ name: 'x', values: x }], y.length),
          groups: [group],
        });
        const order = y.map((_, i) => (i * 7) % y.length);
        const moved = mixedModel({
          outcome: order.map((i) => scale * (y[i] as number) + shift),
          design: designMatrix([{ name: 'x', values: order.map((i) => x[i] as number) }], y.length),
          groups: [{ ...group, codes: Int32Array.from(order, (i) => group.codes[i] as number) }],
        });
        expect(moved.residual / (scale * scale * plain.residual)).toBeCloseTo(1, 5);
        plain.effects['school']?.forEach((effect, j) => {
          expect((moved.effects['school']?.[j]?.effect ?? Number.NaN) / scale).toBeCloseTo(effect.effect, 5);
        });
      },
    ),
    { numRuns: 20 },
  );
});

test('one inner group in each outer group leaves the outer variance with the sum of both', () => {
  const { y, x, group } = simulated(5);
  const design = designMatrix([{ name: 'x', values: x }], y.length);
  const single = mixedModel({ outcome: y, design, groups: [group] });
  const nested = mixedModel({ outcome: y, design, groups: [group, { ...group, name: 'municipality' }] });
  const both = nested.variance.reduce((sum, one) => sum + one.value, 0);
  expect(both / (single.variance[0]?.value ?? 0)).toBeCloseTo(1, 4);
  expect(nested.logLik).toBeCloseTo(single.logLik, 6);
});

test('schools that do not differ get effects of zero', () => {
  const y = Float64Array.from(
    { length: 200 },
    (_, i) => (i % 2 === 0 ? 1 : -1) + (Math.floor(i / 20) % 2 === 0 ? 1e-9 : 0),
  );
  const group = grouping(
    'school',
    Array.from({ length: 200 }, (_, i) => String(i % 10 < 5 ? i % 10 : i % 10)),
  );
  const model = mixedModel({
    outcome: Float64Array.from(y, (_, i) => (Math.floor(i / 10) % 2 === 0 ? 1 : -1)),
    design: designMatrix([], 200),
    groups: [group],
  });
  for (const effect of model.effects['school'] ?? []) expect(Math.abs(effect.effect)).toBeLessThan(1e-6);
});

test('the probability of a low effect comes from the mode and its spread', () => {
  expect(probabilityBelow({ effect: -1, sd: 1 }, -1)).toBeCloseTo(0.5, 14);
  expect(probabilityBelow({ effect: 0, sd: 1 }, -1.959963984540054)).toBeCloseTo(0.025, 12);
});

test('input without an answer is refused by name', () => {
  const { y, x, group } = simulated(1);
  const design = designMatrix([{ name: 'x', values: x }], y.length);
  expect(() =>
    mixedModel({ outcome: y, design, groups: [{ ...group, levels: ['одна'], codes: new Int32Array(y.length) }] }),
  ).toThrow(/одной группе/);
  expect(() => mixedModel({ outcome: new Float64Array(y.length).fill(4), design, groups: [group] })).toThrow(
    /разброса нет/,
  );
  expect(() => mixedModel({ outcome: y.with(3, Number.NaN), design, groups: [group] })).toThrow(/outcome; count: 1/);
  expect(() => designMatrix([{ name: 'x', values: new Float64Array(240) }], 240)).toThrow(/x/);
  expect(() =>
    mixedModel({
      outcome: y,
      design: designMatrix(
        [
          { name: 'x', values: x },
          { name: 'дважды', values: x.map((one) => 2 * one) },
        ],
        y.length,
      ),
      groups: [group],
    }),
  ).toThrow(/дважды/);
});
