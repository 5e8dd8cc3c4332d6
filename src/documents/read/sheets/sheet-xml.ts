/**
 * The XML of one sheet, scanned byte by byte as it unpacks. A general XML parser makes an object or a string of every
 * tag and attribute; here only the few that carry data are looked at (measurement: docs/adr).
 */
import { AppError } from '#kernel/errors.ts';
import { CELL, type SheetBuilder } from './model.ts';
import { unescapeXml } from './xml-text.ts';

const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const COLON = 58;
const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;
const SPACE = 32;
const MOST_COLUMNS = 16_384;
/** A cell holds at most 32 767 characters; a larger unfinished piece is no sheet. */
const LONGEST_PIECE = 1024 * 1024;

const TYPE = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;

const utf8 = new TextDecoder('utf-8');

export class SheetScanner {
  readonly #builder: SheetBuilder;
  readonly #sharedCount: number;
  readonly #known = new Map<string, number>();
  #carry: Uint8Array = new Uint8Array(0);
  #row = -1;
  #column = -1;
  #inData = false;
  /** After `</sheetData>` nothing of interest follows. */
  finished = false;

  constructor(builder: SheetBuilder) {
    this.#builder = builder;
    this.#sharedCount = builder.texts.length;
  }

  push(chunk: Uint8Array): void {
    if (this.finished) return;
    let bytes = chunk;
    if (this.#carry.length > 0) {
      bytes = new Uint8Array(this.#carry.length + chunk.length);
      bytes.set(this.#carry);
      bytes.set(chunk, this.#carry.length);
    }
    const done = this.#scan(bytes);
    this.#carry = bytes.slice(done);
    if (this.#carry.length > LONGEST_PIECE) throw new AppError('fileDamaged');
  }

  /** Where scanning stopped: the beginning of a tag that has not come whole. */
  #scan(bytes: Uint8Array): number {
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      if (bytes[at] !== LESS) {
        at += 1;
        continue;
      }
      // The longest name of interest is `</x:sheetData>`; a prefix is a few letters.
      if (end - at < 32 && bytes.indexOf(GREATER, at) < 0) return at;
      let name = at + 1;
      const closing = bytes[name] === SLASH;
      if (closing) name += 1;
      let stop = name;
      while (stop < end && isNamePart(bytes[stop]!)) {
        if (bytes[stop] === COLON) name = stop + 1;
        stop += 1;
      }
      const length = stop - name;
      const first = bytes[name]!;
      if (this.#inData && !closing && length === 1 && first === 99) {
        const next = this.#cell(bytes, stop);
        if (next < 0) return at;
        at = next;
        continue;
      }
      const close = bytes.indexOf(GREATER, stop);
      if (close < 0) return at;
      if (this.#inData && !closing && length === 3 && first === 114) this.#startRow(bytes, stop, close);
      else if (length === 9 && isSheetData(bytes, name)) {
        if (closing || bytes[close - 1] === SLASH) {
          this.finished = true;
          return end;
        }
        this.#inData = true;
      }
      at = close + 1;
    }
    return end;
  }

  #startRow(bytes: Uint8Array, at: number, close: number): void {
    let row = this.#row + 1;
    for (let index = at; index < close - 3; index += 1) {
      // ` r="12"`
      if (bytes[index] !== SPACE || bytes[index + 1] !== 114 || bytes[index + 2] !== EQUALS) continue;
      let number = 0;
      for (let digit = index + 4; isDigit(bytes[digit]!); digit += 1) number = number * 10 + bytes[digit]! - 48;
      if (number > 0) row = number - 1;
      break;
    }
    this.#row = row;
    this.#column = -1;
  }

  /** Reads a cell from the end of its name; where it ends, or −1 when it has not come whole. */
  #cell(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    let at = from;
    let column = this.#column + 1;
    let type: number = TYPE.number;
    // Attributes.
    for (;;) {
      while (at < end && bytes[at]! <= SPACE) at += 1;
      if (at >= end) return -1;
      const code = bytes[at]!;
      if (code === GREATER) break;
      if (code === SLASH) {
        if (at + 1 >= end) return -1;
        this.#column = column;
        return at + 2;
      }
      const nameAt = at;
      while (at < end && bytes[at] !== EQUALS) at += 1;
      const nameLength = at - nameAt;
      at += 1;
      while (at < end && bytes[at] !== QUOTE && bytes[at] !== APOSTROPHE) at += 1;
      const quote = bytes[at];
      const valueAt = at + 1;
      at = valueAt;
      while (at < end && bytes[at] !== quote) at += 1;
      if (at >= end) return -1;
      if (nameLength === 1) {
        if (code === 114) column = columnOf(bytes, valueAt, at);
        else if (code === 116) type = typeOf(bytes, valueAt, at);
      }
      at += 1;
    }
    at += 1;
    if (column >= MOST_COLUMNS) throw new AppError('fileDamaged');
    return this.#cellContent(bytes, at, column, type);
  }

  #cellContent(bytes: Uint8Array, from: number, column: number, type: number): number {
    const end = bytes.length;
    let at = from;
    let valueAt = -1;
    let valueEnd = -1;
    let inline: string | null = null;
    let formula = false;
    for (;;) {
      while (at < end && bytes[at] !== LESS) at += 1;
      if (at >= end) return -1;
      let name = at + 1;
      const closing = bytes[name] === SLASH;
      if (closing) name += 1;
      let stop = name;
      while (stop < end && isNamePart(bytes[stop]!)) {
        if (bytes[stop] === COLON) name = stop + 1;
        stop += 1;
      }
      const length = stop - name;
      const first = bytes[name];
      const close = bytes[stop] === GREATER ? stop : bytes.indexOf(GREATER, stop);
      if (close < 0 || close >= end) return -1;
      at = close + 1;
      if (length !== 1) {
        // `is` holds `t` or runs `r` with `t`; phonetic `rPh` is not what the cell shows.
        if (!closing && length === 3 && first === 114) {
          const skipped = endOf(bytes, at, 'rPh');
          if (skipped < 0) return -1;
          at = skipped;
        }
        continue;
      }
      if (closing) {
        if (first === 99) break;
        continue;
      }
      if (bytes[close - 1] === SLASH) {
        if (first === 102) formula = true;
        continue;
      }
      if (first === 118) {
        valueAt = at;
        while (at < end && bytes[at] !== LESS) at += 1;
        if (at >= end) return -1;
        valueEnd = at;
      } else if (first === 116) {
        const textAt = at;
        while (at < end && bytes[at] !== LESS) at += 1;
        if (at >= end) return -1;
        inline = (inline ?? '') + utf8.decode(bytes.subarray(textAt, at));
      } else if (first === 102) formula = true;
    }
    this.#column = column;
    if (formula) this.#builder.addFormula(this.#row, valueAt >= 0 && valueEnd > valueAt);
    if (inline !== null) this.#setText(column, inline);
    else if (valueAt >= 0 && valueEnd > valueAt) this.#setValue(bytes, valueAt, valueEnd, column, type);
    return at;
  }

