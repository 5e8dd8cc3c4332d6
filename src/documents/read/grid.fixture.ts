/** For tests: a table as one line a row, `×n` and `↓n` for spans, `¶` between paragraphs. */
import type { Cell, Table } from '../model.ts';

export function gridOf(table: Table): string[] {
  return table.rows.map((row) => row.cells.map(cellText).join(' | '));
}

function cellText(cell: Cell): string {
  const paragraphs = cell.paragraphs.map(({ listNumber, text }) => [listNumber, text].filter(Boolean).join(' '));
  const inner = cell.tables.map((table) => `[${gridOf(table).join(' / ')}]`);
  const across = cell.columnSpan > 1 ? ` ×${cell.columnSpan}` : '';
  const down = cell.rowSpan > 1 ? ` ↓${cell.rowSpan}` : '';
  return [...paragraphs, ...inner].join('¶') + across + down;
}
