/** A plan carried over to other years: the same words with the years moved. */
import { daysInMonth, isoDate, type IsoDate, partsOf, type Period } from '#kernel/dates.ts';

export function shiftPeriod(period: Period, years: number): Period {
  // The last day of February stays the last day.
  return { from: shiftDate(period.from, years), to: shiftDate(period.to, years) };
}

/** «октябрь 2024 г.» → «октябрь 2025 г.», «01.10.24» → «01.10.25», «2024/25» → «2025/26». Other numbers stay. */
export function shiftYears(text: string, years: number): string {
  return text.replace(
    /(?<![\d№])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)|(?<!\d)(20\d{2})(\s*[/–—-]\s*)(\d{2})(?!\d|\.\d)|(?<![\d№])(?<!№\s)(20\d{2})(?!\d)/g,
    (
      whole: string,
      day?: string,
      month?: string,
      year?: string,
      start?: string,
      dash?: string,
      end?: string,
      alone?: string,
    ) => {
      if (day !== undefined && month !== undefined && year !== undefined)
        return shiftWrittenDate(whole, day, month, year, years);
      if (start !== undefined && end !== undefined)
        return `${Number(start) + years}${dash}${twoDigits((Number(end) + years) % 100)}`;
      return String(Number(alone) + years);
    },
  );
}

function shiftWrittenDate(whole: string, day: string, month: string, year: string, years: number): string {
  const full = (year.length === 4 ? Number(year) : 2000 + Number(year)) + years;
  if (Number(month) < 1 || Number(month) > 12) return whole;
  const newDay = Math.min(Number(day), daysInMonth(full, Number(month)));
  return `${String(newDay).padStart(day.length, '0')}.${month}.${year.length === 4 ? full : twoDigits(full % 100)}`;
}

function shiftDate(date: IsoDate, years: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const target = year + years;
  const isLastDay = day === daysInMonth(year, month);
  return isoDate(
    target,
    month,
    isLastDay && month === 2 ? daysInMonth(target, month) : Math.min(day, daysInMonth(target, month)),
  );
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
