/** Paragraphs, cells and rows as RTF and DOC end them, on every level of nested tables. */
import type { Block, Paragraph, Table } from '../model.ts';
import { assembleTable, type DraftCell, type DraftRow } from './assemble.ts';
import type { Budget } from './limits.ts';

type CellDefinition = { rightEdge: number; continuesAbove: boolean; continuesLeft: boolean };
export type RowDefinition = { leftEdge: number; header: boolean; cells: CellDefinition[] };

type Placed = { left: number; right: number; continues: boolean; blocks: Block[] };
type Level = { rows: { header: boolean; cells: Placed[] }[]; cells: Block[][]; blocks: Block[] };

/** Cells without a stated width are taken as this wide. */
const GUESSED_WIDTH = 1500;

/** The main text, or a text box. */
export class Story {
  readonly #budget: Budget;
  /** Level 0 is the text outside of tables. */
  readonly #levels: Level[] = [newLevel()];

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  addParagraph(own: Paragraph, boxes: Block[], level: number): void {
    this.#closeBelow(level);
    this.#level(level).blocks.push(own, ...boxes);
  }

  endCell(level: number): void {
    this.#closeBelow(level);
    const { cells, blocks } = this.#level(level);
    this.#budget.cell();
    cells.push(blocks.splice(0));
  }

  endRow(level: number, definition: RowDefinition): void {
    this.#closeBelow(level);
    const { rows, cells } = this.#level(level);
    const placed: Placed[] = [];
    let left = definition.leftEdge;
    cells.splice(0).forEach((blocks, index) => {
      const defined = definition.cells[index];
      // LibreOffice repeats empty cells behind a row with a nested table.
      if (!defined && definition.cells.length > 0 && isEmpty(blocks)) return;
      const right = Math.max(defined?.rightEdge ?? left + GUESSED_WIDTH, left + 1);
      const previous = placed.at(-1);
      if (defined?.continuesLeft && previous) {
        previous.right = right;
        previous.blocks.push(...blocks);
      } else placed.push({ left, right, continues: defined?.continuesAbove ?? false, blocks });
      left = right;
    });
    rows.push({ header: definition.header, cells: placed });
  }

  finish(): Block[] {
    this.#closeBelow(0);
    return this.#levels[0]!.blocks;
  }

  #level(index: number): Level {
    this.#budget.depth(index);
    while (this.#levels.length <= index) this.#levels.push(newLevel());
    return this.#levels[index]!;
  }

  /** Text on an outer level ends the tables inside. */
  #closeBelow(level: number): void {
    for (let index = this.#levels.length - 1; index > level; index -= 1) {
      const { rows, cells, blocks } = this.#levels.pop()!;
      const outer = this.#levels.at(-1)!.blocks;
      if (rows.length > 0) outer.push(this.#table(rows));
      // Cells of a row that never ended are kept as text.
      outer.push(...cells.flat(), ...blocks);
    }
  }

  #table(rows: Level['rows']): Table {
    const edges = [...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => [cell.left, cell.right])))].sort(
      (a, b) => a - b,
    );
    const column = new Map(edges.map((edge, index) => [edge, index]));
    const drafts = rows.map(
      ({ header, cells }): DraftRow => ({
        header,
        cells: cells.map(({ left, right, continues, blocks }): DraftCell => {
          const first = column.get(left)!;
          return {
            column: first,
            columnSpan: column.get(right)! - first,
            rowSpan: 1,
            continues,
            paragraphs: blocks.filter((block) => block.kind === 'paragraph'),
            tables: blocks.filter((block) => block.kind === 'table'),
          };
        }),
      }),
    );
    return assembleTable(drafts, this.#budget, edges);
  }
}

function newLevel(): Level {
  return { rows: [], cells: [], blocks: [] };
}

function isEmpty(blocks: Block[]): boolean {
  return blocks.every((block) => block.kind === 'paragraph' && block.text.trim() === '' && block.listNumber === null);
}
