/**
 * CSV as a region really has it, read once over the bytes: comma, semicolon, tab or bar; quotes; UTF-8 with or without a
 * mark, UTF-16, windows-1251; decimal comma; a column of row names with or without a heading.
 *
 * Only the columns asked for become values, so a wide file costs little more than a narrow one.
 */
import { isUtf8 } from 'node:buffer';
import type { Cells } from './column.ts';

const [QUOTE, LINE_FEED, RETURN] = [0x22, 0x0a, 0x0d];
const DELIMITERS = [',', ';', '\t', '|'];
const LINES_LOOKED_AT = 20;

export type CsvFile = {
  names: readonly string[];
  /** Cells of the columns with these numbers, one array of places for each. */
  cells(columns: readonly number[]): Cells[];
};

export function openCsv(source: Uint8Array): CsvFile {
  const { bytes, decode } = decoded(source);
  const delimiter = delimiterOf(bytes);
  const head = fieldsOfLine(bytes, 0, delimiter);
  const names = head.fields.map(([from, to]) => textOf(bytes, from, to, decode).trim());
  const firstRow = fieldsOfLine(bytes, head.next, delimiter).fields.length;
  // write.table() of R gives row names no heading.
  const shift = firstRow === names.length + 1 ? 1 : 0;
  const all = [...Array<string>(shift).fill(''), ...names];
  return {
    names: all,
    cells: (columns) => scan(bytes, head.next, delimiter, all.length, columns, decode),
  };
}

/** UTF-8 bytes, or bytes of a one-byte alphabet in which delimiters and quotes stand where ASCII has them. */
function decoded(source: Uint8Array): { bytes: Buffer; decode: TextDecoder } {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const utf8 = new TextDecoder('utf-8');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { bytes: bytes.subarray(3), decode: utf8 };
  for (const [mark, name] of [
    [0xfffe, 'utf-16le'],
    [0xfeff, 'utf-16be'],
  ] as const) {
    if (bytes.length > 1 && bytes.readUInt16BE(0) === mark)
      return { bytes: Buffer.from(new TextDecoder(name).decode(bytes)), decode: utf8 };
  }
  return { bytes, decode: isUtf8(bytes) ? utf8 : new TextDecoder('windows-1251') };
}

/** The delimiter that cuts the first lines into the same number of fields; the most fields where several do. */
function delimiterOf(bytes: Buffer): number {
  let best = { code: DELIMITERS[0]!.charCodeAt(0), score: 0 };
  for (const delimiter of DELIMITERS) {
    const code = delimiter.charCodeAt(0);
    const widths: number[] = [];
    for (let at = 0, line = 0; at < bytes.length && line < LINES_LOOKED_AT; line += 1) {
      const { fields, next } = fieldsOfLine(bytes, at, code);
      if (fields.length > 1 || next - at > 2) widths.push(fields.length);
      at = next;
    }
    const width = widths[1] ?? widths[0] ?? 1;
    const even = widths.slice(1).every((one) => one === width);
    // A heading one short is that of a table with row names: believed only where nothing fits better.
    const score = width < 2 ? 0 : !even ? 1 : widths[0] === width ? 1000 + width : widths[0] === width - 1 ? 2 : 1;
    if (score > best.score) best = { code, score };
  }
  return best.code;
}

function fieldsOfLine(bytes: Buffer, start: number, delimiter: number) {
  const fields: [number, number][] = [];
  let at = start;
  for (;;) {
    const end = endOfField(bytes, at, delimiter);
    fields.push([at, end]);
    if (bytes[end] !== delimiter || end >= bytes.length) return { fields, next: afterLine(bytes, end) };
    at = end + 1;
  }
}

/** Where the delimiter or the line end after the field stands; a quote is one only at the beginning of a field. */
function endOfField(bytes: Buffer, start: number, delimiter: number): number {
  let at = start;
  if (bytes[at] === QUOTE) {
    at += 1;
    while (at < bytes.length) {
      if (bytes[at] !== QUOTE) at += 1;
      else if (bytes[at + 1] === QUOTE) at += 2;
      else break;
    }
  }
  while (at < bytes.length) {
    const code = bytes[at];
    if (code === delimiter || code === LINE_FEED || code === RETURN) return at;
    at += 1;
  }
  return at;
}

function afterLine(bytes: Buffer, end: number): number {
  return bytes[end] === RETURN && bytes[end + 1] === LINE_FEED ? end + 2 : end + 1;
}

