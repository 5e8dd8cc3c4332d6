/** One worksheet: its filled cells, merges and repeated rows. */
import type { Paragraph } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { child, childrenOf, elements, parseXml, textOf, type XmlNode } from '../xml.ts';
import { numberText } from './number-text.ts';

export type CellStyle = { code: string; bold: boolean; italic: boolean };
export type Workbook = { strings: string[]; styles: CellStyle[]; from1904: boolean };
export type SheetCell = { row: number; column: number; paragraphs: Paragraph[] };
export type Merge = { top: number; left: number; bottom: number; right: number };
export type Sheet = { cells: SheetCell[]; merges: Merge[]; links: Map<string, string> };

const SKIPPED = new Set(['x:conditionalFormatting', 'x:dataValidations', 'x:extLst', 'x:f', 'x:rPh', 'x:phoneticPr']);
const PLAIN: CellStyle = { code: 'General', bold: false, italic: false };
const MOST_COLUMNS = 16_384;

/** `addresses` are the targets of the sheet's relations by id. */
export function readSheet(xml: string, workbook: Workbook, addresses: Map<string, string>, budget: Budget): Sheet {
  const cells: SheetCell[] = [];
  const hiddenRows = new Set<number>();
  let rowNumber = -1;
  const take = (node: XmlNode): boolean => {
    if (node.name !== 'x:row') return false;
    rowNumber = node.attributes['r'] === undefined ? rowNumber + 1 : Number(node.attributes['r']) - 1;
    if (isTrue(node.attributes['hidden'])) hiddenRows.add(rowNumber);
    cells.push(...rowCells(node, rowNumber, workbook, budget));
    return true;
  };
  const root = parseXml(xml, budget, { take, skip: SKIPPED });
  const links = new Map<string, string>();
  for (const link of childrenOf(child(root, 'x:hyperlinks'), 'x:hyperlink')) {
    const address = addresses.get(link.attributes['r:id'] ?? '');
    if (address !== undefined) links.set((link.attributes['ref'] ?? '').split(':')[0]!, address);
  }
  // A filter hides rows for the moment; rows hidden by hand are not part of what the sheet shows.
  const keepHiddenRows = child(root, 'x:autoFilter') !== null;
  const hiddenColumns = hiddenColumnRanges(root);
  const isShown = ({ row, column }: SheetCell) => {
    return (
      (keepHiddenRows || !hiddenRows.has(row)) && !hiddenColumns.some(([from, to]) => column >= from && column <= to)
    );
  };
  return {
    cells: cells.filter(isShown),
    merges: childrenOf(child(root, 'x:mergeCells'), 'x:mergeCell').flatMap(mergeOf),
    links,
  };
}

function rowCells(node: XmlNode, row: number, workbook: Workbook, budget: Budget): SheetCell[] {
  const cells: SheetCell[] = [];
  let column = -1;
  for (const cell of elements(node)) {
    budget.step();
    if (cell.name !== 'x:c') continue;
    column = columnOf(cell.attributes['r']) ?? column + 1;
    const style = workbook.styles[Number(cell.attributes['s'] ?? 0)] ?? PLAIN;
    const text = cellText(cell, style, workbook);
    if (text.trim() === '' || column >= MOST_COLUMNS) continue;
    budget.cell();
    const paragraphs = text.split(/\r?\n/).map((line) => paragraph(line, { bold: style.bold, italic: style.italic }));
    cells.push({ row, column, paragraphs });
  }
  return cells;
}

function cellText(cell: XmlNode, style: CellStyle, workbook: Workbook): string {
  const inline = child(cell, 'x:is');
  if (inline) return stringText(inline);
  const value = child(cell, 'x:v');
  if (!value) return '';
  const text = textOf(value);
  switch (cell.attributes['t']) {
    case 's':
      return workbook.strings[Number(text)] ?? '';
    case 'b':
      return text === '1' ? 'ИСТИНА' : 'ЛОЖЬ';
    case 'str':
    case 'e':
      return text;
    case 'd':
      return text.replace(/^(\d{4})-(\d\d)-(\d\d)(?:T00:00:00.*)?$/, '$3.$2.$1');
    default: {
      const number = Number(text);
      return Number.isFinite(number) && text.trim() !== '' ? numberText(number, style.code, workbook.from1904) : text;
    }
  }
}

/** A shared or inline string: one text or runs of differently formatted text. */
export function stringText(node: XmlNode): string {
  return elements(node)
    .map((part) => (part.name === 'x:t' ? textOf(part) : part.name === 'x:r' ? stringText(part) : ''))
    .join('')
    .replace(/_x000D_/g, '');
}

function hiddenColumnRanges(root: XmlNode): [number, number][] {
  return childrenOf(child(root, 'x:cols'), 'x:col')
    .filter((column) => isTrue(column.attributes['hidden']))
    .map(({ attributes }) => [Number(attributes['min']) - 1, Number(attributes['max']) - 1]);
}

function mergeOf(node: XmlNode): Merge[] {
  const [from = '', to = from] = (node.attributes['ref'] ?? '').split(':');
  const [left, right] = [columnOf(from), columnOf(to)];
  const [top, bottom] = [rowOf(from), rowOf(to)];
  return left === null || right === null || top === null || bottom === null ? [] : [{ top, left, bottom, right }];
}

/** 0-based column of «AB12». */
function columnOf(reference: string | undefined): number | null {
  const letters = /^\$?([A-Z]{1,3})/i.exec(reference ?? '')?.[1]?.toUpperCase();
  if (letters === undefined) return null;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function rowOf(reference: string): number | null {
  const digits = /(\d+)$/.exec(reference)?.[1];
  return digits === undefined ? null : Number(digits) - 1;
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
