/** A month as a calendar draws it: whole weeks from Monday to Sunday. */
import { addDays, firstDayOfMonth, type IsoDate, lastDayOfMonth, weekday } from '#kernel/dates.ts';

export type CalendarDay<Item> = { date: IsoDate; inMonth: boolean; items: Item[] };

export function monthWeeks<Item>(
  anyDay: IsoDate,
  items: readonly Item[],
  dayOf: (item: Item) => IsoDate | null,
): CalendarDay<Item>[][] {
  const first = firstDayOfMonth(anyDay);
  const last = lastDayOfMonth(anyDay);
  const byDay = Map.groupBy(items, dayOf);
  const weeks: CalendarDay<Item>[][] = [];
  for (let monday = addDays(first, 1 - weekday(first)); monday <= last; monday = addDays(monday, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => {
        const date = addDays(monday, index);
        return { date, inMonth: date >= first && date <= last, items: byDay.get(date) ?? [] };
      }),
    );
  }
  return weeks;
}