  #setValue(bytes: Uint8Array, from: number, to: number, column: number, type: number): void {
    switch (type) {
      case TYPE.number:
      case TYPE.shared: {
        const value = numberOf(bytes, from, to);
        if (type === TYPE.number) {
          if (!Number.isNaN(value)) this.#builder.set(this.#row, column, CELL.number, value);
          else this.#setText(column, utf8.decode(bytes.subarray(from, to)));
        } else if (value >= 0 && value < this.#sharedCount) {
          // An empty shared string is an empty cell.
          if (this.#builder.texts[value] !== '') this.#builder.set(this.#row, column, CELL.text, value);
        } else throw new AppError('fileDamaged', { text: 'Лист ссылается на текст, которого в файле нет.' });
        return;
      }
      case TYPE.boolean:
        this.#builder.set(this.#row, column, CELL.boolean, bytes[from] === 49 ? 1 : 0);
        return;
      case TYPE.error:
        this.#builder.set(this.#row, column, CELL.error, 0);
        return;
      default:
        this.#setText(column, utf8.decode(bytes.subarray(from, to)));
    }
  }

  #setText(column: number, escaped: string): void {
    if (escaped === '') return;
    let index = this.#known.get(escaped);
    if (index === undefined) {
      index = this.#builder.texts.push(unescapeXml(escaped)) - 1;
      this.#known.set(escaped, index);
    }
    this.#builder.set(this.#row, column, CELL.text, index);
  }
}

function isNamePart(code: number): boolean {
  return code > SPACE && code !== GREATER && code !== SLASH;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const SHEET_DATA = new TextEncoder().encode('sheetData');

function isSheetData(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < SHEET_DATA.length; index += 1) if (bytes[at + index] !== SHEET_DATA[index]) return false;
  return true;
}

/** Column of 'AB12', from 0. */
function columnOf(bytes: Uint8Array, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at += 1) {
    const letter = bytes[at]! | 32;
    if (letter < 97 || letter > 122) break;
    column = column * 26 + letter - 96;
  }
  return column - 1;
}

function typeOf(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from];
  if (first === 115) return to - from === 1 ? TYPE.shared : TYPE.text;
  if (first === 110) return TYPE.number;
  if (first === 98) return TYPE.boolean;
  if (first === 101) return TYPE.error;
  if (first === 100) return TYPE.date;
  return TYPE.text;
}

/** Almost all numbers of a results file are short whole ones; the rest is left to the language. */
function numberOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from <= 9) {
    let value = 0;
    let at = from;
    for (; at < to; at += 1) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === to) return value;
  }
  const text = utf8.decode(bytes.subarray(from, to)).trim();
  return text === '' ? Number.NaN : Number(text);
}

/** Behind the closing tag of that name, with any prefix; −1 when it has not come. */
function endOf(bytes: Uint8Array, from: number, name: string): number {
  for (let at = bytes.indexOf(LESS, from); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    const close = bytes.indexOf(GREATER, at);
    if (close < 0) return -1;
    const tag = utf8.decode(bytes.subarray(at + 1, close));
    if (tag === `/${name}` || (tag.startsWith('/') && tag.endsWith(`:${name}`))) return close + 1;
  }
  return -1;
}
