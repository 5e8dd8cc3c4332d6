/** Tables drawn with characters (Markdown, «+---+» frames, «│»), and separated values. */
import type { Block, Table } from '../../model.ts';
import { assembleTable, draftCell, type DraftRow, paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { isBlank, LONGEST_RULE, textTable, type TextRow } from './lines.ts';

const BORDER = /^\s*[|+│┃├┌└┼╔╠╚║]?[\s|+:=─━═│┃┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝║-]*$/;
const PIPES = '|│┃║';

export function isRuledLine(line: string): boolean {
  const trimmed = line.trim();
  return (trimmed.length > 1 && PIPES.includes(trimmed[0]!) && PIPES.includes(trimmed.at(-1)!)) || isBorder(trimmed);
}

function isBorder(line: string): boolean {
  if (line.length > LONGEST_RULE || !/[-─━═]{2}/.test(line)) return false;
  return /[+┌├└╔╠╚|│┃║]/.test(line) && BORDER.test(line);
}

/** Frames have a border after every row, Markdown one after the header only. */
export function readRuled(lines: string[], from: number, budget: Budget): { blocks: Block[]; next: number } | null {
  let next = from;
  const rows: TextRow[] = [];
  const borders: number[] = [];
  for (; next < lines.length && isRuledLine(lines[next]!); next += 1) {
    budget.step();
    const line = lines[next]!;
    if (isBorder(line.trim())) borders.push(rows.length);
    else rows.push(cellsOf(line));
  }
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns < 2 || rows.length < 2) return null;
  const framed = borders.length > 2;
  const table = textTable(framed ? joinFramed(rows, borders) : rows, columns, budget);
  const headerRows = framed ? 1 : (borders.find((border) => border > 0) ?? 0);
  table.rows.slice(0, headerRows).forEach((row) => (row.header = true));
  return { blocks: [table], next };
}

function cellsOf(line: string): TextRow {
  const inner = line.trim().replace(/^[|│┃║]|[|│┃║]$/g, '');
  return inner.split(/(?<!\\)[|│┃║]/).map((cell) =>
    cell
      .replaceAll('\\|', '|')
      .split(/<br\s*\/?>/i)
      .map((text) => text.trim()),
  );
}

function joinFramed(rows: TextRow[], borders: number[]): TextRow[] {
  const starts = new Set(borders);
  const joined: TextRow[] = [];
  rows.forEach((row, index) => {
    const last = joined.at(-1);
    if (!last || starts.has(index)) joined.push(row);
    else row.forEach((cell, column) => void (last[column] ??= []).push(...cell.filter((text) => !isBlank(text))));
  });
  // Lines of one framed cell are wrapped text, not paragraphs.
  return joined.map((row) => row.map((cell) => [cell.join(' ')]));
}

/** Separated values: every record has the same number of fields. Outside .csv only «;» counts, and three fields. */
export function readSeparated(text: string, extension: string, budget: Budget): Table | null {
  const csv = extension === 'csv';
  for (const separator of csv ? [';', ',', '\t'] : [';']) {
    const firstLine = text.trimStart().split('\n', 1)[0]!;
    if (!csv && firstLine.split(separator).length < 3) continue;
    const records = parseRecords(text, separator, budget);
    const width = records[0]?.length ?? 0;
    if (records.length < 2 || width < 2 || records.some((record) => record.length !== width)) continue;
    const rows = records.map((record): DraftRow => {
      return {
        header: false,
        cells: record.map((field, column) =>
          draftCell(
            column,
            field.split('\n').map((line) => paragraph(line)),
          ),
        ),
      };
    });
    return assembleTable(rows, budget);
  }
  return null;
}

function parseRecords(text: string, separator: string, budget: Budget): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  const endField = () => {
    record.push(field);
    field = '';
  };
  const endRecord = () => {
    endField();
    if (record.some((value) => value.trim() !== '')) records.push(record);
    record = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    budget.step();
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) endField();
    else if (char === '\n') endRecord();
    else field += char;
  }
  if (field !== '' || record.length > 0) endRecord();
  return records;
}
