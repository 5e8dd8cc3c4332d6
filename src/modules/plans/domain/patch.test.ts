import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBody, body, measure, section } from '#tests/support/plan-samples.ts';
import { fingerprint } from './fingerprint.ts';
import { applyPatch, isEmptyPatch, patchBetween, sameData } from './patch.ts';

test('a patch leads from the one content to the other, and its reverse back', () => {
  fc.assert(
    fc.property(anyBody, anyBody, (before, after) => {
      expect(applyPatch(before, patchBetween(before, after))).toEqual(after);
      expect(applyPatch(after, patchBetween(after, before))).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

test('equal contents have an empty patch', () => {
  fc.assert(
    fc.property(anyBody, (content) => {
      expect(isEmptyPatch(patchBetween(content, structuredClone(content)))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a patch of one changed measure holds that measure alone', () => {
  const before = body({ sections: [section(1)], measures: [measure(1), measure(2)] });
  const after = { ...before, measures: [before.measures[0]!, { ...before.measures[1]!, text: 'Иначе' }] };
  expect(patchBetween(before, after)).toEqual({
    head: {},
    sections: { put: [], remove: [], order: null },
    measures: { put: [after.measures[1]], remove: [], order: null },
  });
});

test('the order of keys makes no difference to sameness and fingerprint', () => {
  expect(sameData({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(sameData({ a: undefined }, { b: undefined })).toBe(false);
  expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
  expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: 2 }));
});
