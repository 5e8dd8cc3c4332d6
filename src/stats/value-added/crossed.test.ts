import { expect, test } from 'vitest';
import { designMatrix } from '../design.ts';
import { uniforms } from '../resampling.ts';
import { type Grouping, mixedModel } from './mixed-model.ts';

function made(seed: number, levels: readonly [number, number], n: number, nested: boolean) {
  const uniform = uniforms(seed);
  const noise = () => uniform() + uniform() + uniform() - 1.5;
  const names = (prefix: string, size: number) => Array.from({ length: size }, (_, k) => `${prefix}${k + 1}`);
  const first = Int32Array.from({ length: n }, (_, i) => (i < levels[0] ? i : Math.floor(uniform() * levels[0])));
  const second = nested
    ? first.map((code) => code % levels[1])
    : Int32Array.from({ length: n }, (_, i) => (i < levels[1] ? i : Math.floor(uniform() * levels[1])));
  const effects = levels.map((size) => Float64Array.from({ length: size }, noise)) as [Float64Array, Float64Array];
  const x = Float64Array.from({ length: n }, noise);
  const outcome = x.map((value, i) => value + (effects[0][first[i]!] ?? 0) + (effects[1][second[i]!] ?? 0) + noise());
  const a: Grouping = { name: 'a', codes: first, levels: names('a', levels[0]) };
  const b: Grouping = { name: 'b', codes: second, levels: names('b', levels[1]) };
  return { outcome, design: designMatrix([{ name: 'x', values: x }], n), a, b };
}

test('groups that happen to be nested give what the nested model gives', () => {
  const { outcome, design, a, b } = made(4, [30, 5], 300, true);
  for (const method of ['REML', 'ML'] as const) {
    const nested = mixedModel({ outcome, design, groups: [a, b], method });
    const crossed = mixedModel({ outcome, design, groups: [a, b], crossed: true, method });
    expect(crossed.criterion).toBeCloseTo(nested.criterion, 8);
    crossed.variance.forEach(({ value }, k) => expect(value).toBeCloseTo(nested.variance[k]?.value ?? 0, 6));
    for (const name of ['a', 'b']) {
      const own = new Map(nested.effects[name]?.map((one) => [one.id, one]));
      for (const { id, effect, sd } of crossed.effects[name] ?? []) {
        expect(effect).toBeCloseTo(own.get(id)?.effect ?? Number.NaN, 6);
        expect(sd).toBeCloseTo(own.get(id)?.sd ?? Number.NaN, 6);
      }
    }
  }
});

test('the order of the groupings changes nothing, whichever has more levels', () => {
  const { outcome, design, a, b } = made(9, [12, 25], 260, false);
  const one = mixedModel({ outcome, design, groups: [a, b], crossed: true });
  const other = mixedModel({ outcome, design, groups: [b, a], crossed: true });
  expect(one.criterion).toBeCloseTo(other.criterion, 8);
  expect(one.groups).toEqual({ a: 12, b: 25 });
  for (const name of ['a', 'b'])
    one.effects[name]?.forEach(({ effect, sd }, k) => {
      expect(effect).toBeCloseTo(other.effects[name]?.[k]?.effect ?? Number.NaN, 6);
      expect(sd).toBeCloseTo(other.effects[name]?.[k]?.sd ?? Number.NaN, 6);
    });
  expect(one.variance.map(({ group }) => group)).toEqual(['a', 'b']);
  expect(one.variance[0]?.value).toBeCloseTo(other.variance[1]?.value ?? Number.NaN, 6);
});
