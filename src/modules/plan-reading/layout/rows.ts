/**
 * Reads the rows of the plan tables one after another: a row is a measure, the rest of the measure
 * before, or the title of a section.
 */
import { fold } from '../text/clean.ts';
import { parseDeadline } from '../deadlines/index.ts';
import { asksForMore, opening } from '../parties/starts.ts';
import { cellAt, cellText, filledCells, type GridCell, type GridRow, isEmpty, isRule } from './grid.ts';
import type { Column } from './columns.ts';
import type { Line } from './lines.ts';
import { Sections } from './sections.ts';
import { isHeaderAgain, type TablePart } from './tables.ts';

export type RawMeasure = {
  /** As printed, without the final dot. */
  number: string | null;
  section: number | null;
  table: number;
  columns: Column[];
  /** Lines by column index. */
  lines: Map<number, Line[]>;
};

export type Remark = { table: number; text: string };

const NUMBER = /^(?:№\s*)?((?:\d{1,4}|[IVXІХ]+)(?:\.\d{1,4}){0,4}|\d{1,3}[а-яa-z]|[а-яa-z](?=[.)]))\s*[.)]*$/i;
const REMARK = /^(?:\*|примечани|исп(?:олнитель)?\.\s|сноск)|_{3,}/i;
/** A text that is no rest of another: a capital, after a number or a quote. */
const BEGINS = /^(?:\d{1,3}(?:\.\d{1,3})*[.)]\s*)?[«"(]?[А-ЯЁA-Z]/;
const TOTAL = /^(?:итого|всего)(?![а-яё]).{0,40}$/i;

export class RowReader {
  readonly sections = new Sections();
  readonly measures: RawMeasure[] = [];
  readonly remarks: Remark[] = [];

  read(part: TablePart): void {
    const table = describe(part);
    for (const [index, row] of part.rows.entries())
      this.readRow(row, part.rows[index + 1], table, part.continues || index > 0);
  }

  private readRow(row: GridRow, next: GridRow | undefined, table: Described, mayContinue: boolean): void {
    const filled = filledCells(row);
    if (filled.length === 0 || isRule(row) || isHeaderAgain(row, table.columns) || isBlankForm(filled, table)) return;
    const last = mayContinue ? this.measures.at(-1) : undefined;
    if (isRemark(filled)) {
      this.remarks.push({ table: table.table, text: filled.map(cellText).join(' | ') });
      return;
    }
    this.openGroup(row, table);
    const kind = kindOf(row, next, table, last);
    if (kind === 'section') this.beginSection(filled);
    else if (kind === 'continuation' && last !== undefined) glue(last, row, table);
    else this.begin(row, table);
  }

  private beginSection(filled: GridCell[]): void {
    const lines = filled.flatMap((cell) => cell.lines);
    const numbered = filled.length > 1 ? cellText(filled[0]) : (lines[0]?.number ?? null);
    const text = filled.length > 1 ? cellText(filled[1]) : lines.map((line) => line.text).join(' ');
    this.sections.begin(text, 'row', numbered);
  }

  /** A column of directions or tasks that groups the rows beside it. */
  private openGroup(row: GridRow, { groupColumn, groupNumberColumn }: Described): void {
    if (groupColumn === null) return;
    const cell = cellAt(row, groupColumn);
    if (cell === undefined || cell.carried || isEmpty(cell) || cell.span > 1) return;
    const beside = groupNumberColumn === null ? null : numberOf(cellAt(row, groupNumberColumn));
    const title = cell.lines.map((line) => line.text).join(' ');
    this.sections.begin(title, 'column', cell.lines[0]?.number ?? beside);
  }

  private begin(row: GridRow, table: Described): void {
    const lines = new Map<number, Line[]>();
    for (const cell of row.cells) {
      if ([table.numberColumn, table.groupColumn, table.groupNumberColumn].includes(cell.column) || isEmpty(cell))
        continue;
      lines.set(cell.column, [...cell.lines]);
    }
    this.sections.countMeasure();
    this.measures.push({
      number: ownNumber(row, table),
      section: this.sections.current,
      table: table.table,
      columns: table.columns,
      lines,
    });
  }
}

/** A note, a signature or a total among the rows. */
function isRemark(filled: readonly GridCell[]): boolean {
  return (
    (filled.length === 1 && REMARK.test(cellText(filled[0]))) ||
    filled.slice(0, 2).some((cell) => TOTAL.test(cellText(cell)))
  );
}

/** A row of a form with a number and nothing to do yet. */
function isBlankForm(filled: readonly GridCell[], table: Described): boolean {
  return (
    filled.length === 1 &&
    filled[0]?.column === table.numberColumn &&
    filled[0]?.span === 1 &&
    numberOf(filled[0]) !== null
  );
}

type Described = {
  table: number;
  columns: Column[];
  numberColumn: number | null;
  textColumn: number;
  groupColumn: number | null;
  /** The column of numbers, when it is merged over the rows of a group and so numbers the groups. */
  groupNumberColumn: number | null;
  /** Rows carry numbers, so a row without one is no new measure by itself. */
  numbered: boolean;
};

function describe(part: TablePart): Described {
  const column = (role: Column['role']) => part.columns.find((candidate) => candidate.role === role)?.index ?? null;
  const statedNumberColumn = column('number');
  const textColumn = column('text') ?? 0;
  const group = column('group');
  const dataRows = part.rows.filter((row) => filledCells(row).length > 1);
  const numbersGroups =
    statedNumberColumn !== null && part.rows.some((row) => isInside(row, statedNumberColumn, textColumn));
  const numberColumn = numbersGroups ? null : statedNumberColumn;
  const withNumber =
    numberColumn === null ? 0 : dataRows.filter((row) => numberOf(cellAt(row, numberColumn)) !== null).length;
  const own = group === null ? [] : dataRows.filter((row) => filledCells(row).some((cell) => cell.column === group));
  const groups =
    group !== null &&
    dataRows.length > 1 &&
    (own.length < dataRows.length * 0.8 || dataRows.some((row) => cellAt(row, group)?.carried));
  return {
    table: part.table,
    columns: part.columns.map((candidate) =>
      numbersGroups && candidate.role === 'number' ? { ...candidate, role: 'group' } : candidate,
    ),
    numberColumn,
    textColumn,
    groupColumn: groups ? group : null,
    groupNumberColumn: numbersGroups ? statedNumberColumn : null,
    numbered: withNumber * 2 >= dataRows.length && withNumber > 0,
  };
}

/** A measure of its own beside a number that is merged over several rows. */
function isInside(row: GridRow, numberColumn: number, textColumn: number): boolean {
  const text = cellAt(row, textColumn);
  return (
    cellAt(row, numberColumn)?.carried === true &&
    numberOf(cellAt(row, numberColumn)) !== null &&
    text !== undefined &&
    !text.carried &&
    text.span === 1 &&
    BEGINS.test(cellText(text)) &&
    filledCells(row).length > 1
  );
}

function numberOf(cell: GridCell | undefined): string | null {
  if (cell === undefined || isEmpty(cell)) return null;
  const [line] = cell.lines;
  const printed = line === undefined ? '' : line.text === '' ? (line.number ?? '') : line.text;
  const match = NUMBER.exec(fold(printed.replace(/\.\s+(?=\d)/g, '.')));
  return match ? (match[1] as string).replace(/[ІХ]/g, (letter) => (letter === 'І' ? 'I' : 'X')) : null;
}

function ownNumber(row: GridRow, table: Described): string | null {
  const cell = table.numberColumn === null ? undefined : cellAt(row, table.numberColumn);
  return cell === undefined || cell.carried ? null : numberOf(cell);
}

type Kind = 'section' | 'continuation' | 'measure';

function kindOf(row: GridRow, next: GridRow | undefined, table: Described, last: RawMeasure | undefined): Kind {
  const filled = filledCells(row);
  const number = ownNumber(row, table);
  const textCell = cellAt(row, table.textColumn);
  const text = textCell === undefined || textCell.carried ? '' : cellText(textCell);
  const nextNumber = next === undefined ? null : ownNumber(next, table);
  if (filled.length === 1) return kindOfSingle(filled[0] as GridCell, row, table, last, nextNumber);
  if (number !== null) {
    const alone =
      filled.length === 2 &&
      text !== '' &&
      !row.cells.some((cell) => cell.carried && !isEmpty(cell)) &&
      table.columns.length > 2;
    const across =
      textCell !== undefined && textCell.span > 1 && textCell.column + textCell.span === table.columns.length;
    return alone && (across || titlesWhatFollows(number, textCell as GridCell, nextNumber, last))
      ? 'section'
      : 'measure';
  }
  if (last === undefined) return 'measure';
  if (text === '') return 'continuation';
  if (/^[а-яё]/.test(text) && isUnfinished(last, table)) return 'continuation';
  if (!table.numbered) return 'measure';
  return isUnfinished(last, table) && !standsAlone(row, table)
    ? 'continuation'
    : standsAlone(row, table)
      ? 'measure'
      : 'continuation';
}

/** One filled cell: a title across the table, or the rest of one cell of the row above. */
function kindOfSingle(
  cell: GridCell,
  row: GridRow,
  table: Described,
  last: RawMeasure | undefined,
  nextNumber: string | null,
): Kind {
  const text = cellText(cell);
  const inner = cell.column === table.textColumn && cell.span === 1 && row.cells.length > 1;
  if (row.cells.some((other) => other.carried && !isEmpty(other) && other.column !== table.groupColumn))
    return inner ? 'measure' : 'continuation';
  if (last !== undefined && /^[а-яё,;)]/.test(text) && isUnfinishedAt(last, cell.column, row)) return 'continuation';
  if (row.cells.length === 1 || cell.span > 1 || cell.column === table.numberColumn) return 'section';
  if (!inner) {
    if (last === undefined) return cell.column === 0 ? 'section' : 'measure';
    return cell.column === 0 && !goesOnAtTheEdge(cell, table) ? 'section' : 'continuation';
  }
  if (last === undefined || cell.lines.every((line) => line.bold)) return 'section';
  if (!table.numbered) return 'section';
  return isUnfinished(last, table) && nextNumber === null
    ? 'continuation'
    : asksForMore(endOf(last, table.textColumn))
      ? 'continuation'
      : 'section';
}

