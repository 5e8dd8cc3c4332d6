import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile, normalUpper } from './distributions/normal.ts';
import { adjustFalseDiscovery, combineSigns, simes } from './false-discovery.ts';
import { uniforms } from './resampling.ts';

const rounded = (values: Float64Array): number[] => [...values].map((value) => Math.round(value * 1e10) / 1e10);

test('the example of Benjamini and Hochberg: four of the fifteen stay at 5 %', () => {
  const p = Float64Array.from([
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]);
  const adjusted = adjustFalseDiscovery(p);
  expect(adjusted.filter((value) => value <= 0.05).length).toBe(4);
  expect(rounded(adjusted).slice(0, 4)).toEqual([0.0015, 0.003, 0.0095, 0.035625]);
});

test('adjusted values keep the order, are never below the plain ones and do not depend on the order of schools', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (drawn) => {
      const p = Float64Array.from(drawn);
      const adjusted = adjustFalseDiscovery(p);
      const turned = adjustFalseDiscovery(Float64Array.from(p).reverse()).reverse();
      expect([...turned]).toEqual([...adjusted]);
      p.forEach((value, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(value);
        expect(adjusted[i]).toBeLessThanOrEqual(1);
        p.forEach((other, j) => {
          if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number);
        });
      });
    }),
  );
});

test('schools that were not tested are not counted', () => {
  expect(rounded(adjustFalseDiscovery(Float64Array.from([0.01, Number.NaN, 0.04])))).toEqual([0.02, Number.NaN, 0.04]);
  expect(simes(Float64Array.from([Number.NaN, Number.NaN]))).toBeNaN();
});

test('over 2 000 replications the share of false ones is at most the level', () => {
  const uniform = uniforms(4);
  let sum = 0;
  for (let replication = 0; replication < 2_000; replication += 1) {
    const draw = (shift: number) => normalUpper(normalQuantile(uniform() * 0.999_998 + 1e-6) + shift);
    const p = () => Float64Array.from({ length: 30 }, (_, school) => draw(school < 6 ? 3 : 0));
    const found = combineSigns(
      [
        { name: 'среднее', p: p() },
        { name: 'отметки', p: p() },
      ],
      0.1,
    ).flatMap(({ suspicious }, school) => (suspicious ? [school] : []));
    if (found.length > 0) sum += found.filter((school) => school >= 6).length / found.length;
  }
  expect(sum / 2_000).toBeLessThan(0.1);
  expect(sum / 2_000).toBeGreaterThan(0.03);
});

test('a suspicious school names its signs', () => {
  const signs = [
    { name: 'среднее', p: Float64Array.from([1e-6, 0.5]) },
    { name: 'отметки', p: Float64Array.from([0.7, Number.NaN]) },
  ];
  expect(combineSigns(signs).map(({ suspicious, signs: named }) => [suspicious, named])).toEqual([
    [true, ['среднее']],
    [false, []],
  ]);
  expect(() => combineSigns([])).toThrow(/Нет ни одного/);
  expect(() => combineSigns([{ name: 'а', p: Float64Array.from([2]) }])).toThrow(/p: 2/);
});
