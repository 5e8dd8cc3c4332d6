import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchoolResult } from '../contract.ts';
import { hidesCount, permittedUse } from './disclosure.ts';
import { pooled, pooledBySchool } from './pool.ts';
import { secondsLeft } from './progress.ts';
import { personNamed, rowInsteadOfCode } from './pseudonym.ts';
import { keyInWords, schoolKey } from './school-key.ts';

const RESULT: SchoolResult = {
  procedureId: 'vpr-5-ma-2021',
  school: 'fis-220001',
  n: 3,
  absent: 1,
  below: 1,
  marks: [1, 1, 1, 0],
  sum: 20,
  sumOfSquares: 150,
  maximum: 20,
  histogram: [0, 1, 2],
  itemSums: [2, 1],
  itemCounts: [3, 2],
  journal: { lower: 1, same: 2, higher: 0 },
};

describe('the key of a school', () => {
  test('both generations of logins are the same school', () => {
    expect(schoolKey('sch220001', 'ВПР')).toBe(schoolKey(' EDU220001', 'ВПР'));
  });
  test('a code of ОГЭ is not a code of ЕГЭ', () => {
    expect(schoolKey('104', 'ОГЭ')).not.toBe(schoolKey('104', 'ЕГЭ'));
    expect(keyInWords(schoolKey('104', 'ЕГЭ'))).toBe('код ЕГЭ 104');
  });
});

describe('pooling', () => {
  test('numbers of two parts add up', () => {
    const both = pooled([RESULT, { ...RESULT, histogram: [1] }]);
    expect(both).toMatchObject({ n: 6, below: 2, marks: [2, 2, 2, 0], histogram: [1, 1, 2], itemCounts: [6, 4] });
    expect(both.journal).toEqual({ lower: 2, same: 4, higher: 0 });
  });
  test('marks are known of the whole only when they are known of every part', () => {
    expect(pooled([RESULT, { ...RESULT, marks: null, below: null }])).toMatchObject({ marks: null, below: null });
    expect(pooled([RESULT, { ...RESULT, n: 0, marks: null, below: null }])).toMatchObject({ below: 1 });
  });
  test('the order of parts does not matter', () => {
    const results = fc.array(fc.record({ n: fc.nat(50), sum: fc.nat(500), below: fc.option(fc.nat(9)) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(results, (parts) => {
        const given = parts.map((part) => ({ ...RESULT, ...part }));
        expect(pooled(given.toReversed())).toEqual(pooled(given));
      }),
    );
  });
  test('schools and procedures stay apart', () => {
    const other = { ...RESULT, school: 'fis-2' };
    expect(pooledBySchool([RESULT, other, RESULT]).map(({ school, n }) => [school, n])).toEqual([
      ['fis-220001', 6],
      ['fis-2', 3],
    ]);
  });
});

test('a count of few pupils hides, and so does the count it could be subtracted from', () => {
  expect(hidesCount(3, 20)).toBe(true);
  expect(hidesCount(17, 20)).toBe(true);
  expect(hidesCount(0, 20)).toBe(false);
  expect(hidesCount(8, 20)).toBe(false);
  expect(hidesCount(0, 4)).toBe(true);
});

test('the remaining time goes by bytes, not by files', () => {
  const progress = { files: 3, filesDone: 2, bytes: 100, bytesDone: 20 };
  expect(secondsLeft(progress, 10)).toBe(40);
  expect(secondsLeft({ ...progress, filesDone: 0, bytesDone: 0 }, 10)).toBeNull();
});

test('ВПР carries its permitted use', () => {
  expect(permittedUse('ВПР')).toContain('не предназначены для оценки школ и учителей');
  expect(permittedUse('ЕГЭ')).toBeNull();
});

test('a row without a code of the pupil names nobody, so two files do not link by the number of a row', () => {
  expect(personNamed('gia', '4567-001')).toBe('4567-001');
  expect(personNamed('gia', rowInsteadOfCode(12))).toBeNull();
  expect(personNamed('gia', '')).toBeNull();
  expect(personNamed('vpr-2022', '5001')).toBeNull();
});
