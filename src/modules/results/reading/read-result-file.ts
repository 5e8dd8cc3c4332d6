/** Bytes of a file that a region sends → what is in it, with every problem named; what cannot be opened throws AppError. */
import { type DataBook, type DataSheet, readSheets, type ReadSheetsOptions } from '#documents/read-sheets.ts';
import type { Issue } from '#kernel/issue.ts';
import { type Procedure, procedureNamed, scaleFor, SHIPPED_SCALES, shippedItems } from '#modules/assessments/index.ts';
import type { ContextFile, OlympiadFile, PassportFile, ResultFile } from '../contract.ts';
import { KINDS } from './issue-kinds.ts';
import { IssueList } from './issue-list.ts';
import { layoutOf } from './layout.ts';
import { type ColumnMapping, lacking, MAPPED_ROLES, type MappedRole, proposeMapping } from './mapping.ts';
import { readContext } from './read-context.ts';
import { readGia } from './read-gia.ts';
import { isOneRoster, readOneRoster } from './read-oneroster.ts';
import { readOlympiad } from './read-olympiad.ts';
import { readPassport } from './read-passport.ts';
import { readVpr, type Undecided, type WorkFacts } from './read-vpr.ts';

export type ReadResultOptions = {
  /** Path of the file below what was handed in: folders may say the grade. */
  path: string;
  /** What the user says of the procedure; it wins over the name. */
  procedure?: Partial<Procedure>;
  /** Columns of a ГИА file, as proposed and corrected before; by the headers where absent. */
  mapping?: ColumnMapping;
  /** What is known of works; what ships with Opora unless given. */
  works?: WorkFacts;
  sheets?: Pick<ReadSheetsOptions, 'limits' | 'now'>;
};

export type ResultReading =
  | {
      kind: 'results';
      file: ResultFile;
      /** A ГИА file holds several subjects: the other ones. Issues of the whole file stand in `file`. */
      further: ResultFile[];
      /** The columns of a ГИА file, to be shown and remembered. */
      mapping: ColumnMapping | null;
    }
  /** The procedure must be asked for: neither the name nor the content says it. */
  | { kind: 'unclear'; known: Partial<Procedure>; missing: (keyof Procedure)[]; issues: Issue[] }
  /** Columns must be mapped by hand; what the headers suggest, and all of them. */
  | { kind: 'mapping'; proposal: ColumnMapping; headers: string[]; issues: Issue[] }
  | { kind: 'context'; file: ContextFile }
  | { kind: 'passport'; file: PassportFile }
  | { kind: 'olympiad'; file: OlympiadFile }
  /** No known table in it. */
  | { kind: 'unknown'; issues: Issue[] };

export async function readResultFile(bytes: Uint8Array, options: ReadResultOptions): Promise<ResultReading> {
  const fileName = options.path.split(/[/\\]/).at(-1) ?? options.path;
  const book = await readSheets(bytes, { ...options.sheets, fileName });
  const issues = new IssueList(fileName);
  tellBook(book, issues);
  const reading = options.mapping
    ? readMapped(book, options.mapping, options, issues)
    : (readKnownLayout(book, options, issues) ??
      readSchoolTables(book, options, issues) ??
      readByHeaders(book, options, issues));
  if (reading) return reading;
  issues.add(KINDS.noTable);
  return { kind: 'unknown', issues: issues.finish() };
}

/** ВПР of three generations, our template, OneRoster. */
function readKnownLayout(book: DataBook, options: ReadResultOptions, issues: IssueList): ResultReading | null {
  const { path, procedure = {}, works = SHIPPED_WORKS } = options;
  for (const sheet of book.sheets) {
    if (isOneRoster(sheet)) {
      tellOtherSheets(book, sheet, issues);
      return finished(readOneRoster(sheet, path, procedure, works, issues), null, issues);
    }
    const layout = layoutOf(sheet);
    if (!layout) continue;
    tellOtherSheets(book, sheet, issues);
    const read = readVpr(layout, path, procedure, works, issues);
    return finished('missing' in read ? read : { files: [read] }, null, issues);
  }
  return null;
}

