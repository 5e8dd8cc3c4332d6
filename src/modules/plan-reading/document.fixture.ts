/** For tests: documents of the table model written as short as they are read. */
import type { Block, Cell, Paragraph, SourceDocument, Table } from '#documents/model.ts';

export function paragraph(text: string, look: Partial<Paragraph> = {}): Paragraph {
  return {
    kind: 'paragraph',
    text,
    listNumber: null,
    headingLevel: null,
    align: null,
    bold: false,
    italic: false,
    links: [],
    ...look,
  };
}

export type CellText =
  | string
  | { text: string; across?: number; down?: number; bold?: boolean; number?: string; links?: string[] };

/** A cell is a text, `¶` between its paragraphs; `null` stands where a cell of another row or column reaches. */
export function table(...rows: (CellText | null)[][]): Table {
  const built = rows.map((row) => ({
    header: false,
    cells: row.flatMap((cell, column): Cell[] =>
      cell === null ? [] : [cellOf(typeof cell === 'string' ? { text: cell } : cell, column)],
    ),
  }));
  return { kind: 'table', rows: built, columnCount: Math.max(...rows.map((row) => row.length)) };
}

function cellOf(
  { text, across = 1, down = 1, bold = false, number, links = [] }: Exclude<CellText, string>,
  column: number,
): Cell {
  const paragraphs = text
    .split('¶')
    .map((part, index) =>
      paragraph(part, { bold, listNumber: index === 0 ? (number ?? null) : null, links: index === 0 ? links : [] }),
    );
  return { column, columnSpan: across, rowSpan: down, paragraphs, tables: [] };
}

export function document(...blocks: (Block | string)[]): SourceDocument {
  return { format: 'docx', blocks: blocks.map((block) => (typeof block === 'string' ? paragraph(block) : block)) };
}
