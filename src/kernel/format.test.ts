import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatDateShort,
  formatDayMonth,
  formatMonth,
  formatNumber,
  formatPercent,
  formatPeriod,
} from './format.ts';

/** No-break spaces read as plain ones, to keep the tables below legible. */
const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ');

describe('dates', () => {
  test('are written in words, in figures, or without the year', () => {
    expect(formatDate('2019-09-26')).toBe('26\u00A0сентября 2019\u00A0г.');
    expect(formatDateShort('2019-09-06')).toBe('06.09.2019');
    expect(plain(formatDayMonth('2019-05-01'))).toBe('1 мая');
    expect(plain(formatMonth('2019-05-01'))).toBe('май 2019 г.');
  });
});

describe('a period is written by its largest unit', () => {
  test.each([
    ['2025-01-01', '2025-12-31', '2025 год'],
    ['2016-01-01', '2018-12-31', '2016–2018 годы'],
    ['2019-09-01', '2020-08-31', '2019–2020 учебный год'],
    ['2019-10-01', '2019-10-31', 'октябрь 2019 г.'],
    ['2019-09-01', '2019-12-31', 'сентябрь – декабрь 2019 г.'],
    ['2024-09-01', '2025-05-31', 'сентябрь 2024 г. – май 2025 г.'],
    ['2024-10-01', '2024-10-15', '1–15 октября 2024 г.'],
    ['2019-11-25', '2019-12-10', '25 ноября – 10 декабря 2019 г.'],
    ['2019-12-25', '2020-01-10', '25 декабря 2019 г. – 10 января 2020 г.'],
    ['2019-12-25', '2019-12-25', '25 декабря 2019 г.'],
  ])('%s … %s is «%s»', (from, to, expected) => {
    expect(plain(formatPeriod({ from, to }))).toBe(expected);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1_234_567.891, '1 234 567,89'],
    [0.5, '0,5'],
    [-12.25, '−12,25'],
    [-0.001, '0'],
    [100, '100'],
    [Number.NaN, '—'],
  ])('%d is «%s»', (value, expected) => {
    expect(plain(formatNumber(value))).toBe(expected);
  });

  test('keep the decimals asked for', () => {
    expect(formatNumber(3, { atMost: 1, atLeast: 1 })).toBe('3,0');
    expect(formatNumber(2.345, { atMost: 0 })).toBe('2');
  });

  test('shares become percentages', () => {
    expect(plain(formatPercent(0.256))).toBe('26 %');
    expect(plain(formatPercent(0.2564, 1))).toBe('25,6 %');
  });
});
