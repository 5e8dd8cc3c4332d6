import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, weekday } from '#kernel/dates.ts';
import { monthWeeks } from './month.ts';

const date = fc.integer({ min: 0, max: 5000 }).map((days) => addDays('2020-01-01', days));

test('a month is whole weeks without gaps and holds each of its days once', () => {
  fc.assert(
    fc.property(date, (any) => {
      const days = monthWeeks(any, [], () => null).flat();
      expect(days.length % 7).toBe(0);
      expect(weekday(days[0]!.date)).toBe(1);
      days.slice(1).forEach((day, index) => expect(day.date).toBe(addDays(days[index]!.date, 1)));
      expect(days.filter((day) => day.inMonth).map((day) => day.date.slice(0, 7))).toSatisfy((months: string[]) =>
        months.every((month) => month === any.slice(0, 7)),
      );
    }),
  );
});

test('what happens on a day stands on that day', () => {
  const weeks = monthWeeks('2026-11-05', ['2026-11-30', '2026-11-30', '2026-10-01'], (item) => item);
  expect(weeks.flat().find((day) => day.date === '2026-11-30')?.items).toHaveLength(2);
  expect(weeks.flat().flatMap((day) => day.items)).toHaveLength(2);
});
