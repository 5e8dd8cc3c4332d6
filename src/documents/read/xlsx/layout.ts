/** From the filled cells of a sheet to paragraphs and tables: titles above and notes below are no rows. */
import type { Block } from '../../model.ts';
import { assembleTable, draftCell, type DraftCell, type DraftRow } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { looksLikeHeader } from '../text/lines.ts';
import type { Merge, Sheet, SheetCell } from './sheet.ts';

type SheetRow = { number: number; cells: SheetCell[] };

export function sheetBlocks(sheet: Sheet, headerRows: [number, number] | null, budget: Budget): Block[] {
  addLinks(sheet);
  const rows = rowsOf(sheet.cells);
  return tablesAndText(rows).flatMap((part): Block[] => {
    if (part.length === 1 || part.every((row) => row.cells.length === 1)) {
      return part.flatMap((row) => row.cells.flatMap((cell) => cell.paragraphs));
    }
    return [tableBlock(part, sheet.merges, headerRows, budget)];
  });
}

function addLinks({ cells, links }: Sheet): void {
  if (links.size === 0) return;
  for (const { row, column, paragraphs } of cells) {
    const address = links.get(`${columnLetters(column)}${row + 1}`);
    if (address !== undefined) paragraphs[0]!.links.push(address);
  }
}

function columnLetters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : columnLetters(Math.floor(column / 26) - 1) + columnLetters(column % 26);
}

function rowsOf(cells: SheetCell[]): SheetRow[] {
  const rows: SheetRow[] = [];
  for (const cell of [...cells].sort((a, b) => a.row - b.row || a.column - b.column)) {
    const last = rows.at(-1);
    if (last?.number === cell.row) last.cells.push(cell);
    else rows.push({ number: cell.row, cells: [cell] });
  }
  return rows;
}

/** Lone cells before a header row and after a blank row at the end are text; a new header begins a new table. */
function tablesAndText(rows: SheetRow[]): SheetRow[][] {
  const parts: SheetRow[][] = [];
  let at = 0;
  while (at < rows.length) {
    const start = rows.findIndex((row, index) => index >= at && row.cells.length > 1);
    if (start < 0) {
      parts.push(...rows.slice(at).map((row) => [row]));
      break;
    }
    parts.push(...rows.slice(at, start).map((row) => [row]));
    const end = tableEnd(rows, start);
    parts.push(rows.slice(start, end));
    at = end;
  }
  return parts;
}

function tableEnd(rows: SheetRow[], start: number): number {
  for (let index = start + 1; index < rows.length; index += 1) {
    const afterBlank = rows[index]!.number > rows[index - 1]!.number + 1;
    if (!afterBlank) continue;
    const nextWide = rows.findIndex((row, other) => other >= index && row.cells.length > 1);
    if (nextWide < 0) return index;
    const texts = rows[nextWide]!.cells.map((cell) => cell.paragraphs.map((part) => part.text).join(' '));
    if (looksLikeHeader(texts)) return index;
  }
  return rows.length;
}

function tableBlock(rows: SheetRow[], merges: Merge[], headerRows: [number, number] | null, budget: Budget): Block {
  const columns = usedColumns(rows, merges);
  const numbers = rows.map((row) => row.number);
  const covers = mergesByRow(merges, numbers, budget);
  const drafts = rows.map((row): DraftRow => {
    const filled = new Map(row.cells.map((cell) => [cell.column, cell]));
    const inRow = covers.get(row.number) ?? [];
    const cells = columns.flatMap((column, index): DraftCell[] => {
      budget.cell();
      const merge = inRow.find((area) => column >= area.left && column <= area.right);
      const isFirst =
        !merge ||
        (column === columns.find((used) => used >= merge.left) &&
          row.number === numbers.find((number) => number >= merge.top));
      if (!isFirst) return [];
      const paragraphs = filled.get(merge?.left ?? column)?.paragraphs ?? [];
      if (!merge) return [draftCell(index, paragraphs)];
      return [
        draftCell(index, paragraphs, {
          columnSpan: columns.filter((used) => used >= merge.left && used <= merge.right).length,
          rowSpan: numbers.filter((number) => number >= merge.top && number <= merge.bottom).length,
        }),
      ];
    });
    return { header: headerRows !== null && row.number >= headerRows[0] && row.number <= headerRows[1], cells };
  });
  return assembleTable(drafts, budget);
}

/** Columns with anything in them: far-off empty ones cost nothing. */
function usedColumns(rows: SheetRow[], merges: Merge[]): number[] {
  const used = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.column)));
  const tops = new Set(rows.map((row) => row.number));
  for (const merge of merges)
    if (tops.has(merge.top) && used.has(merge.left) && merge.right - merge.left < 64) used.add(merge.right);
  return [...used].sort((a, b) => a - b);
}

function mergesByRow(merges: Merge[], numbers: number[], budget: Budget): Map<number, Merge[]> {
  const byRow = new Map<number, Merge[]>();
  for (const merge of merges) {
    for (const number of numbers) {
      budget.step();
      if (number < merge.top || number > merge.bottom) continue;
      const list = byRow.get(number);
      if (list) list.push(merge);
      else byRow.set(number, [merge]);
    }
  }
  return byRow;
}
