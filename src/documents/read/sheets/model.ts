/**
 * A sheet of data as columns of typed cells: a number costs nine bytes and no object, a text is kept once. Made for
 * files of hundreds of thousands of rows, where the table model of documents would not fit into memory.
 */
import { AppError } from '#kernel/errors.ts';

export const CELL = { empty: 0, number: 1, text: 2, boolean: 3, error: 4 } as const;

export type DataColumn = {
  /** CELL of each row. */
  kinds: Uint8Array;
  /** The number; of a text its place in `texts`; of a boolean 1 or 0. */
  values: Float64Array;
};

export type DataSheet = {
  name: string;
  hidden: boolean;
  /** Up to the last row with a value; row 0 is the first of the sheet. */
  rowCount: number;
  /** A column without any value is null. */
  columns: (DataColumn | null)[];
  /** Each different text once. */
  texts: string[];
  /** Cells whose value a formula gave when the file was last saved, and those that have none. */
  formulas: { count: number; withoutValue: number; firstRow: number };
};

export type SheetLimits = {
  inputBytes: number;
  unpackedBytes: number;
  /** Rows of one sheet: as many as Excel has. */
  rows: number;
  /** Columns × rows of one sheet, empty cells included: what bounds the memory. */
  cells: number;
  milliseconds: number;
};

const MEGABYTE = 1024 * 1024;

export const DEFAULT_SHEET_LIMITS: SheetLimits = {
  inputBytes: 128 * MEGABYTE,
  unpackedBytes: 2048 * MEGABYTE,
  rows: 1_048_576,
  cells: 32_000_000,
  milliseconds: 120_000,
};

const FIRST_ROWS = 1024;

/** Takes cells in any order and grows with them. */
export class SheetBuilder {
  readonly texts: string[];
  readonly formulas = { count: 0, withoutValue: 0, firstRow: -1 };
  readonly #limits: SheetLimits;
  readonly #columns: (DataColumn | null)[] = [];
  #used = 0;
  #capacity: number;
  #rowCount = 0;

  constructor(limits: SheetLimits, texts: string[] = []) {
    this.#limits = limits;
    this.texts = texts;
    this.#capacity = Math.min(FIRST_ROWS, limits.rows);
  }

  set(row: number, column: number, kind: number, value: number): void {
    if (row >= this.#rowCount) this.#rowCount = row + 1;
    if (row >= this.#capacity) this.#growTo(row);
    const cells = this.#columns[column] ?? this.#addColumn(column);
    cells.kinds[row] = kind;
    cells.values[row] = value;
  }

  addFormula(row: number, hasValue: boolean): void {
    this.formulas.count += 1;
    if (!hasValue) this.formulas.withoutValue += 1;
    if (this.formulas.firstRow < 0) this.formulas.firstRow = row;
  }

  finish(name: string, hidden: boolean): DataSheet {
    const columns = Array.from({ length: this.#columns.length }, (_, index) => {
      const column = this.#columns[index];
      if (!column) return null;
      const kinds = column.kinds.subarray(0, this.#rowCount);
      return { kinds, values: column.values.subarray(0, this.#rowCount) };
    });
    return { name, hidden, rowCount: this.#rowCount, columns, texts: this.texts, formulas: this.formulas };
  }

  #addColumn(column: number): DataColumn {
    this.#used += 1;
    this.#checkSize();
    const added = { kinds: new Uint8Array(this.#capacity), values: new Float64Array(this.#capacity) };
    while (this.#columns.length < column) this.#columns.push(null);
    this.#columns[column] = added;
    return added;
  }

  #growTo(row: number): void {
    if (row >= this.#limits.rows) throw tooManyRows(this.#limits.rows);
    this.#capacity = Math.min(Math.max(this.#capacity * 2, row + 1), this.#limits.rows);
    this.#checkSize();
    this.#columns.forEach((column, index) => {
      if (!column) return;
      const kinds = new Uint8Array(this.#capacity);
      const values = new Float64Array(this.#capacity);
      kinds.set(column.kinds);
      values.set(column.values);
      this.#columns[index] = { kinds, values };
    });
  }

  #checkSize(): void {
    if (this.#used * this.#rowCount <= this.#limits.cells) return;
    throw new AppError('fileTooLarge', {
      text: `На листе больше ${this.#limits.cells.toLocaleString('ru-RU')} ячеек.`,
      advice: 'Разделите файл на части, например по муниципалитетам, и загрузите их по отдельности.',
    });
  }
}

export function tooManyRows(limit: number): AppError {
  return new AppError('fileTooLarge', {
    text: `В файле больше ${limit.toLocaleString('ru-RU')} строк.`,
    advice: 'Разделите файл на части, например по муниципалитетам, и загрузите их по отдельности.',
  });
}

/** 'A' for 0, 'AG' for 32: as the sheet shows the column. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters;
}
