import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedStop } from './weighted-stop.ts';

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 })), {
  minLength: 1,
  maxLength: 70,
});

test('the stop is the first place in order where the gains reach what is needed, to a rounding', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0.01, max: 1, noNaN: true }), (pairs, share) => {
      const at = Float64Array.from(pairs, ([place]) => place);
      const gain = Float64Array.from(pairs, ([, sixths]) => sixths / 6);
      const where = Int32Array.from(pairs.keys());
      const needed = share * gain.reduce((sum, one) => sum + one, 0) * (1 - 1e-12);
      const stop = weightedStop(at, gain, where, pairs.length, needed);
      if (stop === null) throw new Error('the gains reach what is needed');
      const upTo = (keep: (place: number) => boolean) =>
        pairs.reduce((sum, [place, sixths]) => sum + (keep(place) ? sixths / 6 : 0), 0);
      const chosen = at[stop] as number;
      expect(pairs[where[stop] as number]?.[0]).toBe(chosen);
      expect(upTo((place) => place < chosen)).toBeLessThan(needed + 1e-9);
      expect(upTo((place) => place <= chosen)).toBeGreaterThan(needed - 1e-9);
    }),
    { numRuns: 300 },
  );
});

test('gains that add up to what is needed in one order and miss it by the last bit in another still stop', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 0, max: 40 }), (pairs, last) => {
      const inside = pairs.filter(([place]) => place <= last);
      fc.pre(inside.length > 0 && inside.length < pairs.length);
      const needed = inside
        .map(([, sixths]) => sixths / 6)
        .sort((a, b) => a - b)
        .reduce((sum, one) => sum + one, 0);
      const stop = weightedStop(
        Float64Array.from(pairs, ([place]) => place),
        Float64Array.from(pairs, ([, sixths]) => sixths / 6),
        Int32Array.from(pairs.keys()),
        pairs.length,
        needed,
      );
      expect(stop).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('gains that never reach what is needed have no stop', () => {
  expect(weightedStop(Float64Array.of(3, 1), Float64Array.of(1, 1), Int32Array.of(0, 1), 2, 2.5)).toBeNull();
});
