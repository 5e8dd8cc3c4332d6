/** What the columns of a table say about all of its rows, and a measure as its rows give it. */
import { fold } from '../text/clean.ts';
import type { Column } from './columns.ts';
import { cellAt, cellText, filledCells, type GridCell, type GridRow, isEmpty } from './grid.ts';
import type { Line } from './lines.ts';
import type { TablePart } from './tables.ts';

export type RawMeasure = {
  /** As printed, without the final dot. */
  number: string | null;
  section: number | null;
  table: number;
  columns: Column[];
  /** Lines by column index. */
  lines: Map<number, Line[]>;
};

const NUMBER = /^(?:№\s*)?((?:\d{1,4}|[IVXІХ]+)(?:\.\d{1,4}){0,4}|\d{1,3}[а-яa-z]|[а-яa-z](?=[.)]))\s*[.)]*$/i;
/** A text that is no rest of another: a capital, after a number or a quote. */
export const BEGINS = /^(?:\d{1,3}(?:\.\d{1,3})*[.)]\s*)?[«"(]?[А-ЯЁA-Z]/;

export type Described = {
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

export function describe(part: TablePart): Described {
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

export function numberOf(cell: GridCell | undefined): string | null {
  if (cell === undefined || isEmpty(cell)) return null;
  const [line] = cell.lines;
  const printed = line === undefined ? '' : line.text === '' ? (line.number ?? '') : line.text;
  const match = NUMBER.exec(fold(printed.replace(/\.\s+(?=\d)/g, '.')));
  return match ? (match[1] as string).replace(/[ІХ]/g, (letter) => (letter === 'І' ? 'I' : 'X')) : null;
}

export function ownNumber(row: GridRow, table: Described): string | null {
  const cell = table.numberColumn === null ? undefined : cellAt(row, table.numberColumn);
  return cell === undefined || cell.carried ? null : numberOf(cell);
}
