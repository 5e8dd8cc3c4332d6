import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectVerdict } from './verdict.ts';

test('the interval decides, not the estimate', () => {
  expect(effectVerdict({ low: 0.4, high: 5 })).toBe('better');
  expect(effectVerdict({ low: -6, high: -1 })).toBe('worse');
  expect(effectVerdict({ low: -0.2, high: 9 })).toBe('cannotTellYet');
  expect(effectVerdict({ low: -0.5, high: 0.8 }, 1)).toBe('noDifference');
  expect(effectVerdict({ low: -0.5, high: 1.8 }, 1)).toBe('cannotTellYet');
});

test('turned upside down, better becomes worse', () => {
  const bound = fc.double({ min: -10, max: 10, noNaN: true });
  const turned = { better: 'worse', worse: 'better', noDifference: 'noDifference', cannotTellYet: 'cannotTellYet' };
  fc.assert(
    fc.property(bound, bound, fc.double({ min: 0, max: 5, noNaN: true }), (a, b, important) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const verdict = effectVerdict({ low, high }, important);
      expect(effectVerdict({ low: -high, high: -low }, important)).toBe(turned[verdict]);
    }),
  );
});

test('an interval that is none is refused', () => {
  expect(() => effectVerdict({ low: 2, high: 1 })).toThrow(/low: 2/);
  expect(() => effectVerdict({ low: Number.NaN, high: 1 })).toThrow(expect.objectContaining({ code: 'missingValues' }));
});
