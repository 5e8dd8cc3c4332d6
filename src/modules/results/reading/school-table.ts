/** Tables with one or more rows a school: columns are found by their headers, counts are checked. */
import type { DataSheet } from '#documents/read-sheets.ts';
import type { ResultSchool, SchoolRowCounts } from '../contract.ts';
import { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList, Place } from './issue-list.ts';
import { headersOf } from './layout.ts';
import { nameBehindCode, schoolCode } from './school-code.ts';

export type SchoolColumn<K extends string> = { key: K; header: RegExp; needed?: boolean };

export type SchoolRow<K extends string> = {
  school: ResultSchool;
  /** Row of the sheet, from 1. */
  sourceRow: number;
  text: (key: K) => string;
  /** A whole number that is not negative; null where there is none, and an issue where it is something else. */
  count: (key: K) => number | null;
  place: (key?: K) => Place;
};

export type SchoolTable<K extends string> = {
  rows: SchoolRow<K>[];
  counts: SchoolRowCounts;
  /** What stands above the headers. */
  title: string;
};

const HEADER_WITHIN = 20;
const SCHOOL = /^(?:логин(?: школы| оо)?|пользователь|код школы|код оо)$/i;
const NAME = /^(?:школа|название школы|краткое наименование.*|наименование оо)$/i;
const MUNICIPALITY = /^муниципалитет$|^район$|^наименование мсу$/i;

/** Null when the sheet has no such table. */
export function readSchoolTable<K extends string>(
  sheet: DataSheet,
  columns: readonly SchoolColumn<K>[],
  issues: IssueList,
): SchoolTable<K> | null {
  for (let headerRow = 0; headerRow < Math.min(HEADER_WITHIN, sheet.rowCount); headerRow += 1) {
    const headers = headersOf(sheet, headerRow);
    const login = headers.findIndex((header) => SCHOOL.test(header));
    if (login < 0) continue;
    const found = columnsFound(columns, headers);
    if (columns.some(({ key, needed }) => needed && !found.has(key))) continue;
    return rowsOf(new Cells(sheet), headerRow, headers, login, found, issues);
  }
  return null;
}

function columnsFound<K extends string>(columns: readonly SchoolColumn<K>[], headers: string[]): Map<K, number> {
  const found = new Map<K, number>();
  const taken = new Set<number>();
  for (const { key, header } of columns) {
    const column = headers.findIndex((text, index) => text !== '' && !taken.has(index) && header.test(text));
    if (column < 0) continue;
    found.set(key, column);
    taken.add(column);
  }
  return found;
}

function rowsOf<K extends string>(
  cells: Cells,
  headerRow: number,
  headers: string[],
  login: number,
  found: Map<K, number>,
  issues: IssueList,
): SchoolTable<K> {
  const { sheet } = cells;
  const name = headers.findIndex((header) => NAME.test(header));
  const municipality = headers.findIndex((header) => MUNICIPALITY.test(header));
  const rows: SchoolRow<K>[] = [];
  let filled = 0;
  for (let row = headerRow + 1; row < sheet.rowCount; row += 1) {
    if (!headers.some((_, column) => !cells.isEmpty(column, row))) continue;
    filled += 1;
    const code = schoolCode(cells.text(login, row));
    const place = (key?: K): Place => {
      const column = key === undefined ? login : found.get(key);
      return { sheet: sheet.name, row, ...(column === undefined ? {} : { column, header: headers[column] }) };
    };
    if (code === null) {
      issues.add(KINDS.schoolMissing, place(), cells.text(login, row));
      continue;
    }
    const text = (key: K) => cells.text(found.get(key) ?? null, row);
    rows.push({
      school: {
        login: code,
        name: name < 0 ? null : nameBehindCode(cells.text(name, row)),
        municipality: municipality < 0 ? null : nameBehindCode(cells.text(municipality, row)),
      },
      sourceRow: row + 1,
      text,
      count(key) {
        const column = found.get(key) ?? null;
        if (cells.isEmpty(column, row)) return null;
        const number = cells.number(column, row);
        if (Number.isInteger(number) && number >= 0) return number;
        issues.add(KINDS.countOdd, place(key), text(key));
        return null;
      },
      place,
    });
  }
  const refused = filled - rows.length;
  return {
    rows,
    title: Array.from({ length: headerRow }, (_, row) => headersOf(sheet, row).join(' ')).join(' '),
    counts: {
      rows: filled,
      taken: rows.length,
      refused: refused > 0 ? [{ reason: 'school-missing', count: refused }] : [],
    },
  };
}

/** A school that is there a second time: the first row counts. */
export function onceEach<K extends string>(
  table: SchoolTable<K>,
  keyOf: (row: SchoolRow<K>) => string,
  issues: IssueList,
): SchoolRow<K>[] {
  const seen = new Map<string, number>();
  const rows = table.rows.filter((row) => {
    const key = keyOf(row);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row.sourceRow);
    else issues.add(KINDS.schoolTwice, row.place(), `первая: строка ${before}`);
    return before === undefined;
  });
  const twice = table.rows.length - rows.length;
  table.counts.taken = rows.length;
  if (twice > 0) table.counts.refused.push({ reason: 'duplicate', count: twice });
  return rows;
}
