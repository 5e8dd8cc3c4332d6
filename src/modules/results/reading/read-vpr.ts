/** A ВПР file of any generation, or our template of one procedure → ResultFile. */
import { columnLetter } from '#documents/read-sheets.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { ResultFile } from '../contract.ts';
import { Cells, hasValues } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import { type ItemColumn, readItems } from './items.ts';
import type { Layout } from './layout.ts';
import { gradeOfKlass } from './pupils.ts';
import { schoolCode, vprLogin } from './school-code.ts';
import { takeRows } from './take-rows.ts';
import { type ContentHints, whichProcedure } from './which-procedure.ts';

/** What reference data say of a work. */
export type WorkFacts = {
  maximumOf: (procedure: Procedure) => number | null;
  itemsOf: (procedure: Procedure) => { name: string; maximum: number }[] | null;
};

export type Undecided = { known: Partial<Procedure>; missing: (keyof Procedure)[] };

/** A share of totals above the maximum that slips of typing do not reach. */
const MOST_ABOVE = 0.2;

/** Rows that are looked at for dates and grades. */
const SAMPLE = 2000;

export function readVpr(
  layout: Layout,
  path: string,
  told: Partial<Procedure>,
  options: WorkFacts,
  issues: IssueList,
): Omit<ResultFile, 'issues'> | Undecided {
  const cells = new Cells(layout.sheet);
  const which = whichProcedure(path, told, hintsOf(cells, layout), issues);
  if (!which.procedure) return which;
  const { procedure } = which;
  tellColumns(layout, issues);
  const columns = withMaxima(itemsOf(layout, issues), options.itemsOf(procedure), issues);
  const items = readItems(cells, columns, layout.headerRow + 1, issues);
  const ofItems = items.every(({ maximum }) => maximum !== null)
    ? items.reduce((sum, { maximum }) => sum + maximum!, 0)
    : null;
  const ofScale = options.maximumOf(procedure);
  if (ofItems !== null && ofScale !== null && ofItems !== ofScale)
    issues.add(KINDS.otherWork, {}, `сумма наибольших баллов ${ofItems}, а у этой работы ${ofScale}`);
  const { schools, rows, counts } = takeRows({
    cells,
    layout,
    items,
    maximum: ofItems ?? ofScale,
    grade: procedure.pupilGrade,
    itemsAreWhole: layout.overwritten === null,
    loginOf: layout.format === 'template' ? schoolCode : vprLogin,
    mostMark: procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ' ? 100 : 5,
    issues,
  });
  tellOtherWork(cells, layout, ofItems ?? ofScale, counts.rows, issues);
  return {
    format: layout.format,
    procedure,
    items: items.map(({ name, maximum }) => ({ name, maximum })),
    schools,
    rows,
    counts,
  };
}

function hintsOf(cells: Cells, layout: Layout): ContentHints {
  const first = layout.headerRow + 1;
  const last = Math.min(layout.sheet.rowCount, first + SAMPLE);
  const dates = new Map<string, number>();
  const grades = new Map<number, number>();
  let classes = 0;
  for (let row = first; row < last; row += 1) {
    const date = /(\d\d)\.(20\d\d)/.exec(cells.text(layout.columns.uploaded ?? null, row));
    if (date) dates.set(`${date[2]}-${date[1]}`, (dates.get(`${date[2]}-${date[1]}`) ?? 0) + 1);
    const klass = cells.text(layout.columns.klass ?? null, row);
    if (klass !== '') classes += 1;
    const grade = gradeOfKlass(klass);
    if (grade !== null) grades.set(grade, (grades.get(grade) ?? 0) + 1);
  }
  const [date] = mostFrequent(dates) ?? [];
  const grade = mostFrequent(grades);
  return {
    format: layout.format,
    date: date ? { year: Number(date.slice(0, 4)), month: Number(date.slice(5)) } : null,
    grade: grade && grade[1] > classes / 2 ? grade[0] : null,
  };
}

function mostFrequent<K>(counts: Map<K, number>): [K, number] | null {
  return [...counts].reduce<[K, number] | null>((best, one) => (best && best[1] >= one[1] ? best : one), null);
}

function tellOtherWork(cells: Cells, layout: Layout, maximum: number | null, rows: number, issues: IssueList): void {
  if (maximum === null) return;
  let above = 0;
  for (let row = layout.headerRow + 1; row < layout.sheet.rowCount; row += 1)
    if (cells.number(layout.columns.total ?? null, row) > maximum) above += 1;
  if (above > rows * MOST_ABOVE)
    issues.add(KINDS.otherWork, {}, `общий балл больше ${maximum} у ${above} из ${rows} участников`);
}

/** Items of the work: of the 40 columns of 2020 those that are used; each name once. */
function itemsOf(layout: Layout, issues: IssueList): ItemColumn[] {
  const hasRows = layout.sheet.rowCount > layout.headerRow + 1;
  const names = new Set<string>();
  return layout.items.filter((item) => {
    if (names.has(item.name)) {
      issues.add(KINDS.itemTwice, { sheet: layout.sheet.name, column: item.column }, item.header);
      return false;
    }
    names.add(item.name);
    if (hasValues(layout.sheet.columns[item.column], layout.headerRow + 1)) return true;
    if (hasRows && layout.format !== 'vpr-2020') issues.add(KINDS.itemEmpty, { sheet: layout.sheet.name }, item.name);
    // Kept where it has a stated maximum: the total of the work counts it.
    return item.maximum !== null;
  });
}

/** Largest points by the description of the work, if it has as many items as the file, by name or by order. */
function withMaxima(
  columns: ItemColumn[],
  described: ReturnType<WorkFacts['itemsOf']>,
  issues: IssueList,
): ItemColumn[] {
  if (!described) return columns;
  const maxima = new Map(described.map(({ name, maximum }) => [name, maximum]));
  // Files of 2020 and 2021 number the items through: «балл за 1» … «балл за N».
  const inOrder = columns.every(({ name }, index) => name === String(index + 1));
  if (columns.length !== described.length || !(inOrder || columns.every(({ name }) => maxima.has(name)))) {
    issues.add(KINDS.otherWork, {}, `в файле заданий ${columns.length}, а в описании работы ${described.length}`);
    return columns;
  }
  return columns.map((column, index) => ({
    ...column,
    maximum: column.maximum ?? (inOrder ? described[index]!.maximum : maxima.get(column.name)!),
  }));
}

function tellColumns(layout: Layout, issues: IssueList): void {
  const { sheet, headers, columns, items, passedOver, headerRow } = layout;
  const used = new Set([...Object.values(columns), ...items.map(({ column }) => column), ...passedOver]);
  const stray: string[] = [];
  const unknown: string[] = [];
  headers.forEach((header, column) => {
    if (used.has(column) || !hasValues(sheet.columns[column], headerRow + 1)) return;
    if (header === '') stray.push(columnLetter(column));
    else unknown.push(`${columnLetter(column)} «${header}»`);
  });
  if (stray.length > 0) issues.add(KINDS.strayColumns, { sheet: sheet.name }, stray.join(', '));
  if (unknown.length > 0) issues.add(KINDS.unknownColumns, { sheet: sheet.name }, unknown.join(', '));
  if (layout.overwritten) issues.add(KINDS.itemOverwritten, { sheet: sheet.name }, layout.overwritten);
}
