/** Addresses of the reports: every number leads to the rows behind it, as of the same day. */
import { type IsoDate, isValid } from '#kernel/dates.ts';
import type { ReportClass } from './domain.ts';
import type { FormatName } from './formats.ts';

export function reportHref(planId: number, on: IsoDate, format?: FormatName): string {
  return `/plans/${planId}/report${format ? `.${format}` : ''}?on=${on}`;
}

/** Rows of one plan's report: of a class, a section (from 0, «none» outside sections), a measure. */
export type ReportRowsChoice = { class?: ReportClass; section?: number | 'none'; measure?: number };

export function reportRowsHref(planId: number, on: IsoDate, choice: ReportRowsChoice): string {
  return `/plans/${planId}/report/rows?${query({ ...choice, on })}`;
}

export type SummaryChoice = { organisation?: number; level?: string | null; plan?: number | null; on: IsoDate };

export function summaryHref(choice: SummaryChoice): string {
  return `/reports?${query(choice)}`;
}

export function memoHref(choice: SummaryChoice): string {
  return `/reports/memo.docx?${query(choice)}`;
}

export type SummaryRowsChoice = SummaryChoice & { class?: ReportClass; own?: 'yes'; under?: number; page?: number };

export function summaryRowsHref(choice: SummaryRowsChoice): string {
  return `/reports/rows?${query(choice)}`;
}

/** The day that the address asks for; today when it asks for none or for no day at all. */
export function dayAsked(url: URL, today: IsoDate): IsoDate {
  const asked = url.searchParams.get('on') ?? '';
  return isValid(asked) ? asked : today;
}

/** A whole number from the address, or null. */
export function numberAsked(url: URL, name: string): number | null {
  const asked = url.searchParams.get(name) ?? '';
  return /^\d{1,15}$/.test(asked) ? Number(asked) : null;
}

function query(values: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(values).filter(
    (entry): entry is [string, string | number] => entry[1] !== null && entry[1] !== undefined,
  );
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
}
