import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, numbers, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { type FixedEffectsInput, fixedEffects } from './fixed-effects.ts';

type Row = { term: string; estimate: number; se: number; t: number };
type Answer = { star_K_math: { n: number; classic: Row[]; CR1_school: Row[]; CR0_teacher: Row[] } };

function codes(values: readonly string[]): Int32Array {
  const index = new Map<string, number>();
  return Int32Array.from(values, (value) => {
    if (!index.has(value)) index.set(value, index.size);
    return index.get(value) as number;
  });
}

describe.skipIf(!hasReference)('fixed effects agree with R', () => {
  test('kindergarten mathematics of Project STAR, within schools, by clusters', () => {
    const { star_K_math: answer } = referenceAnswer<Answer>('programme_effect');
    const table = referenceTable('mlmrev_star.csv');
    const column = (name: string) => table[name] ?? [];
    const rows = column('gr').flatMap((grade, i) => {
      const present = [column('math')[i], column('ses')[i]].every((text) => text !== '' && text !== 'NA');
      return grade === 'K' && present ? [i] : [];
    });
    const pick = (name: string) => rows.map((i) => column(name)[i] ?? '');
    const flag = (name: string, source: string, value: string) => ({
      name,
      values: Float64Array.from(pick(source), (text) => (text === value ? 1 : 0)),
    });
    const input: FixedEffectsInput = {
      outcome: numbers(pick('math')),
      predictors: [
        flag('small', 'cltype', 'small'),
        flag('aide', 'cltype', 'reg+A'),
        flag('free', 'ses', 'F'),
        flag('boy', 'sx', 'M'),
      ],
      absorb: [codes(pick('sch'))],
    };
    const fits = {
      classic: fixedEffects(input),
      CR1_school: fixedEffects({ ...input, clusters: { codes: codes(pick('sch')), correction: 'CR1' } }),
      CR0_teacher: fixedEffects({ ...input, clusters: { codes: codes(pick('tch')), correction: 'CR0' } }),
    };
    expect(rows.length).toBe(answer.n);
    for (const kind of ['classic', 'CR1_school', 'CR0_teacher'] as const) {
      answer[kind].forEach((row, j) => {
        const ours = fits[kind].coefficients[j];
        expect(ours?.term).toBe(row.term);
        expect(Math.abs((ours?.estimate ?? Number.NaN) - row.estimate)).toBeLessThan(1e-9);
        expect(Math.abs((ours?.se ?? Number.NaN) - row.se)).toBeLessThan(1e-9);
        expect(Math.abs((ours?.t ?? Number.NaN) - row.t)).toBeLessThan(1e-9);
      });
    }
  });
});

/** Schools × years with lasting levels, common years and an effect of 3 in the treated schools from year 4 on. */
function panel(seed: number, effect = 3) {
  let state = seed >>> 0;
  const noise = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
  const rows = Array.from({ length: 12 }, (_, school) => ({ school, level: 20 * noise() })).flatMap(
    ({ school, level }) =>
      Array.from({ length: 6 }, (_, year) => {
        const treated = school < 5 && year >= 4 ? 1 : 0;
        return { school, year, treated, y: level + 2 * year * year + effect * treated + noise() };
      }),
  );
  return {
    outcome: Float64Array.from(rows, ({ y }) => y),
    predictors: [{ name: 'treated', values: Float64Array.from(rows, ({ treated }) => treated) }],
    absorb: [Int32Array.from(rows, ({ school }) => school), Int32Array.from(rows, ({ year }) => year)],
  } satisfies FixedEffectsInput;
}

test('absorbing both ways is the same as writing every indicator out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const input = panel(seed);
      const [school, year] = input.absorb as [Int32Array, Int32Array];
      const factor = (name: string, values: Int32Array) => ({
        name,
        codes: values,
        levels: [...new Set(values)].sort((a, b) => a - b).map(String),
      });
      const clusters = { codes: school, correction: 'CR1' } as const;
      const short = fixedEffects({ ...input, absorb: [school, year], clusters });
      const long = fixedEffects({
        ...input,
        predictors: [...input.predictors, factor('school', school), factor('year', year)],
        absorb: [],
        clusters,
      });
      expect(short.parameters).toBe(long.parameters);
      const written = long.coefficients.find(({ term }) => term === 'treated');
      expect(short.coefficients[0]?.estimate).toBeCloseTo(written?.estimate ?? Number.NaN, 9);
      expect(short.coefficients[0]?.se).toBeCloseTo(written?.se ?? Number.NaN, 9);
      expect(Math.abs((short.coefficients[0]?.estimate ?? 0) - 3)).toBeLessThan(1);
    }),
    { numRuns: 30 },
  );
});

test('the level of a school, the unit and the numbering of clusters do not matter', () => {
  const input = panel(7);
  const [school, year] = input.absorb as [Int32Array, Int32Array];
  const plain = fixedEffects({ ...input, absorb: [school, year], clusters: { codes: school, correction: 'CR1' } });
  const moved = fixedEffects({
    ...input,
    outcome: input.outcome.map((value, i) => 10 * value + 100 * (school[i] as number)),
    absorb: [school, year],
    clusters: { codes: school.map((code) => 40 - 3 * code), correction: 'CR1' },
  });
  expect(moved.coefficients[0]?.estimate).toBeCloseTo(10 * (plain.coefficients[0]?.estimate ?? 0), 9);
  expect(moved.coefficients[0]?.t).toBeCloseTo(plain.coefficients[0]?.t ?? 0, 9);
});

test('a treatment that never varies within a school, one cluster and too many schools are refused', () => {
  const input = panel(1);
  const [school, year] = input.absorb as [Int32Array, Int32Array];
  const fixed = { name: 'support', values: Float64Array.from(school, (code) => (code < 5 ? 1 : 0)) };
  expect(() => fixedEffects({ ...input, predictors: [fixed], absorb: [school, year] })).toThrow(/support/);
  expect(() => fixedEffects({ ...input, clusters: { codes: school.map(() => 1), correction: 'CR1' } })).toThrow(
    expect.objectContaining({ code: 'oneGroup' }),
  );
  expect(() => fixedEffects({ ...input, absorb: [school.map((_, i) => i)] })).toThrow();
  expect(() => fixedEffects({ ...input, outcome: input.outcome.map((v, i) => (i === 2 ? Number.NaN : v)) })).toThrow(
    /outcome; count: 1/,
  );
});