function scan(
  bytes: Buffer,
  start: number,
  delimiter: number,
  width: number,
  columns: readonly number[],
  decode: TextDecoder,
): Cells[] {
  const wanted = new Int32Array(width).fill(-1);
  columns.forEach((column, k) => {
    wanted[column] = k;
  });
  let capacity = 1024;
  let places = new Int32Array(2 * columns.length * capacity);
  let rows = 0;
  const size = bytes.length;
  for (let at = start; at < size; ) {
    if (bytes[at] === LINE_FEED || bytes[at] === RETURN) {
      at += 1;
      continue;
    }
    if (rows === capacity) {
      capacity *= 2;
      const larger = new Int32Array(2 * columns.length * capacity);
      larger.set(places);
      places = larger;
    }
    const row = 2 * rows * columns.length;
    let column = 0;
    for (;;) {
      const from = at;
      if (bytes[at] === QUOTE) at = endOfField(bytes, at, delimiter);
      else {
        while (at < size) {
          const code = bytes[at] as number;
          if (code === delimiter || code === LINE_FEED || code === RETURN) break;
          at += 1;
        }
      }
      const k = column < width ? (wanted[column] as number) : -1;
      if (k >= 0) {
        places[row + 2 * k] = from;
        places[row + 2 * k + 1] = at;
      }
      column += 1;
      if (at >= size || bytes[at] !== delimiter) break;
      at += 1;
    }
    at += 1;
    rows += 1;
  }
  return columns.map((_, k) => new CsvCells(bytes, places, rows, columns.length, k, decode));
}

class CsvCells implements Cells {
  readonly rows: number;
  readonly #bytes: Buffer;
  readonly #places: Int32Array;
  readonly #width: number;
  readonly #column: number;
  readonly #decode: TextDecoder;

  constructor(bytes: Buffer, places: Int32Array, rows: number, width: number, column: number, decode: TextDecoder) {
    this.#bytes = bytes;
    this.#places = places;
    this.rows = rows;
    this.#width = width;
    this.#column = column;
    this.#decode = decode;
  }

  #range(row: number): [number, number] {
    const at = 2 * (row * this.#width + this.#column);
    let from = this.#places[at] as number;
    let to = this.#places[at + 1] as number;
    while (from < to && isBlank(this.#bytes[from] as number)) from += 1;
    while (from < to && isBlank(this.#bytes[to - 1] as number)) to -= 1;
    return [from, to];
  }

  /** Bytes as they stand: the same key, the same text. */
  key(row: number): string {
    const [from, to] = this.#range(row);
    return this.#bytes.toString('latin1', from, to);
  }

  text(row: number): string {
    const [from, to] = this.#range(row);
    return textOf(this.#bytes, from, to, this.#decode).trim();
  }

  /** undefined where the text is no number. */
  number(row: number): number | undefined {
    let [from, to] = this.#range(row);
    const bytes = this.#bytes;
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from += 1;
      to -= 1;
    }
    return parseNumber(bytes, from, to);
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function textOf(bytes: Buffer, from: number, to: number, decode: TextDecoder): string {
  const text = decode.decode(bytes.subarray(from, to));
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}

const POWERS = Array.from({ length: 23 }, (_, k) => 10 ** k);
const EXACT = 2 ** 53;

/**
 * Digits up to 2⁵³ and a power of ten up to 22 are both exact, so one division rounds rightly (Clinger 1990); all else goes
 * to the slow way.
 */
function parseNumber(bytes: Buffer, from: number, to: number): number | undefined {
  let at = from;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at += 1;
  let digits = 0;
  let mantissa = 0;
  let decimals = -1;
  for (; at < to; at += 1) {
    const code = bytes[at] as number;
    if (code >= 0x30 && code <= 0x39) {
      mantissa = 10 * mantissa + (code - 0x30);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if ((code === 0x2e || code === 0x2c) && decimals < 0) decimals = 0;
    else return slowNumber(bytes, from, to);
  }
  if (digits === 0) return undefined;
  if (mantissa > EXACT || decimals > 22) return slowNumber(bytes, from, to);
  const value = decimals > 0 ? mantissa / (POWERS[decimals] as number) : mantissa;
  return negative ? -value : value;
}

function slowNumber(bytes: Buffer, from: number, to: number): number | undefined {
  const text = bytes.toString('latin1', from, to).replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
