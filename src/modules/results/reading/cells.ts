/** The cells of a sheet as a results file means them. What a text means is worked out once for each different text. */
import { CELL, type DataColumn, type DataSheet } from '#documents/read-sheets.ts';
import { ITEM_STATE } from '../contract.ts';

/** Spaces of every kind at the ends and doubled inside. */
export function cleanText(text: string): string {
  return text.replace(/[\s\u00a0\u200b\ufeff]+/g, ' ').trim();
}

/** Not attempted: «X» of both alphabets and what is typed instead of it. */
const NOT_ATTEMPTED = /^[xх×hнч?]$/i;
const NOT_TAUGHT = /^не ?(?:пройд|изуч)/i;
const NUMBER = /^[-−–]?\d+(?:[.,]\d+)?$/;

const UNKNOWN = 255;

/** Reads cells of one sheet, with a memory of its texts. */
export class Cells {
  readonly sheet: DataSheet;
  readonly #cleaned: (string | undefined)[];
  readonly #states: Uint8Array;
  readonly #numbers: Float64Array;

  constructor(sheet: DataSheet) {
    this.sheet = sheet;
    this.#cleaned = Array.from({ length: sheet.texts.length });
    this.#states = new Uint8Array(sheet.texts.length).fill(UNKNOWN);
    this.#numbers = new Float64Array(sheet.texts.length).fill(Number.NaN);
  }

  text(column: number | null, row: number): string {
    const cells = column === null ? null : this.sheet.columns[column];
    if (!cells) return '';
    const value = cells.values[row]!;
    switch (cells.kinds[row]) {
      case CELL.text:
        return this.cleaned(value);
      case CELL.number:
        return String(value);
      case CELL.boolean:
        return value === 1 ? 'да' : 'нет';
      default:
        return '';
    }
  }

  cleaned(index: number): string {
    let text = this.#cleaned[index];
    if (text === undefined) {
      text = cleanText(this.sheet.texts[index] ?? '');
      this.#cleaned[index] = text;
    }
    return text;
  }

  isEmpty(column: number | null, row: number): boolean {
    const cells = column === null ? null : this.sheet.columns[column];
    if (!cells) return true;
    const kind = cells.kinds[row];
    return kind === CELL.empty || (kind === CELL.text && this.cleaned(cells.values[row]!) === '');
  }

  /** The number in a cell, also one typed as text; NaN where there is none. */
  number(column: number | null, row: number): number {
    const cells = column === null ? null : this.sheet.columns[column];
    if (!cells) return Number.NaN;
    const kind = cells.kinds[row];
    if (kind === CELL.number) return cells.values[row]!;
    if (kind !== CELL.text) return Number.NaN;
    this.stateOfText(cells.values[row]!);
    return this.#numbers[cells.values[row]!]!;
  }

  /** ITEM_STATE of a text in an item's column; `numberOfText` then gives its points. */
  stateOfText(index: number): number {
    const known = this.#states[index]!;
    if (known !== UNKNOWN) return known;
    const text = this.cleaned(index);
    let state: number = ITEM_STATE.unreadable;
    if (text === '') state = ITEM_STATE.empty;
    else if (NUMBER.test(text)) {
      state = ITEM_STATE.scored;
      this.#numbers[index] = Number(text.replace(/[−–]/, '-').replace(',', '.'));
    } else if (NOT_ATTEMPTED.test(text)) state = ITEM_STATE.notAttempted;
    else if (NOT_TAUGHT.test(text)) state = ITEM_STATE.notTaught;
    this.#states[index] = state;
    return state;
  }

  numberOfText(index: number): number {
    return this.#numbers[index]!;
  }
}

export function hasValues(column: DataColumn | null | undefined, fromRow: number): boolean {
  if (!column) return false;
  for (let row = fromRow; row < column.kinds.length; row += 1) if (column.kinds[row] !== CELL.empty) return true;
  return false;
}
