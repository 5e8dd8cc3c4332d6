/**
 * Reads the rows of the plan tables one after another: a row is a measure, the rest of the measure
 * before, or the title of a section.
 */
import { fold } from '../text/clean.ts';
import { cellAt, cellText, filledCells, type GridCell, type GridRow, isEmpty, isRule } from './grid.ts';
import type { Line } from './lines.ts';
import { kindOf } from './row-kind.ts';
import { Sections } from './sections.ts';
import { type Described, describe, numberOf, ownNumber, type RawMeasure } from './table-shape.ts';
import { isHeaderAgain, type TablePart } from './tables.ts';

export type Remark = { table: number; text: string };

const REMARK = /^(?:\*|примечани|исп(?:олнитель)?\.\s|сноск)|_{3,}/i;
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
