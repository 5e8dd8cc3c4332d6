/**
 * A list as CSV the way Russian Excel opens it by double click: semicolons, UTF-8 with a byte order
 * mark, CRLF, decimal comma. A text that would run as a formula gets an apostrophe in front.
 */
import { isValid } from '#kernel/dates.ts';
import { formatDateShort } from '#kernel/format.ts';
import { type Sheet, type SheetColumn, type SheetValue, startsLikeFormula } from './sheet.ts';

const BYTE_ORDER_MARK = '\uFEFF';

export function tableToCsv(sheet: Sheet): Uint8Array {
  const header = sheet.columns.map((column) => quoted(guarded(column.header)));
  const rows = sheet.rows.map((row) => sheet.columns.map((column, index) => field(row[index] ?? null, column)));
  const lines = [header, ...rows].map((fields) => `${fields.join(';')}\r\n`);
  return new TextEncoder().encode(BYTE_ORDER_MARK + lines.join(''));
}

function field(value: SheetValue, column: SheetColumn): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('.', ',') : '';
  if (column.kind === 'date' && isValid(value)) return formatDateShort(value);
  return quoted(guarded(value));
}

function guarded(text: string): string {
  return startsLikeFormula(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
