/** A column of a table as a method needs it: numbers, or the levels of a factor. */

/** The cells of one column, whatever file they come from. */
export type Cells = {
  readonly rows: number;
  /** Equal keys mean equal texts. */
  key(row: number): string;
  text(row: number): string;
  /** undefined where the cell is no number. */
  number(row: number): number | undefined;
};

export type Column = {
  name: string;
  /** NaN where missing; null where some cell is a text. */
  numbers: Float64Array | null;
  /** Levels in order and the code of each row, −1 where missing. */
  factor(): Factor;
  missing: Uint8Array;
  /** Rows without a value. */
  missingCount: number;
  /** The first cell that is not a number, for the message. */
  odd: { row: number; text: string } | null;
};

export type Factor = { levels: string[]; codes: Int32Array };

const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'NULL', 'null', 'nan', '""', '"NA"', '#Н/Д', '#N/A']);

export function columnOf(name: string, cells: Cells): Column {
  const numbers = new Float64Array(cells.rows);
  const missing = new Uint8Array(cells.rows);
  let missingCount = 0;
  let odd: Column['odd'] = null;
  for (let row = 0; row < cells.rows; row += 1) {
    const value = odd ? undefined : cells.number(row);
    if (value !== undefined) {
      numbers[row] = value;
      continue;
    }
    numbers[row] = Number.NaN;
    if (isMissing(cells, row)) {
      missing[row] = 1;
      missingCount += 1;
    } else odd ??= { row: row + 1, text: cells.text(row) };
  }
  let factor: Factor | undefined;
  return {
    name,
    numbers: odd ? null : numbers,
    missing,
    missingCount,
    odd,
    factor: () => (factor ??= factorOf(cells, missing)),
  };
}

function isMissing(cells: Cells, row: number): boolean {
  const key = cells.key(row);
  return key.length <= 8 && (MISSING.has(key) || MISSING.has(cells.text(row)));
}

function factorOf(cells: Cells, missing: Uint8Array): Factor {
  const found = new Map<string, number>();
  const byText = new Map<string, number>();
  const texts: string[] = [];
  const codes = new Int32Array(cells.rows);
  for (let row = 0; row < cells.rows; row += 1) {
    if (missing[row] === 1) {
      codes[row] = -1;
      continue;
    }
    const key = cells.key(row);
    let code = found.get(key);
    if (code === undefined) {
      // «A» and A are one level though their bytes differ.
      const text = cells.text(row);
      code = byText.get(text);
      if (code === undefined) {
        code = texts.length;
        texts.push(text);
        byText.set(text, code);
      }
      found.set(key, code);
    }
    codes[row] = code;
  }
  const order = texts.map((_, code) => code).sort(byLevel(texts));
  const place = new Int32Array(order.length);
  order.forEach((code, k) => {
    place[code] = k;
  });
  for (let row = 0; row < codes.length; row += 1)
    if ((codes[row] as number) >= 0) codes[row] = place[codes[row] as number] as number;
  return { levels: order.map((code) => texts[code] as string), codes };
}

/** Numbers by size, texts by their characters: the order does not depend on the machine's language. */
function byLevel(texts: readonly string[]): (a: number, b: number) => number {
  const values = texts.map((text) => Number(text.replace(',', '.')));
  if (values.every(Number.isFinite)) return (a, b) => (values[a] as number) - (values[b] as number) || (a < b ? -1 : 1);
  return (a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1);
}
