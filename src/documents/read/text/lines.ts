/** What the dialects of plain text share: how a line looks, and how cells become a table. */
import type { Paragraph, Table } from '../../model.ts';
import { assembleTable, draftCell, type DraftCell, type DraftRow, paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';

/** A cell's lines; each becomes a paragraph. */
export type TextRow = string[][];

const HEADER = /№|п\s*[/\\]\s*п|мероприяти|наименование|срок|ответственн|исполнител|содержание/i;
const NUMBER = /^\s*(?:№|\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s*$|[IVXLC]{1,5}[.)]?\s*$)/;
const LOWER_CASE = /^\s*[\p{Ll}(–-]/u;

/** Longer lines are not tried as borders: the patterns would take too long. */
export const LONGEST_RULE = 1000;

export function looksLikeHeader(cells: readonly string[]): boolean {
  return cells.filter((cell) => HEADER.test(cell)).length >= Math.min(2, cells.length);
}

export function looksLikeNumber(text: string): boolean {
  return NUMBER.test(text);
}

export function startsInside(text: string): boolean {
  return LOWER_CASE.test(text);
}

export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

export function textTable(rows: TextRow[], columnCount: number, budget: Budget): Table {
  const headerText = rows[0] ? flat(rows[0]) : '';
  const drafts = rows.map((row): DraftRow => {
    const header = flat(row) === headerText && rows.length > 1 && looksLikeHeader(row.map((lines) => lines.join(' ')));
    return { header, cells: isFullWidth(row, columnCount) ? [spanning(row, columnCount)] : ordinary(row, columnCount) };
  });
  return assembleTable(drafts, budget);
}

/** A section title: the only filled cell is the first, it is no number and no rest of a sentence. */
function isFullWidth(row: TextRow, columnCount: number): boolean {
  const filled = row.filter((lines) => !isBlank(lines.join('')));
  const first = (row[0] ?? []).join(' ');
  if (columnCount < 2 || filled.length !== 1 || isBlank(first)) return false;
  return row.length === 1 || !(looksLikeNumber(first) || startsInside(first));
}

function spanning(row: TextRow, columnCount: number): DraftCell {
  return draftCell(0, paragraphs(row[0] ?? []), { columnSpan: columnCount });
}

function ordinary(row: TextRow, columnCount: number): DraftCell[] {
  const missing = Array.from({ length: Math.max(0, columnCount - row.length) }, (): string[] => []);
  return [...row, ...missing].map((lines, column) => draftCell(column, paragraphs(lines)));
}

function paragraphs(lines: string[]): Paragraph[] {
  return lines.filter((line) => !isBlank(line)).map((line) => paragraph(line));
}

function flat(row: TextRow): string {
  return row.map((lines) => lines.join(' ').replace(/\s+/g, ' ').trim()).join('\t');
}
