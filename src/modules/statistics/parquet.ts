/** Parquet through DuckDB, which is loaded only when such a file is read: it costs more than a whole answer from CSV. */
import type { Cells } from './column.ts';

export type ParquetFile = { names: readonly string[]; cells(columns: readonly number[]): Promise<Cells[]> };

export async function openParquet(path: string): Promise<ParquetFile> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const file = `read_parquet('${path.replaceAll("'", "''")}')`;
  const names = (await connection.runAndReadAll(`SELECT * FROM ${file} LIMIT 0`)).columnNames();
  return {
    names,
    async cells(columns) {
      const chosen = columns.map((column) => `"${(names[column] as string).replaceAll('"', '""')}"`);
      const read = await connection.runAndReadAll(
        `SELECT ${chosen.map((column) => `CAST(${column} AS VARCHAR)`).join(', ')} FROM ${file}`,
      );
      return read.getColumnsJS().map((values) => new TextCells(values as (string | null)[]));
    },
  };
}

class TextCells implements Cells {
  readonly rows: number;
  readonly #values: readonly (string | null)[];

  constructor(values: readonly (string | null)[]) {
    this.#values = values;
    this.rows = values.length;
  }

  key(row: number): string {
    return this.#values[row] ?? '';
  }

  text(row: number): string {
    return this.key(row);
  }

  number(row: number): number | undefined {
    const text = this.key(row);
    if (text === 'true') return 1;
    if (text === 'false') return 0;
    return text !== '' && /^[+-]?[\d.]/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
}
