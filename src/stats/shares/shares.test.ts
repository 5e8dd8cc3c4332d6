import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, referenceAnswer } from '#tests/support/reference.ts';
import { fitBetaBinomial, probabilityShareAbove, sharePosterior } from './beta-binomial.ts';
import { funnel } from './funnel.ts';
import { shareDifference, shareInterval, type ShareMethod } from './intervals.ts';

const METHODS: Record<string, ShareMethod> = {
  wilson: 'wilson',
  wilsonCC: 'wilson-continuity',
  clopperPearson: 'clopper-pearson',
  jeffreys: 'jeffreys',
  agrestiCoull: 'agresti-coull',
};
type Answer = {
  intervals95: ({ x: number; n: number } & Record<string, [number, number]>)[];
  twoSample: { x: [number, number]; n: [number, number]; newcombe: [number, number] };
  betaBinomialEB: {
    alpha: number;
    beta: number;
    logLik: number;
    schools: { x: number; n: number; post: number; lo: number; hi: number; pAbove40: number }[];
  }[];
};

describe.skipIf(!hasReference)('shares agree with R', () => {
  test('every interval', () => {
    for (const row of referenceAnswer<Answer>('proportions').intervals95) {
      for (const [name, method] of Object.entries(METHODS)) {
        const { low, high } = shareInterval(row.x, row.n, method);
        expect(Math.abs(low - (row[name]?.[0] ?? 9))).toBeLessThan(1e-8);
        expect(Math.abs(high - (row[name]?.[1] ?? 9))).toBeLessThan(1e-8);
      }
    }
  });

  test('the difference of two shares', () => {
    const { x, n, newcombe } = referenceAnswer<Answer>('proportions').twoSample;
    const { low, high } = shareDifference(x[0], n[0], x[1], n[1]);
    expect(Math.abs(low - newcombe[0])).toBeLessThan(1e-8);
    expect(Math.abs(high - newcombe[1])).toBeLessThan(1e-8);
  });

  test('beta-binomial empirical Bayes', () => {
    for (const answer of referenceAnswer<Answer>('proportions').betaBinomialEB) {
      const fit = fitBetaBinomial(
        Float64Array.from(answer.schools, ({ x }) => x),
        Float64Array.from(answer.schools, ({ n }) => n),
      );
      expect(Math.abs(fit.alpha - answer.alpha)).toBeLessThan(1e-4);
      expect(Math.abs(fit.beta - answer.beta)).toBeLessThan(1e-4);
      expect(Math.abs(fit.logLik - answer.logLik)).toBeLessThan(1e-6);
      for (const { x, n, post, lo, hi, pAbove40 } of answer.schools) {
        const posterior = sharePosterior(x, n, fit);
        for (const [ours, theirs] of [
          [posterior.mean, post],
          [posterior.low, lo],
          [posterior.high, hi],
          [probabilityShareAbove(0.4, x, n, fit), pAbove40],
        ] as const) {
          expect(Math.abs(ours - theirs)).toBeLessThan(1e-4);
        }
      }
    }
  });
});

test('every interval holds its share, and swapping the property turns it round', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))),
      ([x, n]) => {
        for (const method of Object.values(METHODS)) {
          const one = shareInterval(x, n, method);
          const other = shareInterval(n - x, n, method);
          expect(one.low).toBeLessThanOrEqual(x / n + 1e-12);
          expect(one.high).toBeGreaterThanOrEqual(x / n - 1e-12);
          expect(one.low).toBeCloseTo(1 - other.high, 10);
        }
      },
    ),
  );
});

test('the exact interval covers at least its level at every true share', () => {
  for (const p of [0.03, 0.3, 0.5]) {
    const n = 25;
    let covered = 0;
    let probability = (1 - p) ** n;
    for (let x = 0; x <= n; x += 1) {
      const { low, high } = shareInterval(x, n, 'clopper-pearson');
      if (low <= p && p <= high) covered += probability;
      probability *= ((n - x) / (x + 1)) * (p / (1 - p));
    }
    expect(covered).toBeGreaterThanOrEqual(0.95);
  }
});

test('overdispersion widens the funnel and leaves the target', () => {
  const n = Float64Array.from({ length: 60 }, (_, i) => 20 + i);
  const x = n.map((size, i) => Math.round(size * (i % 2 === 0 ? 0.1 : 0.5)));
  const plain = funnel(x, n, 'none');
  for (const kind of ['multiplicative', 'additive'] as const) {
    const wide = funnel(x, n, kind);
    expect(wide.target).toBe(plain.target);
    expect(wide.limits(40, 0.95).high).toBeGreaterThan(plain.limits(40, 0.95).high);
    expect(Math.max(...wide.schools.map(({ adjustedZ }) => Math.abs(adjustedZ)))).toBeLessThan(
      Math.max(...plain.schools.map(({ z }) => Math.abs(z))),
    );
  }
});

test('limits put back the variance that winsorising takes: a third at 10 %', () => {
  const n = new Float64Array(40).fill(50);
  const x = n.map((_, i) => 5 + 2 * (i % 11));
  const found = funnel(x, n, 'multiplicative');
  const half = (limits: { low: number; high: number }) => (limits.high - limits.low) / 2;
  expect(found.phi).toBeGreaterThan(1);
  expect((half(found.winsorisedLimits(50, 0.95)) / half(found.limits(50, 0.95))) ** 2).toBeCloseTo(0.67865, 4);
});

test('impossible shares are refused', () => {
  expect(() => shareInterval(5, 4)).toThrow(/n: 4/);
  expect(() => shareInterval(1, 0)).toThrow();
  expect(() => fitBetaBinomial(Float64Array.from([1, 9]), Float64Array.from([3, 4]))).toThrow(/row: 2/);
});
