/** A file of ОГЭ, ЕГЭ or ГВЭ results by a column mapping → one ResultFile a subject. */
import { CELL, type DataSheet } from '#documents/read-sheets.ts';
import {
  type AssessmentKind,
  type Procedure,
  type SubjectCode,
  subjectNamed,
  subjectOfGiaCode,
} from '#modules/assessments/index.ts';
import type { RefusalReason, ResultFile } from '../contract.ts';
import { readAnswers } from './answers.ts';
import { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import { headersOf, type Layout } from './layout.ts';
import { type ColumnMapping, isPersonal, type MappedRole } from './mapping.ts';
import { saysAbsent } from './pupils.ts';
import { schoolCode } from './school-code.ts';
import { takeRows } from './take-rows.ts';
import type { Undecided, WorkFacts } from './read-vpr.ts';
import { whichProcedure } from './which-procedure.ts';

const ANNULLED = /аннул|удал[её]н|не ?действ|отмен[её]н/i;
const UNFINISHED = /не ?заверш|не ?обработ|в обработке/i;
/** Excel keeps a day as the number of days since the end of 1899. */
const EXCEL_DAY_OF_2000 = 36_526;

export type GiaReading = { files: Omit<ResultFile, 'issues'>[] } | Undecided;

export function readGia(
  sheet: DataSheet,
  mapping: ColumnMapping,
  path: string,
  told: Partial<Procedure>,
  works: WorkFacts,
  issues: IssueList,
): GiaReading {
  const cells = new Cells(sheet);
  const headerRow = mapping.headerRow - 1;
  const headers = headersOf(sheet, headerRow);
  const columns = columnsOf(mapping, headers, issues);
  tellPersonal(headers, issues);
  const { subjects, unknown } = subjectsByRow(cells, columns, headerRow + 1, told.subject ?? null, issues);
  const date = dateOf(cells, columns.date, headerRow + 1);
  const files: Omit<ResultFile, 'issues'>[] = [];
  for (const [subject, skip] of subjects) {
    const facts = { ...gradesOf(told.kind), ...told, ...(subject ? { subject } : {}) };
    const which = whichProcedure(path, facts, { format: 'gia', date, grade: null }, issues);
    if (!which.procedure) return which;
    const lost = files.length === 0 ? unknown : new Set<number>();
    for (const row of lost) skip[row] = 0;
    files.push(
      readSubject(cells, { columns, headers, headerRow, mapping, skip, lost }, which.procedure, works, issues),
    );
  }
  return { files };
}

type Sheet = {
  columns: Partial<Record<MappedRole, number>>;
  headers: string[];
  headerRow: number;
  mapping: ColumnMapping;
  /** 1: the row is of another subject. */
  skip: Uint8Array;
  /** Rows without a known subject: counted here as refused, so that none is lost. */
  lost: ReadonlySet<number>;
};

function readSubject(
  cells: Cells,
  { columns, headers, headerRow, mapping, skip, lost }: Sheet,
  procedure: Procedure,
  works: WorkFacts,
  issues: IssueList,
): Omit<ResultFile, 'issues'> {
  const byScore = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ';
  const answers = (['shortAnswers', 'longAnswers', 'oralAnswers'] as const).flatMap((role) => {
    const column = columns[role];
    return column === undefined ? [] : [{ column, header: headers[column] ?? '' }];
  });
  const items = readAnswers(cells, answers, headerRow + 1, skip, mapping.itemNames ?? [], issues);
  const layout: Layout = {
    format: 'gia',
    sheet: cells.sheet,
    headerRow,
    headers,
    columns: {
      login: columns.login,
      school: columns.school,
      municipality: columns.municipality,
      pupil: columns.pupil,
      gender: columns.gender,
      klass: columns.klass,
      variant: columns.variant,
      total: columns.total,
      // A score alone under «отметка» and a mark under «балл» are told apart by the kind of the exam.
      mark: byScore ? (columns.score ?? columns.mark) : (columns.mark ?? columns.score),
    },
    items: items.map(({ name, maximum }) => ({ name, maximum, column: answers[0]!.column, header: '' })),
    passedOver: new Set(),
    overwritten: null,
  };
  const taken = takeRows({
    cells,
    layout,
    items,
    maximum: byScore ? null : works.maximumOf(procedure),
    grade: procedure.pupilGrade,
    itemsAreWhole: columns.shortAnswers !== undefined && columns.longAnswers !== undefined,
    loginOf: schoolCode,
    mostMark: byScore ? 100 : 5,
    skip,
    refusal: (row) => (lost.has(row) ? 'other-procedure' : refusalOf(cells, columns.status, row, issues)),
    saidAbsent: (row) => saysAbsent(cells.text(columns.status ?? null, row)),
    issues,
  });
  return { format: 'gia', procedure, items: items.map(({ name, maximum }) => ({ name, maximum })), ...taken };
}

function refusalOf(cells: Cells, column: number | undefined, row: number, issues: IssueList): RefusalReason | null {
  const status = cells.text(column ?? null, row);
  if (ANNULLED.test(status)) {
    issues.add(KINDS.annulled, { sheet: cells.sheet.name, row, column }, status);
    return 'annulled';
  }
  if (!UNFINISHED.test(status)) return null;
  issues.add(KINDS.unfinished, { sheet: cells.sheet.name, row, column }, status);
  return 'no-result';
}

function columnsOf(mapping: ColumnMapping, headers: string[], issues: IssueList): Sheet['columns'] {
  const columns: Sheet['columns'] = {};
  for (const [role, header] of Object.entries(mapping.columns) as [MappedRole, string][]) {
    if (isPersonal(header)) {
      issues.add(KINDS.personalMapped, {}, header);
      continue;
    }
    const column = headers.indexOf(header);
    if (column >= 0) columns[role] = column;
    else issues.add(KINDS.mappedMissing, {}, header);
  }
  return columns;
}

function tellPersonal(headers: readonly string[], issues: IssueList): void {
  const personal = headers.filter((header) => isPersonal(header));
  if (personal.length > 0) issues.add(KINDS.personalSkipped, {}, personal.join(', '));
}

/** Subject → rows of other subjects; one entry without a subject where the file has no column of them. */
function subjectsByRow(
  cells: Cells,
  { subject, subjectCode }: Sheet['columns'],
  firstRow: number,
  told: SubjectCode | null,
  issues: IssueList,
): { subjects: Map<SubjectCode | null, Uint8Array>; unknown: Set<number> } {
  const { rowCount } = cells.sheet;
  const skips = new Map<SubjectCode | null, Uint8Array>();
  const unknown = new Set<number>();
  if (told || (subject === undefined && subjectCode === undefined))
    return { subjects: skips.set(told, new Uint8Array(rowCount)), unknown };
  const known = new Map<string, SubjectCode | null>();
  for (let row = firstRow; row < rowCount; row += 1) {
    const code = cells.number(subjectCode ?? null, row);
    const text = cells.text(subject ?? null, row);
    const key = `${code} ${text}`;
    let found = known.get(key);
    if (found === undefined) {
      found = subjectOfGiaCode(code) ?? subjectNamed(text);
      known.set(key, found);
    }
    if (found === null) {
      unknown.add(row);
      if (!Number.isNaN(code) || text !== '')
        issues.add(
          KINDS.subjectUnknown,
          { sheet: cells.sheet.name, row, column: subject ?? subjectCode },
          text || String(code),
        );
      continue;
    }
    let skip = skips.get(found);
    if (!skip) {
      skip = new Uint8Array(rowCount).fill(1);
      skips.set(found, skip);
    }
    skip[row] = 0;
  }
  return { subjects: skips, unknown };
}

function dateOf(cells: Cells, column: number | undefined, firstRow: number): { year: number; month: number } | null {
  if (column === undefined) return null;
  for (let row = firstRow; row < cells.sheet.rowCount; row += 1) {
    const text = cells.text(column, row);
    const written = /^(\d{1,2})\.(\d\d)\.(20\d\d)/.exec(text);
    if (written) return { year: Number(written[3]), month: Number(written[2]) };
    const iso = /^(20\d\d)-(\d\d)-\d\d/.exec(text);
    if (iso) return { year: Number(iso[1]), month: Number(iso[2]) };
    const day = cells.number(column, row);
    if (cells.sheet.columns[column]?.kinds[row] === CELL.number && day > EXCEL_DAY_OF_2000) {
      const date = new Date(Date.UTC(2000, 0, 1) + (day - EXCEL_DAY_OF_2000) * 86_400_000);
      return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
    }
  }
  return null;
}

function gradesOf(kind: AssessmentKind | undefined): Partial<Procedure> {
  if (kind === 'ОГЭ') return { paperGrade: 9, pupilGrade: 9 };
  return kind === 'ЕГЭ' ? { paperGrade: 11, pupilGrade: 11 } : {};
}
