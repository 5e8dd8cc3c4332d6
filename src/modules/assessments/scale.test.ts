import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasReference, referenceFile } from '#tests/support/reference.ts';
import type { Procedure } from './procedure.ts';
import { SHIPPED_SCALES, shippedItems } from './reference/index.ts';
import { isBelow, markOf, type Scale, scaleFor } from './scale.ts';
import { subjectNamed } from './subjects.ts';

const PROCEDURE: Procedure = { kind: 'ВПР', subject: 'МА', year: 2021, round: 'spring', paperGrade: 5, pupilGrade: 5 };
const procedure = (other: Partial<Procedure>): Procedure => ({ ...PROCEDURE, ...other });
const scaleOf = (other: Partial<Procedure>): Scale => scaleFor(procedure(other), SHIPPED_SCALES).scale!;
const mark = (scale: Scale, total: number, parts: Record<string, number> = {}) =>
  markOf(scale, { total, pointsOf: (item) => parts[item] ?? null });

test('bounds belong to the lower mark up to its upper bound', () => {
  const scale = scaleOf({});
  expect([6, 7, 10, 11, 14, 15, 20].map((total) => mark(scale, total))).toEqual([2, 3, 3, 4, 4, 5, 5]);
});

test('ОГЭ mathematics needs two points of geometry, otherwise the mark is «2»', () => {
  const scale = scaleOf({ kind: 'ОГЭ', year: 2026, paperGrade: 9 });
  const geometry = (points: number) =>
    Object.fromEntries(
      ['15', '16', '17', '18', '19', '23', '24', '25'].map((item, index) => [item, index < points ? 1 : 0]),
    );
  expect(mark(scale, 22, geometry(2))).toBe(5);
  expect(mark(scale, 22, geometry(1))).toBe(2);
  expect(isBelow(scale, { total: 22, pointsOf: (item) => geometry(1)[item] ?? null })).toBe(true);
  expect(mark(scale, 22), 'items are not in the file').toBeNull();
  expect(isBelow(scale, { total: 7 })).toBe(true);
  expect(isBelow(scale, { total: 8 })).toBeNull();
});

test('ОГЭ Russian goes one mark down where literacy is weak', () => {
  const scale = scaleOf({ kind: 'ОГЭ', subject: 'РУ', year: 2026, paperGrade: 9 });
  const literacy = (points: number) => ({ ГК1: points, ГК2: 0, ГК3: 0, ГК4: 0 });
  expect(mark(scale, 30, literacy(6))).toBe(4);
  expect(mark(scale, 30, literacy(5))).toBe(3);
  expect(mark(scale, 33, literacy(9))).toBe(5);
  expect(mark(scale, 33, literacy(8))).toBe(4);
  expect(isBelow(scale, { total: 15 }), 'literacy never makes a «2»').toBe(false);
});

test('where only the least for «3» is published, higher marks stay unknown', () => {
  const scale = scaleOf({ kind: 'ОГЭ', subject: 'БИ', year: 2026, paperGrade: 9 });
  expect([mark(scale, 12), mark(scale, 13)]).toEqual([2, null]);
  expect(isBelow(scale, { total: 13 })).toBe(false);
});

test('ЕГЭ has a minimum on the 100-point scale, base mathematics has marks', () => {
  expect(scaleOf({ kind: 'ЕГЭ', year: 2026, paperGrade: 11 })).toMatchObject({ unit: 'score', least: { three: 27 } });
  expect(scaleOf({ kind: 'ЕГЭ', subject: 'РУ', year: 2024, paperGrade: 11 }).certainty).toBe('remembered');
  expect(mark(scaleOf({ kind: 'ЕГЭ', subject: 'МАБ', year: 2026, paperGrade: 11 }), 17)).toBe(5);
});

describe('which scale applies', () => {
  const year = (of: number, maximum = 20): Scale => ({ ...scaleOf({}), year: of, maximum });

  test('of the own year, and a regional one before the recommended', () => {
    const regional: Scale = { ...year(2021), region: 'reg22' };
    expect(scaleFor(PROCEDURE, [year(2021), regional], { region: 'reg22' }).scale).toBe(regional);
    expect(scaleFor(PROCEDURE, [year(2021), regional]).scale?.region).toBeNull();
    expect(scaleFor(PROCEDURE, [year(2021)]).issue).toBeNull();
  });

  test('else the nearest earlier year with the same maximum, and it is said', () => {
    const scales = [year(2019), year(2021), year(2022, 25), year(2024)];
    const { scale, issue } = scaleFor(procedure({ year: 2023 }), scales, { maximum: 20 });
    expect(scale?.year).toBe(2021);
    expect(issue).toMatchObject({ code: 'scale-borrowed', severity: 'warning' });
    expect(issue?.text).toContain('взята шкала 2021 года');
  });

  test('else the nearest later one; none is said too', () => {
    expect(scaleFor(procedure({ year: 2020 }), [year(2021), year(2022)]).scale?.year).toBe(2021);
    expect(scaleFor(procedure({ paperGrade: 6 }), [year(2021)])).toMatchObject({
      scale: null,
      issue: { code: 'scale-missing' },
    });
  });

  test('a file with another maximum than its scale is told', () => {
    expect(scaleFor(PROCEDURE, [year(2021)], { maximum: 25 }).issue?.code).toBe('scale-maximum-differs');
  });
});

test('items that ship add up to the maximum of their scale', () => {
  for (const { kind, subject, paperGrade, year, maximum } of SHIPPED_SCALES) {
    const items = shippedItems(procedure({ kind, subject, paperGrade, year }));
    if (items)
      expect(
        items.reduce((sum, item) => sum + item.maximum, 0),
        `${paperGrade} ${subject}`,
      ).toBe(maximum);
  }
});

test.skipIf(!hasReference)('the scales of 2021 are those of the official descriptions', () => {
  const { scales } = JSON.parse(readFileSync(referenceFile('vpr-2021-scales.json'), 'utf8')) as {
    scales: Record<string, Record<string, [number, number, number, number]>>;
  };
  const official = Object.entries(scales).flatMap(([grade, subjects]) =>
    Object.entries(subjects).map(([subject, bounds]) => `${grade} ${subjectNamed(subject)} ${bounds.join('/')}`),
  );
  const shipped = SHIPPED_SCALES.filter(({ kind }) => kind === 'ВПР').map(
    ({ paperGrade, subject, least, maximum }) =>
      `${paperGrade} ${subject} ${least.three - 1}/${least.four! - 1}/${least.five! - 1}/${maximum}`,
  );
  expect(shipped.sort()).toEqual(official.sort());
});
