import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupedBars } from './grouped-bars.ts';
import { itemsDone, topicsDone } from './items.ts';
import { contextIndex, quadrants } from './quadrant.ts';
import { shareCells, shownShare } from './shown-share.ts';

describe('a share', () => {
  test('of few pupils is a range that holds the truth, and says nothing more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const below = Math.round(part * n);
        const share = shownShare(below, n, false)!;
        if (share.kind === 'few') throw new Error('five are enough');
        expect(share.low).toBeLessThanOrEqual(below / n);
        expect(share.high).toBeGreaterThanOrEqual(below / n);
        if (share.kind === 'exact') expect([0, n].includes(below) || (below >= 5 && n - below >= 5)).toBe(true);
        else
          expect(JSON.stringify(shareCells(share))).toBe(JSON.stringify(shareCells(shownShare(share.from, n, false))));
      }),
      { numRuns: 200 },
    );
  });

  test('of fewer than five is hidden, but not in the school itself', () => {
    expect(shownShare(2, 4, false)).toEqual({ kind: 'few' });
    expect(shownShare(2, 4, true)).toMatchObject({ kind: 'exact', value: 0.5 });
    expect(shownShare(null, 40, true)).toBeNull();
    expect(shownShare(0, 0, true)).toBeNull();
  });
});

test('bars of a distribution keep all pupils in order, none of them stands for one to four', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 }), (histogram) => {
      const bars = groupedBars(histogram);
      const total = histogram.reduce((sum, count) => sum + count, 0);
      if (total < 5) return;
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(total);
      expect(bars.every(({ count }) => count === 0 || count >= 5)).toBe(true);
      expect(bars.every(({ from }, k) => from === (k === 0 ? 0 : bars[k - 1]!.to + 1))).toBe(true);
      expect(bars.at(-1)!.to).toBe(histogram.length - 1);
    }),
    { numRuns: 300 },
  );
});

describe('items', () => {
  const items = [
    { name: '1', maximum: 1 },
    { name: '2', maximum: 2 },
    { name: '3', maximum: null },
  ];
  const region = { itemSums: [800, 1000, 5], itemCounts: [1000, 1000, 1000] };

  test('fall behind only by more than chance', () => {
    const of = (sums: number[]) => itemsDone(items, null, { itemSums: sums, itemCounts: [60, 60, 60] }, region, false);
    expect(of([30, 60, 1]).map(({ behind }) => behind)).toEqual([true, false, false]);
    expect(of([44, 60, 1])[0]!.behind).toBe(false);
  });

  test('whose few solvers could be told are hidden outside the school', () => {
    const mine = { itemSums: [3, 30, 1], itemCounts: [30, 30, 30] };
    const [first, second, third] = itemsDone(items, null, mine, region, false);
    expect([first!.value, first!.note]).toEqual([null, 'выполнили меньше 5']);
    expect(second!.value).toBe(0.5);
    expect(third!.note).toBe('максимум неизвестен');
    expect(itemsDone(items, null, mine, region, true)[0]!.value).toBe(0.1);
  });

  test('of one code are a topic, and its pupils count once', () => {
    const work = [
      { name: '1', maximum: 1, kes: ['1.1'], kt: ['2'] },
      { name: '2', maximum: 2, kes: ['1.1', '1.10'] },
    ];
    const described = { items: work, topics: { 'КЭС 1.1': 'Числа' } };
    const topics = topicsDone(items, described, { itemSums: [30, 60, 0], itemCounts: [60, 60, 60] }, region, false);
    expect(topics.map(({ name, n, value }) => [name, n, value])).toEqual([
      ['КТ 2', 60, 0.5],
      ['КЭС 1.1 Числа', 60, 0.5],
      ['КЭС 1.10', 60, 0.5],
    ]);
    expect(topics[1]!.region).toBeCloseTo(0.6);
  });
});

test('a resilient school has hard conditions and a result not below the region, whatever works it wrote', () => {
  const passports = Array.from({ length: 6 }, (_, k) => ({
    organisationId: k,
    facts: { pupils: 100, lowIncome: 10 * k, singleParent: 10 * k, bothParentsHigher: 60 - 10 * k },
  }));
  const index = contextIndex(passports)!;
  expect(index.byOrganisation.get(0)).toBe(0);
  expect(index.byOrganisation.get(5)).toBe(100);
  const sums = [
    ...[0, 1, 2, 3].map((organisationId) => ({ organisationId, setId: 1, n: 20, sum: 200, maximum: 20 })),
    // A harder work: 8 of 20 is above its region of 7.
    { organisationId: 5, setId: 2, n: 20, sum: 160, maximum: 20 },
    { organisationId: 4, setId: 2, n: 20, sum: 120, maximum: 20 },
  ];
  const found = quadrants(index, sums)!;
  expect(found.schools.filter(({ resilient }) => resilient).map(({ organisationId }) => organisationId)).toEqual([5]);
});

test('there is no index without enough passports', () => {
  expect(contextIndex([])).toBeNull();
  expect(
    contextIndex([1, 2, 3].map((organisationId) => ({ organisationId, facts: { pupils: 10, lowIncome: 1 } }))),
  ).toBeNull();
});
