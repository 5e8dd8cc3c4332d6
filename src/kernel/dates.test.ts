import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  compare,
  contains,
  daysBetween,
  firstDayOfMonth,
  isoDate,
  isValid,
  lastDayOfMonth,
  overlap,
  weekday,
} from './dates.ts';

const anyDate = fc
  .date({ min: new Date('0004-01-01'), max: new Date('9990-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a date', () => {
  test.each(['2024-02-29', '2000-02-29', '2026-11-22', '0001-01-01', '9999-12-31'])('%s exists', (date) => {
    expect(isValid(date)).toBe(true);
  });

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '20240101',
    '',
    '2024-01-01T00:00',
  ])('«%s» is none', (text) => expect(isValid(text)).toBe(false));

  test('is refused when its parts do not make a day', () => {
    expect(() => isoDate(2024, 2, 31)).toThrow(RangeError);
  });
});

describe('counting', () => {
  test('a month later is the last day where the month is shorter', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-03-31', -13)).toBe('2023-02-28');
    expect(addMonths('2024-11-15', 2)).toBe('2025-01-15');
  });

  test('months begin and end', () => {
    expect(firstDayOfMonth('2024-02-10')).toBe('2024-02-01');
    expect(lastDayOfMonth('2024-02-10')).toBe('2024-02-29');
  });

  test('the week starts on Monday', () => {
    expect(weekday('2026-11-22')).toBe(7);
    expect(weekday('2026-11-23')).toBe(1);
  });

  test('days agree with the system calendar', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -700, max: 700 }), (date, days) => {
        const expected = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(date, days)).toBe(expected);
        expect(daysBetween(date, expected)).toBe(days);
        expect(weekday(date) % 7).toBe(new Date(`${date}T00:00:00Z`).getUTCDay());
      }),
    );
  });

  test('order is the order of days', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(Math.sign(daysBetween(b, a)));
      }),
    );
  });
});

describe('periods', () => {
  const autumn = { from: '2024-09-01', to: '2024-11-30' };

  test('hold both their ends', () => {
    expect(contains(autumn, '2024-09-01')).toBe(true);
    expect(contains(autumn, '2024-11-30')).toBe(true);
    expect(contains(autumn, '2024-12-01')).toBe(false);
  });

  test('overlap in their common days or not at all', () => {
    expect(overlap(autumn, { from: '2024-11-30', to: '2025-05-31' })).toEqual({ from: '2024-11-30', to: '2024-11-30' });
    expect(overlap(autumn, { from: '2024-12-01', to: '2025-05-31' })).toBeNull();
  });
});