/** The first column may hold persons or deadlines; the rest of such a cell is no title. */
function goesOnAtTheEdge(cell: GridCell, table: Described): boolean {
  const role = table.columns[cell.column]?.role;
  const text = cellText(cell);
  if (role === 'responsible') return opening(text) !== null;
  return role === 'deadline' && !['unrecognised', 'unspecified'].includes(parseDeadline(text).kind);
}

/** A number and a title with nothing else: the rows below are numbered under it, or it is set apart by its numeral. */
function titlesWhatFollows(
  number: string,
  cell: GridCell,
  nextNumber: string | null,
  last: RawMeasure | undefined,
): boolean {
  if (nextNumber?.startsWith(`${number}.`)) return true;
  if (/^[IVX]+$/.test(number)) return nextNumber === null || !/^[IVX]+$/.test(nextNumber);
  const before = last?.number ?? null;
  const numbersDiffer = (other: string | null) =>
    other !== null && other.split('.').length !== number.split('.').length;
  return (
    cell.lines.every((line) => line.bold) && (numbersDiffer(nextNumber) || numbersDiffer(before) || nextNumber === '1')
  );
}

const LONGEST_END = 80;

/** The last words in a column: a row may go on over many rows, so the whole text is not looked at each time. */
function endOf(measure: RawMeasure, column: number): string {
  return (measure.lines.get(column)?.at(-1)?.text ?? '').slice(-LONGEST_END);
}

