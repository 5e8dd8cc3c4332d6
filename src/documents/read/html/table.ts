/** HTML tables: spans laid out on the grid as browsers do it. */
import type { Block } from '../../model.ts';
import { assembleTable, type DraftCell, type DraftRow } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { isDropped, type Look, lookOf } from './style.ts';
import { attribute, type HtmlElement, isElement } from './tree.ts';

type SourceRow = { element: HtmlElement; header: boolean; look: Look };

/** Reads what an element holds as blocks of its own. */
type ContentOf = (element: HtmlElement, look: Look) => Block[];

const WIDEST_SPAN = 1000;

/** A table that only holds the page together (one cell with tables in it) gives its content. */
export function readHtmlTable(table: HtmlElement, look: Look, budget: Budget, contentOf: ContentOf): Block[] {
  const rows = rowsOf(table, look);
  const captions = childElements(table).filter((element) => element.tagName === 'caption');
  const above = captions.flatMap((caption) => contentOf(caption, look));
  const only = rows.length === 1 ? cellsOf(rows[0]!.element) : [];
  if (only.length === 1) {
    const content = contentOf(only[0]!, look);
    if (content.some((block) => block.kind === 'table')) return [...above, ...content];
  }
  return [...above, assembleTable(layOut(rows, budget, contentOf), budget)];
}

function layOut(rows: SourceRow[], budget: Budget, contentOf: ContentOf): DraftRow[] {
  /** Grid column → the first row that is free again. */
  const busyUntil = new Map<number, number>();
  return rows.map((row, rowIndex): DraftRow => {
    const cells: DraftCell[] = [];
    let column = 0;
    for (const element of cellsOf(row.element)) {
      while ((busyUntil.get(column) ?? 0) > rowIndex) column += 1;
      const columnSpan = span(element, 'colspan', WIDEST_SPAN);
      const left = rows.length - rowIndex;
      const rowSpan = attribute(element, 'rowspan') === '0' ? left : span(element, 'rowspan', left);
      const blocks = contentOf(element, lookOf(element, row.look));
      cells.push({
        column,
        columnSpan,
        rowSpan,
        paragraphs: blocks.filter((block) => block.kind === 'paragraph'),
        tables: blocks.filter((block) => block.kind === 'table'),
      });
      for (let covered = column; covered < column + columnSpan; covered += 1) {
        budget.step();
        if (rowSpan > 1) busyUntil.set(covered, rowIndex + rowSpan);
      }
      column += columnSpan;
    }
    return { header: row.header, cells };
  });
}

function rowsOf(table: HtmlElement, look: Look): SourceRow[] {
  const own = lookOf(table, look);
  return childElements(table).flatMap((part): SourceRow[] => {
    if (part.tagName === 'tr') return [{ element: part, header: false, look: lookOf(part, own) }];
    if (!/^t(?:head|body|foot)$/.test(part.tagName)) return [];
    const inPart = lookOf(part, own);
    const rows = childElements(part).filter((row) => row.tagName === 'tr');
    return rows.map((row) => ({ element: row, header: part.tagName === 'thead', look: lookOf(row, inPart) }));
  });
}

function cellsOf(row: HtmlElement): HtmlElement[] {
  return childElements(row).filter((cell) => cell.tagName === 'td' || cell.tagName === 'th');
}

function childElements(element: HtmlElement): HtmlElement[] {
  return element.childNodes.filter(isElement).filter((child) => !isDropped(child));
}

function span(element: HtmlElement, name: string, most: number): number {
  const value = Math.floor(Number(attribute(element, name) ?? 1));
  return Math.min(Math.max(Number.isFinite(value) ? value : 1, 1), Math.max(most, 1));
}
