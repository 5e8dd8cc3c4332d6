/** The social passport of schools, by our template: counts of pupils, each at most the number of pupils. */
import type { DataBook } from '#documents/read-sheets.ts';
import type { PassportFile, PassportRecord } from '../contract.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import { onceEach, readSchoolTable, type SchoolRow } from './school-table.ts';
import { PASSPORT_COLUMNS, type PassportKey } from './templates.ts';

const COLUMNS = PASSPORT_COLUMNS.map(({ key, known }) => ({
  key,
  header: known,
  needed: key === 'pupils' || key === 'singleParent',
}));
type CountKey = Exclude<PassportKey, 'year' | 'pupils'>;
const COUNTS = PASSPORT_COLUMNS.map(({ key }) => key).filter(
  (key): key is CountKey => key !== 'year' && key !== 'pupils',
);

export function readPassport(book: DataBook, path: string, issues: IssueList): Omit<PassportFile, 'issues'> | null {
  for (const sheet of book.sheets) {
    const table = readSchoolTable<PassportKey>(sheet, COLUMNS, issues);
    if (!table) continue;
    const rows = onceEach(table, (row) => `${row.school.login} ${row.text('year')}`, issues);
    const titled = spanYear(table.title) ?? spanYear(path);
    return { format: 'passport', records: rows.map((row) => recordOf(row, titled, issues)), counts: table.counts };
  }
  return null;
}

function recordOf(row: SchoolRow<PassportKey>, titled: number | null, issues: IssueList): PassportRecord {
  const pupils = row.count('pupils');
  const counts = Object.fromEntries(
    COUNTS.map((key) => {
      const count = row.count(key);
      if (count === null || pupils === null || count <= pupils) return [key, count];
      issues.add(KINDS.countTooLarge, row.place(key), `${count} из ${pupils}`);
      return [key, null];
    }),
  ) as Record<CountKey, number | null>;
  return {
    school: row.school,
    sourceRow: row.sourceRow,
    schoolYear: yearOf(row, titled, issues),
    pupils,
    ...counts,
  };
}

/** '2025/2026' and '2025-26' begin in 2025; a lone year is the one it begins in. */
export function schoolYearOf(text: string): number | null {
  const year = /20\d\d/.exec(text)?.[0];
  return year ? Number(year) : null;
}

function yearOf(row: SchoolRow<PassportKey>, titled: number | null, issues: IssueList): number | null {
  const year = schoolYearOf(row.text('year')) ?? titled;
  if (year === null) issues.add(KINDS.schoolYearUnknown, row.place('year'));
  return year;
}

/** A school year as two years: a lone one does not say whether it is the first. */
function spanYear(text: string): number | null {
  const span = /(20\d\d)\s*[-–—/]\s*(?:20)?\d\d(?!\d)/.exec(text);
  return span ? Number(span[1]) : null;
}