function isUnfinished(last: RawMeasure, table: Described): boolean {
  const end = endOf(last, table.textColumn);
  return !/[.;:!?»"]$/.test(end) || asksForMore(end);
}

function isUnfinishedAt(last: RawMeasure, column: number, row: GridRow): boolean {
  if (row.cells.length === 1) return !/[.;:!?]$/.test([...last.lines.values()].at(-1)?.at(-1)?.text ?? '.');
  return last.lines.has(column);
}

/** A row that has a text and a deadline or a responsible of its own, though its number is lost. */
function standsAlone(row: GridRow, table: Described): boolean {
  const text = cellText(cellAt(row, table.textColumn));
  if (!BEGINS.test(text)) return false;
  return filledCells(row).some((cell) => {
    const role = table.columns[cell.column]?.role;
    return (role === 'deadline' || role === 'responsible') && /^[«"А-ЯЁ\d]/.test(cellText(cell));
  });
}

/**
 * The rest of a row after a page break: each cell goes on where it stopped. Under a vertically merged
 * text the cells of the further rows are entries of their own.
 */
function glue(last: RawMeasure, row: GridRow, table: Described): void {
  const ownEntries = cellAt(row, table.textColumn)?.carried ?? false;
  for (const cell of filledCells(row)) {
    if (cell.column === table.numberColumn) continue;
    const lines = last.lines.get(cell.column) ?? [];
    const [first, ...rest] = cell.lines as [Line, ...Line[]];
    const before = lines.at(-1);
    if (before !== undefined && ownEntries) {
      lines[lines.length - 1] = { ...before, text: before.text.replace(/[;,]?$/, ';') };
      lines.push(first);
    } else if (
      before !== undefined &&
      first.number === null &&
      (!/[.;:]$/.test(before.text.slice(-1)) || /^[а-яё]/.test(first.text))
    ) {
      lines[lines.length - 1] = {
        ...before,
        text: `${before.text} ${fold(first.text)}`,
        links: [...before.links, ...first.links],
      };
    } else lines.push({ ...first, startsParagraph: true });
    last.lines.set(cell.column, [...lines, ...rest]);
  }
}
