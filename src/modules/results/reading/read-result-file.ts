/** Bytes of a results file → what is in it, with every problem named; what cannot be opened at all throws AppError. */
import { type DataBook, type DataSheet, readSheets, type ReadSheetsOptions } from '#documents/read-sheets.ts';
import type { Issue } from '#kernel/issue.ts';
import { type Procedure, scaleFor, SHIPPED_SCALES, shippedItems } from '#modules/assessments/index.ts';
import type { ResultFile } from '../contract.ts';
import { KINDS } from './issue-kinds.ts';
import { IssueList } from './issue-list.ts';
import { type Layout, layoutOf } from './layout.ts';
import { readVpr, type WorkFacts } from './read-vpr.ts';

export type ReadResultOptions = {
  /** Path of the file below what was handed in: folders may say the grade. */
  path: string;
  /** What the user says of the procedure; it wins over the name. */
  procedure?: Partial<Procedure>;
  /** What is known of works; what ships with Opora unless given. */
  works?: WorkFacts;
  sheets?: Pick<ReadSheetsOptions, 'limits' | 'now'>;
};

export type ResultReading =
  | { kind: 'results'; file: ResultFile }
  /** The procedure must be asked for: neither the name nor the content says it. */
  | { kind: 'unclear'; known: Partial<Procedure>; missing: (keyof Procedure)[]; issues: Issue[] }
  /** No known table in it. */
  | { kind: 'unknown'; issues: Issue[] };

export async function readResultFile(bytes: Uint8Array, options: ReadResultOptions): Promise<ResultReading> {
  const fileName = options.path.split(/[/\\]/).at(-1) ?? options.path;
  const book = await readSheets(bytes, { ...options.sheets, fileName });
  const issues = new IssueList(fileName);
  tellBook(book, issues);
  const layouts = book.sheets.map((sheet) => ({ sheet, layout: layoutOf(sheet) }));
  const found = layouts.find(({ layout }) => layout !== null);
  for (const { sheet } of layouts) if (sheet !== found?.sheet) tellSheet(sheet, issues);
  if (!found?.layout) {
    issues.add(KINDS.noTable);
    return { kind: 'unknown', issues: issues.finish() };
  }
  return readLayout(found.layout, options, issues);
}

const SHIPPED_WORKS: WorkFacts = {
  // Only the scale of the very year: another year's work may have another maximum.
  maximumOf(procedure) {
    const { scale } = scaleFor(procedure, SHIPPED_SCALES);
    return scale?.year === procedure.year ? scale.maximum : null;
  },
  itemsOf: shippedItems,
};

function readLayout(layout: Layout, { path, procedure, works }: ReadResultOptions, issues: IssueList): ResultReading {
  const read = readVpr(layout, path, procedure ?? {}, works ?? SHIPPED_WORKS, issues);
  if ('missing' in read) return { kind: 'unclear', ...read, issues: issues.finish() };
  return { kind: 'results', file: { ...read, issues: issues.finish() } };
}

function tellBook({ macros, sheets }: DataBook, issues: IssueList): void {
  if (macros) issues.add(KINDS.macros);
  for (const { name, formulas } of sheets) {
    if (formulas.count > 0) issues.add(KINDS.formulas, { sheet: name, row: formulas.firstRow });
    if (formulas.withoutValue > 0) issues.add(KINDS.formulasEmpty, { sheet: name }, String(formulas.withoutValue));
  }
}

function tellSheet({ name, rowCount }: DataSheet, issues: IssueList): void {
  // «Классы» of 2022 tells the textbooks of each class.
  if (rowCount > 0 && name !== 'Классы') issues.add(KINDS.sheetIgnored, { sheet: name }, name);
}
