/** Where in the source document each measure stands, so that the two sides of the review lead to each other. */
import type { Cell, SourceDocument, Table } from '#documents/model.ts';
import type { Issue } from '#kernel/issue.ts';
import type { PlanReading } from '#modules/plan-reading/contract.ts';

/** As many letters of a measure as tell it from others even when its cell was mended or cut by a page. */
const TELLING = 40;

/** Id of a row of the source: the third row of the first table is «source-1-3». */
export function sourceRowId(table: number, row: number): string {
  return `source-${table}-${row}`;
}

/** By the place of the measure in the reading, from 0: the id of its row; absent when its text is not found. */
export function placesInSource(source: SourceDocument, measures: readonly { text: string }[]): Map<number, string> {
  const rows = source.blocks
    .filter((block) => block.kind === 'table')
    .flatMap((table, tableIndex) =>
      table.rows.map((row, rowIndex) => ({
        id: sourceRowId(tableIndex + 1, rowIndex + 1),
        text: bare(row.cells.map(cellText).join(' ')),
      })),
    );
  const found = new Map<number, string>();
  let next = 0;
  measures.forEach((measure, index) => {
    const wanted = bare(measure.text).slice(0, TELLING);
    // Measures stand in the order of the document: looking on from the last one keeps repeated texts apart.
    const at = wanted === '' ? -1 : rows.findIndex((row, place) => place >= next && row.text.includes(wanted));
    if (at < 0) return;
    found.set(index, rows[at]!.id);
    next = at + 1;
  });
  return found;
}

/** The measure an issue speaks of («таблица 1, строка 8, «Срок»»), by its place from 0; null for the plan as a whole. */
export function measureOfIssue(issue: Issue, measures: PlanReading['measures']): number | null {
  const row = /строка\s+([^,«]+)/.exec(issue.where)?.[1]?.trim();
  if (row === undefined) return null;
  const named = measures.findIndex((measure) => (measure.number ?? String(measure.position)) === row);
  return named < 0 ? null : named;
}

export function cellText(cell: Cell): string {
  return [...cell.paragraphs.map((paragraph) => paragraph.text), ...cell.tables.map(tableText)].join('\n');
}

function tableText(table: Table): string {
  return table.rows.flatMap((row) => row.cells.map(cellText)).join('\n');
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
