import type { Issue, Severity } from '#kernel/issue.ts';
import type { Measure, PlanReading } from '../contract.ts';
import type { ColumnRole } from '../layout/roles.ts';
import type { RawMeasure } from '../layout/table-shape.ts';
import { columnHeader } from '../measures.ts';

/** A measure with the row it was read from. */
export type Row = { measure: Measure; raw: RawMeasure };
type Checked = {
  reading: PlanReading;
  rows: Row[] /** Acronyms of schools in this document. */;
  acronyms: ReadonlySet<string>;
};
export type Rule = (checked: Checked) => Issue[];

const USUAL_HEADER: Partial<Record<ColumnRole, string>> = {
  text: 'Мероприятие',
  deadline: 'Срок',
  responsible: 'Ответственный',
  result: 'Результат',
  execution: 'Отметка об исполнении',
};

/** «таблица 1, строка 8, «Сроки исполнения»». */
export function placeOf({ measure, raw }: Row, role: ColumnRole | null): string {
  const header = role === null ? null : (columnHeader(raw, role) ?? USUAL_HEADER[role] ?? null);
  return `таблица ${raw.table}, строка ${measure.number ?? measure.position}${header === null ? '' : `, «${header}»`}`;
}

export function issue(severity: Severity, code: string, where: string, text: string, advice: string): Issue {
  return { severity, code, where, text, advice };
}

export function hasColumn({ raw }: Row, ...roles: ColumnRole[]): boolean {
  return raw.columns.some(({ role, also }) => roles.includes(role) || (also !== undefined && roles.includes(also)));
}
