import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBody, body, deadline, measure, section } from '#tests/support/plan-samples.ts';
import { diffWords } from './diff.ts';
import { isEmptyRedline, redline } from './redline.ts';

const words = fc
  .array(fc.constantFrom('школа', 'школы', 'план', 'и', ',', '.', ' ', '\n', '2024'), { maxLength: 30 })
  .map((parts) => parts.join(' '));

test('what stays and what came is the new text; what stays and what went is the old one', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const parts = diffWords(before, after);
      const joined = (without: string) =>
        parts
          .filter((part) => part.kind !== without)
          .map((part) => part.text)
          .join('');
      expect(joined('added')).toBe(before);
      expect(joined('removed')).toBe(after);
    }),
    { numRuns: 300 },
  );
});

test('a changed word is the only thing marked', () => {
  expect(diffWords('до 1 октября 2024 г.', 'до 1 ноября 2024 г.')).toEqual([
    { kind: 'same', text: 'до 1 ' },
    { kind: 'removed', text: 'октября ' },
    { kind: 'added', text: 'ноября ' },
    { kind: 'same', text: '2024 г.' },
  ]);
});

test('long texts that have nothing in common are compared in bounded time', () => {
  const long = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word}${index}`).join(' ');
  expect(diffWords(long('а'), long('б'))).toHaveLength(2);
});

test('a redline names added, struck out and changed measures in the order of the document', () => {
  const before = body({
    sections: [section(1)],
    measures: [measure(1, { sectionId: 1 }), measure(2, { sectionId: 1 }), measure(3, { sectionId: 1 })],
  });
  const after = body({
    sections: [section(1)],
    measures: [
      measure(1, { sectionId: 1, deadline: deadline('октябрь') }),
      measure(4, { sectionId: 1, number: '2' }),
      measure(3, { sectionId: 1 }),
    ],
  });
  const changes = redline(before, after);
  expect(changes.measures.map(({ kind, id }) => [kind, id])).toEqual([
    ['changed', 1],
    ['removed', 2],
    ['added', 4],
  ]);
  expect(changes.measures[0]!.fields).toEqual([{ field: 'Срок', parts: [{ kind: 'added', text: 'октябрь' }] }]);
});

test('moving to another section is a change of the section', () => {
  const before = body({ sections: [section(1), section(2)], measures: [measure(1, { sectionId: 1 })] });
  const after = { ...before, measures: [measure(1, { sectionId: 2 })] };
  expect(redline(before, after).measures[0]!.fields.map((field) => field.field)).toEqual(['Раздел']);
});

test('a content differs from itself in nothing', () => {
  fc.assert(
    fc.property(anyBody, (content) => {
      expect(isEmptyRedline(redline(content, structuredClone(content)))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('every measure that is only in one content is named', () => {
  fc.assert(
    fc.property(anyBody, anyBody, (before, after) => {
      const changes = redline(before, after).measures;
      const ids = (kind: string) =>
        changes
          .filter((change) => change.kind === kind)
          .map((change) => change.id)
          .sort();
      const only = (a: typeof before, b: typeof before) =>
        a.measures
          .filter(({ id }) => !b.measures.some((row) => row.id === id))
          .map(({ id }) => id)
          .sort();
      expect(ids('added')).toEqual(only(after, before));
      expect(ids('removed')).toEqual(only(before, after));
    }),
    { numRuns: 100 },
  );
});
