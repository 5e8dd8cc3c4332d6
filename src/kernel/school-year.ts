/** The Russian school year: 1 September to 31 August, named by the calendar year in which it starts. */
import { type IsoDate, isoDate, partsOf, type Period } from './dates.ts';

/** 2024 stands for the school year 2024/25. */
export type SchoolYear = number;

export function schoolYearOf(date: IsoDate): SchoolYear {
  const { year, month } = partsOf(date);
  return month >= 9 ? year : year - 1;
}

export function schoolYearPeriod(schoolYear: SchoolYear): Period {
  return { from: isoDate(schoolYear, 9, 1), to: isoDate(schoolYear + 1, 8, 31) };
}

/** The start year of the school year that is exactly this period, or null. */
export function asSchoolYear(period: Period): SchoolYear | null {
  const schoolYear = schoolYearOf(period.from);
  const exact = schoolYearPeriod(schoolYear);
  return exact.from === period.from && exact.to === period.to ? schoolYear : null;
}

/** «2024/25», to stand before «учебный год» in any case. */
export function schoolYearName(schoolYear: SchoolYear): string {
  return `${schoolYear}/${String((schoolYear + 1) % 100).padStart(2, '0')}`;
}
