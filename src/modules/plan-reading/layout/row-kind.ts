/** Whether a row is a measure, goes on with the one before, or is the title of a section. */
import { parseDeadline } from '../deadlines/index.ts';
import { asksForMore, opening } from '../parties/starts.ts';
import { cellAt, cellText, filledCells, type GridCell, type GridRow, isEmpty } from './grid.ts';
import { BEGINS, type Described, ownNumber, type RawMeasure } from './table-shape.ts';

type Kind = 'section' | 'continuation' | 'measure';

export function kindOf(row: GridRow, next: GridRow | undefined, table: Described, last: RawMeasure | undefined): Kind {
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