function readSchoolTables(book: DataBook, { path }: ReadResultOptions, issues: IssueList): ResultReading | null {
  const passport = readPassport(book, path, issues);
  if (passport) return { kind: 'passport', file: { ...passport, issues: issues.finish() } };
  const olympiad = readOlympiad(book, path, issues);
  if (olympiad) return { kind: 'olympiad', file: { ...olympiad, issues: issues.finish() } };
  const context = readContext(book, issues);
  return context ? { kind: 'context', file: { ...context, issues: issues.finish() } } : null;
}

/** A ГИА file: columns by what the headers suggest. */
function readByHeaders(book: DataBook, options: ReadResultOptions, issues: IssueList): ResultReading | null {
  const named = { ...procedureNamed(options.path), ...options.procedure };
  // Any table of a file that is named so may be mapped by hand.
  const isGia = named.kind === 'ОГЭ' || named.kind === 'ЕГЭ' || named.kind === 'ГВЭ';
  for (const sheet of book.sheets) {
    const proposal = proposeMapping(sheet, isGia ? 0 : undefined);
    if (!proposal) continue;
    const missing = lacking(proposal.mapping, named.subject !== undefined);
    if (missing.length > 0) {
      issues.add(KINDS.mappingLacks, { sheet: sheet.name }, missing.join('; '));
      return { kind: 'mapping', proposal: proposal.mapping, headers: proposal.headers, issues: issues.finish() };
    }
    const roles = Object.entries(proposal.mapping.columns) as [MappedRole, string][];
    const told = roles.map(([role, header]) => `${MAPPED_ROLES[role]} — «${header}»`).join(', ');
    issues.add(KINDS.mappingProposed, { sheet: sheet.name }, told);
    return readSheetByMapping(book, sheet, proposal.mapping, options, issues);
  }
  return null;
}

function readMapped(
  book: DataBook,
  mapping: ColumnMapping,
  options: ReadResultOptions,
  issues: IssueList,
): ResultReading | null {
  const [largest] = [...book.sheets].sort((a, b) => b.rowCount - a.rowCount);
  return largest ? readSheetByMapping(book, largest, mapping, options, issues) : null;
}

function readSheetByMapping(
  book: DataBook,
  sheet: DataSheet,
  mapping: ColumnMapping,
  { path, procedure = {}, works = SHIPPED_WORKS }: ReadResultOptions,
  issues: IssueList,
): ResultReading {
  tellOtherSheets(book, sheet, issues);
  return finished(readGia(sheet, mapping, path, procedure, works, issues), mapping, issues);
}

function finished(
  read: { files: Omit<ResultFile, 'issues'>[] } | Undecided,
  mapping: ColumnMapping | null,
  issues: IssueList,
): ResultReading {
  if ('missing' in read) return { kind: 'unclear', ...read, issues: issues.finish() };
  const [first, ...others] = read.files;
  if (!first) {
    issues.add(KINDS.procedureNone);
    return { kind: 'unknown', issues: issues.finish() };
  }
  if (read.files.every(({ counts }) => counts.rows === 0)) issues.add(KINDS.noRows);
  return {
    kind: 'results',
    file: { ...first, issues: issues.finish() },
    further: others.map((file) => ({ ...file, issues: [] })),
    mapping,
  };
}

const SHIPPED_WORKS: WorkFacts = {
  // Only the scale of the very year: another year's work may have another maximum.
  maximumOf(procedure) {
    const { scale } = scaleFor(procedure, SHIPPED_SCALES);
    return scale?.year === procedure.year ? scale.maximum : null;
  },
  itemsOf: shippedItems,
};

function tellBook({ macros, sheets }: DataBook, issues: IssueList): void {
  if (macros) issues.add(KINDS.macros);
  for (const { name, formulas } of sheets) {
    if (formulas.count > 0) issues.add(KINDS.formulas, { sheet: name, row: formulas.firstRow });
    if (formulas.withoutValue > 0) issues.add(KINDS.formulasEmpty, { sheet: name }, String(formulas.withoutValue));
  }
}

function tellOtherSheets({ sheets }: DataBook, chosen: DataSheet, issues: IssueList): void {
  for (const sheet of sheets) {
    // «Классы» of 2022 tells the textbooks of each class.
    if (sheet === chosen || sheet.rowCount === 0 || sheet.name === 'Классы') continue;
    issues.add(KINDS.sheetIgnored, { sheet: sheet.name }, sheet.name);
  }
}
