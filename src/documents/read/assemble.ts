/** From what the formats say about cells to the rows of the model: merges resolved, one grid. */
import type { Cell, Paragraph, Row, Table } from '../model.ts';
import type { Budget } from './limits.ts';

export type DraftCell = {
  column: number;
  columnSpan: number;
  rowSpan: number;
  /** Part of a vertically merged cell that began in a row above. */
  continues?: boolean;
  paragraphs: Paragraph[];
  tables: Table[];
};

export type DraftRow = { cells: DraftCell[]; header: boolean };

export function paragraph(text: string, more: Partial<Paragraph> = {}): Paragraph {
  return {
    kind: 'paragraph',
    text,
    listNumber: null,
    headingLevel: null,
    align: null,
    bold: false,
    italic: false,
    links: [],
    ...more,
  };
}

export function draftCell(column: number, paragraphs: Paragraph[], more: Partial<DraftCell> = {}): DraftCell {
  return { column, columnSpan: 1, rowSpan: 1, paragraphs, tables: [], ...more };
}

/** Merges continued cells into the cell above, and drops grid lines where no cell begins or ends. */
export function assembleTable(drafts: DraftRow[], budget: Budget, edges: number[] = []): Table {
  const rows = drafts.map((draft) => ({ header: draft.header, cells: [] as Cell[] }));
  const open = new Map<number, { cell: Cell; lastRow: number }>();
  drafts.forEach((draft, rowIndex) => {
    for (const part of draft.cells) {
      budget.cell();
      const above = open.get(part.column);
      if (part.continues && above && above.lastRow === rowIndex - 1 && above.cell.columnSpan === part.columnSpan) {
        above.cell.rowSpan += 1;
        above.lastRow = rowIndex;
        above.cell.paragraphs.push(...part.paragraphs);
        above.cell.tables.push(...part.tables);
        continue;
      }
      const cell: Cell = {
        column: part.column,
        columnSpan: part.columnSpan,
        rowSpan: part.rowSpan,
        paragraphs: part.paragraphs,
        tables: part.tables,
      };
      rows[rowIndex]!.cells.push(cell);
      open.set(part.column, { cell, lastRow: rowIndex + part.rowSpan - 1 });
    }
  });
  return onOneGrid(rows, edges);
}

/**
 * Word and its likes draw slightly shifted borders as extra grid columns a few points wide.
 * `edges[i]` is where column i begins (any unit, 0 when unknown); edges closer than this are one.
 */
const SAME_EDGE = 200;

function onOneGrid(rows: Row[], edges: number[]): Table {
  const used = new Set<number>();
  const narrow = new Set<string>();
  for (const row of rows) {
    for (const cell of row.cells) {
      used.add(cell.column);
      used.add(cell.column + cell.columnSpan);
      narrow.add(`${cell.column}:${cell.column + cell.columnSpan}`);
    }
  }
  const newColumn = new Map<number, number>();
  let column = -1;
  let previous: number | null = null;
  for (const edge of [...used].sort((a, b) => a - b)) {
    const same = previous !== null && isSameEdge(edges, previous, edge) && !narrow.has(`${previous}:${edge}`);
    if (!same) column += 1;
    newColumn.set(edge, column);
    if (!same) previous = edge;
  }
  for (const row of rows) {
    for (const cell of row.cells) {
      const end = newColumn.get(cell.column + cell.columnSpan)!;
      cell.column = newColumn.get(cell.column)!;
      cell.columnSpan = Math.max(1, end - cell.column);
    }
  }
  return { kind: 'table', rows, columnCount: Math.max(column, 0) };
}

function isSameEdge(edges: number[], left: number, right: number): boolean {
  const from = edges[left];
  const to = edges[right];
  return from !== undefined && to !== undefined && to > from && to - from < SAME_EDGE;
}
