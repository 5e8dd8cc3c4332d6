/** Tables of training courses: programme, hours, dates, provider – often all in one cell –, people and schools. */
import type { IsoDate } from '#kernel/dates.ts';
import { dateExists, isoDate } from '#kernel/dates.ts';
import { parseDeadline } from './deadlines/index.ts';
import type { TrainingCourse, TrainingTable } from './contract.ts';
import { cellAt, cellText, filledCells, type GridRow, isRule } from './layout/grid.ts';
import type { ColumnRole } from './layout/roles.ts';
import { isHeaderAgain, type TablePart } from './layout/tables.ts';
import { fullYear } from './front/written-date.ts';
import { fold } from './text/clean.ts';
import { splitOutside, trimSeparators } from './text/split.ts';

type RawCourse = Partial<Record<ColumnRole, string>>;
type RawTable = {
  title: string | null;
  table: number;
  rows: RawCourse[];
  totals: { teachers: number | null; managers: number | null };
  closed: boolean;
};

const HOURS = /(\d{1,4})\s*-?\s*(?:академических\s+)?(?:час[а-яё]*|ч(?![а-яё]))\.?/i;
const DAYS =
  /(?:с\s+)?(?<![\d.])(\d{1,2})(?:\.(\d{1,2}))?(?:\.(\d{4}|\d{2}))?\s*г?\.?\s*(?:[-–—]|по)\s*(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)\s*(?:г\.|гг?\.?(?![а-яё]))?/;
const ONE_DAY = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?![\d.]*\d)\s*(?:г\.|г(?![а-яё]))?/;
const TOTAL = /^(?:итого|всего)(?![а-яё])/i;

export class CourseReader {
  readonly tables: RawTable[] = [];

  /** `title`: the line right above the table. */
  read(part: TablePart, title: string | null): void {
    if (!part.continues || this.tables.length === 0) this.open(part.table, title);
    for (const row of part.rows) this.readRow(row, part);
  }

  private open(table: number, title: string | null): void {
    this.tables.push({ title, table, rows: [], totals: { teachers: null, managers: null }, closed: false });
  }

  private readRow(row: GridRow, part: TablePart): void {
    const filled = filledCells(row);
    if (filled.length === 0 || isRule(row) || isHeaderAgain(row, part.columns)) return;
    const raw: RawCourse = {};
    for (const { role, index } of part.columns) {
      const cell = cellAt(row, index);
      if (cell !== undefined && cell.column === index && role !== 'other') raw[role] = cellText(cell);
    }
    const current = this.tables.at(-1) as RawTable;
    if (filled.some((cell) => TOTAL.test(cellText(cell)))) {
      current.totals = { teachers: countOf(raw.teachers), managers: countOf(raw.managers) };
      current.closed = true;
      return;
    }
    if (
      filled.length === 1 &&
      !/^\d+\.?$/.test(cellText(filled[0])) &&
      (filled[0]?.column !== programmeColumn(part) || row.cells.length === 1)
    ) {
      if (current.rows.length === 0 && current.title === null) current.title = cellText(filled[0]);
      else this.open(part.table, cellText(filled[0]));
      return;
    }
    const last = current.rows.at(-1);
    const numbered = part.columns.some(({ role }) => role === 'number');
    if (last !== undefined && numbered && !raw.number) {
      for (const role of Object.keys(raw) as ColumnRole[]) last[role] = fold(`${last[role] ?? ''} ${raw[role] ?? ''}`);
    } else current.rows.push(raw);
  }

  finish(mend: (text: string) => string): TrainingTable[] {
    return this.tables
      .filter((table) => table.rows.length > 0)
      .map(({ title, rows, totals }) => ({
        kind: 'training-courses',
        title,
        rows: rows.map((raw) => courseOf(raw, mend)),
        totals,
      }));
  }
}

function programmeColumn(part: TablePart): number {
  return part.columns.find(({ role }) => role === 'programme')?.index ?? -1;
}

function countOf(text: string | undefined): number | null {
  const match = /^\s*(\d{1,6})/.exec((text ?? '').replace(/(?<=\d)\s(?=\d{3})/g, ''));
  return match ? Number(match[1]) : null;
}

function courseOf(raw: RawCourse, mend: (text: string) => string): TrainingCourse {
  const split = splitProgramme(mend(fold(raw.programme ?? '')));
  const days = raw.deadline ? datesOf(raw.deadline) : split;
  const hours = raw.hours ? (HOURS.exec(raw.hours)?.[1] ?? /\d+/.exec(raw.hours)?.[0]) : split.hours;
  return {
    number: raw.number ? raw.number.replace(/[.)\s]+$/, '') : null,
    programme: split.programme,
    hours: hours === undefined || hours === null ? null : Number(hours),
    from: days.from,
    to: days.to,
    provider: raw.provider ? trimSeparators(mend(fold(raw.provider))) : split.provider,
    teachers: countOf(raw.teachers),
    managers: countOf(raw.managers),
    schools: splitOutside(fold(raw.schools ?? ''), /[,;]/g)
      .map(trimSeparators)
      .filter((school) => school !== ''),
  };
}

type Split = {
  programme: string;
  hours: string | null;
  from: IsoDate | null;
  to: IsoDate | null;
  provider: string | null;
};

/** «Название, 72 часа, 25.11-10.12.2019, ООО «…»»: the name ends where the hours or the dates begin, the provider follows them. */
function splitProgramme(text: string): Split {
  const hours = HOURS.exec(text);
  const days = DAYS.exec(text) ?? ONE_DAY.exec(text);
  const marks = [hours, days].filter((match) => match !== null);
  if (marks.length === 0) return { programme: trimSeparators(text), hours: null, from: null, to: null, provider: null };
  const start = Math.min(...marks.map((match) => match.index));
  const end = Math.max(...marks.map((match) => match.index + match[0].length));
  const provider = trimSeparators(text.slice(end));
  return {
    programme: trimSeparators(text.slice(0, start).replace(/[\s,;(–—-]+$/, '')),
    hours: hours?.[1] ?? null,
    ...datesOf(days?.[0] ?? ''),
    provider: provider === '' ? null : provider,
  };
}

/** The first day takes what it lacks (month, year) from the last one; «20.12-15.01.2020» begins a year earlier. */
function datesOf(text: string): { from: IsoDate | null; to: IsoDate | null } {
  const range = DAYS.exec(text);
  if (range) {
    const [, day = '', ownMonth, ownYear, lastDay = '', lastMonth = '', lastYear = ''] = range;
    const month = ownMonth ?? lastMonth;
    const inYear = fullYear(lastYear);
    const year = ownYear === undefined ? inYear - (Number(month) > Number(lastMonth) ? 1 : 0) : fullYear(ownYear);
    return { from: dayOf(year, month, day), to: dayOf(inYear, lastMonth, lastDay) };
  }
  const one = ONE_DAY.exec(text);
  if (one) {
    const date = dayOf(fullYear(one[3] as string), one[2] as string, one[1] as string);
    return { from: date, to: date };
  }
  const { from, to } = text === '' ? { from: null, to: null } : parseDeadline(text);
  return { from, to };
}

function dayOf(year: number, month: string, day: string): IsoDate | null {
  return dateExists(year, Number(month), Number(day)) ? isoDate(year, Number(month), Number(day)) : null;
}
