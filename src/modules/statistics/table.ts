/** A file of data as the methods take it: chosen columns, rows without gaps in them, and a count of the others. */
import { AppError } from '#kernel/errors.ts';
import type { Predictor } from '#stats/design.ts';
import { StatsError } from '#stats/errors.ts';
import type { Grouping } from '#stats/value-added/mixed-model.ts';
import { type Cells, type Column, columnOf } from './column.ts';
import { openCsv } from './csv.ts';
import { nearest, UsageError } from './errors.ts';

export type Table = {
  names: readonly string[];
  /** @throws UsageError naming the nearest column where one is not there */
  columns(names: readonly string[]): Promise<Map<string, Column>>;
  /** By their places, where names do not tell them apart. */
  at(places: readonly number[]): Promise<Column[]>;
};

export async function openTable(path: string, readFile: (path: string) => Promise<Uint8Array>): Promise<Table> {
  const bytes = await readFile(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
  if (bytes.length === 0)
    throw new AppError('fileEmpty', { text: `Файл «${path}» пуст.`, advice: 'Проверьте, тот ли файл указан.' });
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (magic.startsWith('PK') || magic.startsWith('\xd0\xcf'))
    throw new AppError('fileTypeUnknown', {
      text: `Файл «${path}» — книга Excel или архив, а не таблица в тексте.`,
      advice: 'Сохраните лист как CSV или Parquet.',
    });
  const file = magic === 'PAR1' ? await (await import('./parquet.ts')).openParquet(path) : openCsv(bytes);
  const at = async (places: readonly number[]) => {
    const cells: Cells[] = await file.cells(places);
    return places.map((place, k) => columnOf(file.names[place] as string, cells[k] as Cells));
  };
  return {
    names: file.names,
    at,
    async columns(names) {
      const places = names.map((name) => placeOf(name, file.names));
      const distinct = [...new Set(places)];
      const columns = await at(distinct);
      if ((columns[0]?.missing.length ?? 0) === 0) throw new StatsError('noData');
      return new Map(names.map((name, k) => [name, columns[distinct.indexOf(places[k] as number)] as Column]));
    },
  };
}

function placeOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name);
  if (place >= 0) {
    if (names.indexOf(name, place + 1) >= 0) throw new UsageError(`Столбец «${name}» встречается в файле дважды.`);
    return place;
  }
  const near = nearest(name, names);
  const known = names.filter((one) => one !== '');
  throw new UsageError(
    near === null
      ? `Столбца «${name}» в файле нет. Есть: ${known.slice(0, 30).join(', ')}${known.length > 30 ? '…' : ''}.`
      : `Столбца «${name}» в файле нет. Может быть, «${near}»?`,
  );
}

/** Rows that have a value in every column asked for. */
export type Rows = {
  n: number;
  /** Numbers of these rows in the file, from 0. */
  places: Int32Array;
  /** Rows left out because some value is missing, and how many are missing in each column. */
  dropped: number;
  missing: Record<string, number>;
  /** @throws UsageError where the column holds a text */
  numbers(name: string): Float64Array;
  /** Numbers where all are, else a factor by treatment contrasts. */
  predictor(name: string, asFactor?: boolean): Predictor;
  /** Only levels that occur. */
  grouping(name: string): Grouping;
  texts(name: string): string[];
  isNumeric(name: string): boolean;
};

export type Selection = {
  /** Columns whose gaps do not leave a row out. */
  optional?: readonly string[];
  /** Only rows with (or without) this text in the column. */
  where?: readonly { column: string; value: string; not: boolean }[];
  /** The level of a factor that the others are compared with, by column; the first in order unless given. */
  reference?: ReadonlyMap<string, string>;
};

export async function completeRows(
  table: Table,
  names: readonly string[],
  { optional = [], where = [], reference = new Map() }: Selection = {},
): Promise<Rows> {
  const columns = await table.columns([...names, ...optional, ...where.map(({ column }) => column)]);
  const all = columns.values().next().value?.missing.length ?? 0;
  const incomplete = new Uint8Array(all);
  const outside = outsideOf(columns, where, all);
  const chosen = all - outside.reduce((sum, one) => sum + one, 0);
  if (chosen === 0) throw new UsageError('Ни одна строка не подходит под --where.');
  const missing: Record<string, number> = {};
  for (const name of names) {
    const column = columns.get(name) as Column;
    if (column.missingCount === 0) continue;
    let count = 0;
    for (let row = 0; row < all; row += 1) {
      if (column.missing[row] === 0 || outside[row] === 1) continue;
      incomplete[row] = 1;
      count += 1;
    }
    if (count > 0) missing[name] = count;
  }
  const places = Int32Array.from(incomplete.keys()).filter((row) => incomplete[row] === 0 && outside[row] === 0);
  if (places.length === 0) throw new StatsError('missingValues', { columns: Object.keys(missing), rows: 0 });
  const column = (name: string) => columns.get(name) as Column;
  const grouping = (name: string) => presentLevels(name, column(name), places, reference.get(name));
  const numbers = (name: string) => {
    const { numbers: values, odd } = column(name);
    if (!values)
      throw new UsageError(
        `В столбце «${name}» нужны числа, а в строке ${odd?.row} стоит «${odd?.text}». Исправьте её или выберите другой столбец.`,
      );
    return places.length === all ? values : Float64Array.from(places, (row) => values[row] as number);
  };
  return {
    n: places.length,
    places,
    dropped: chosen - places.length,
    missing,
    numbers,
    grouping,
    isNumeric: (name) => column(name).numbers !== null,
    predictor: (name, asFactor = false) =>
      column(name).numbers && !asFactor ? { name, values: numbers(name) } : grouping(name),
    texts(name) {
      const { levels, codes } = column(name).factor();
      return Array.from(places, (row) => levels[codes[row] as number] ?? '');
    },
  };
}

function outsideOf(columns: Map<string, Column>, where: Selection['where'] = [], all: number): Uint8Array {
  const outside = new Uint8Array(all);
  for (const { column, value, not } of where) {
    const { levels, codes } = (columns.get(column) as Column).factor();
    const code = levels.indexOf(value);
    if (code < 0)
      throw new UsageError(
        `В столбце «${column}» нет значения «${value}». Есть: ${levels.slice(0, 12).join(', ')}${levels.length > 12 ? '…' : ''}.`,
      );
    for (let row = 0; row < all; row += 1) if ((codes[row] === code) === not) outside[row] = 1;
  }
  return outside;
}

function presentLevels(name: string, column: Column, places: Int32Array, reference?: string): Grouping {
  const { levels, codes } = column.factor();
  const used = new Uint8Array(levels.length);
  for (const row of places) if ((codes[row] as number) >= 0) used[codes[row] as number] = 1;
  const present = Array.from(levels.keys()).filter((code) => used[code] === 1);
  if (reference !== undefined) {
    const first = levels.indexOf(reference);
    if (used[first] !== 1)
      throw new UsageError(
        `В столбце «${name}» нет значения «${reference}». Есть: ${present.map((k) => levels[k]).join(', ')}.`,
      );
    present.unshift(...present.splice(present.indexOf(first), 1));
  }
  const place = new Int32Array(levels.length);
  present.forEach((code, k) => {
    place[code] = k;
  });
  return {
    name,
    levels: present.map((code) => levels[code] as string),
    codes: Int32Array.from(places, (row) => place[codes[row] as number] as number),
  };
}
