/** PDF with a text layer: tables from ruled lines or columns of text, put together over page breaks. */
import { AppError } from '#kernel/errors.ts';
import type { Block, Paragraph, Table } from '../../model.ts';
import { assembleTable, type DraftRow } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { flowOf, type PageFlow, type PlacedTable } from './flow.ts';
import { withoutFurniture } from './furniture.ts';
import { type Box, clusters, nearest } from './geometry.ts';
import { WordJoiner } from './hyphens.ts';
import { type Line, type Measure, paragraphsOf, usualPitch } from './layout.ts';
import { openPages } from './open.ts';

type Piece = { kind: 'text'; lines: Line[]; page: PageFlow } | { kind: 'tables'; parts: PlacedTable[] };

/** Sides of one table on two pages differ by less than this. */
const SAME_SIDE = 5;
const WIDEST_PADDING = 8;

export async function readPdf(bytes: Uint8Array, budget: Budget): Promise<Block[]> {
  const contents = await openPages(bytes, budget);
  if (contents.every((page) => page.pieces.length === 0)) throw new AppError('fileNoText');
  const flows: PageFlow[] = [];
  for (const page of contents) flows.push(flowOf(page, flows.at(-1) ?? null, budget));
  const pages = withoutFurniture(flows);
  const joiner = new WordJoiner(pages.flatMap(allLines).map((line) => line.text));
  const pitch = usualPitch(pages.flatMap(columnsOfLines));
  return sequence(pages).flatMap((piece): Block[] => {
    if (piece.kind === 'tables') return [tableOf(piece.parts, pitch, joiner, budget)];
    return paragraphsOf(piece.lines, measureOf(piece.page), pitch, joiner);
  });
}

function allLines(page: PageFlow): Line[] {
  return page.items.flatMap((item) => (item.kind === 'line' ? [item.line] : item.cells.flatMap((cell) => cell.lines)));
}

function columnsOfLines(page: PageFlow): Line[][] {
  return page.items.flatMap((item) => (item.kind === 'line' ? [] : item.cells.map((cell) => cell.lines)));
}

/** Runs of lines and tables in reading order; a table at a page's end goes on at the next page's start. */
function sequence(pages: PageFlow[]): Piece[] {
  const pieces: Piece[] = [];
  for (const page of pages) {
    page.items.forEach((item, index) => {
      const last = pieces.at(-1);
      if (item.kind === 'line') {
        if (last?.kind === 'text' && last.page === page) last.lines.push(item.line);
        else pieces.push({ kind: 'text', lines: [item.line], page });
      } else if (index === 0 && last?.kind === 'tables' && goesOn(last.parts.at(-1)!, item)) last.parts.push(item);
      else pieces.push({ kind: 'tables', parts: [item] });
    });
  }
  return pieces;
}

function goesOn(above: PlacedTable, below: PlacedTable): boolean {
  if (above.columns && below.columns) return above.columns.length === below.columns.length;
  const sameSides =
    Math.abs(above.box.left - below.box.left) < SAME_SIDE && Math.abs(above.box.right - below.box.right) < SAME_SIDE;
  return sameSides && !above.columns && !below.columns;
}

function measureOf(page: PageFlow): Measure {
  const boxes = page.items.map((item) => (item.kind === 'line' ? item.line : item.box));
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
    exact: false,
  };
}

function tableOf(parts: PlacedTable[], pitch: number, joiner: WordJoiner, budget: Budget): Table {
  const sides = clusters(
    parts.flatMap((part) => part.cells.flatMap(({ box }) => [box.left, box.right])),
    SAME_SIDE,
  );
  const rows = parts.flatMap((part) => rowsOf(part, sides, pitch, joiner));
  return markRepeatedHeader(
    assembleTable(rows, budget),
    parts.map((part) => part.rowTops.length - 1),
  );
}

function rowsOf(part: PlacedTable, sides: number[], pitch: number, joiner: WordJoiner): DraftRow[] {
  const rows = part.rowTops.slice(0, -1).map((): DraftRow => ({ header: false, cells: [] }));
  const measures = cellMeasures(part);
  for (const { box, lines } of part.cells) {
    const row = nearest(part.rowTops, box.top);
    const column = nearest(sides, box.left);
    rows[row]!.cells.push({
      column,
      columnSpan: Math.max(1, nearest(sides, box.right) - column),
      rowSpan: Math.max(1, nearest(part.rowTops, box.bottom) - row),
      paragraphs: paragraphsOf(lines, measures(box), pitch, joiner),
      tables: [],
    });
  }
  for (const row of rows) row.cells.sort((a, b) => a.column - b.column);
  return rows;
}

/** What the lines of a cell may fill: its box less the padding, or the widest line of an unruled column. */
function cellMeasures(part: PlacedTable): (box: Box) => Measure {
  if (part.columns) {
    return ({ left, right }) => {
      const lines = part.cells
        .filter((cell) => cell.box.left === left && cell.box.right === right)
        .flatMap((cell) => cell.lines);
      return { left, right: Math.max(left, ...lines.map((line) => line.right)), exact: true };
    };
  }
  // Text that is centred everywhere tells nothing of the padding.
  const gaps = part.cells.flatMap(({ box, lines }) => lines.map((line) => line.left - box.left));
  const padding = Math.max(0, Math.min(...gaps, WIDEST_PADDING));
  return ({ left, right }) => ({ left: left + padding, right: right - padding, exact: true });
}

/** Rows at the top of a further page that say the same as the table's first rows. */
function markRepeatedHeader(table: Table, rowCounts: number[]): Table {
  const first = table.rows.map(rowText);
  let start = rowCounts[0] ?? 0;
  for (const count of rowCounts.slice(1)) {
    for (let row = 0; row < count && row < (rowCounts[0] ?? 0) && first[start + row] === first[row]; row += 1) {
      table.rows[row]!.header = true;
      table.rows[start + row]!.header = true;
    }
    start += count;
  }
  return table;
}

function rowText({ cells }: Table['rows'][number]): string {
  return cells
    .map((cell) => `${cell.column}:${cell.paragraphs.map((part: Paragraph) => part.text).join(' ')}`)
    .join('|');
}
