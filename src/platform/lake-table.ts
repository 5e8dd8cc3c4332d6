/** Columns of equal length on their way into the lake. */
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  INTEGER,
  SMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';

const TYPES = {
  text: VARCHAR,
  whole: INTEGER,
  short: SMALLINT,
  byte: UTINYINT,
  float: FLOAT,
  double: DOUBLE,
} satisfies Record<string, DuckDBType>;

export type LakeColumn = {
  name: string;
  type: keyof typeof TYPES;
  /** NaN and null stand for «nothing here». */
  values: ArrayLike<string | number | null>;
};

export type LakeTable = { name: string; rows: number; columns: readonly LakeColumn[] };

/** As many rows as one vector of DuckDB holds. */
const CHUNK = 2048;

type Writable = { setItem(index: number, value: DuckDBValue): void; flush(): void };

/** A temporary table of the connection, filled column by column: tens of millions of values a second. */
export async function fillTable(connection: DuckDBConnection, { name, rows, columns }: LakeTable): Promise<void> {
  const types = columns.map(({ type }) => TYPES[type]);
  const declared = columns.map((column, k) => `${identifier(column.name)} ${String(types[k])}`);
  await connection.run(`create temp table ${identifier(name)} (${declared.join(', ')})`);
  const appender = await connection.createAppender(name);
  for (let start = 0; start < rows; start += CHUNK) {
    const count = Math.min(CHUNK, rows - start);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach(({ values }, k) => {
      const vector = chunk.getColumnVector(k) as unknown as Writable;
      for (let i = 0; i < count; i += 1) {
        const value = values[start + i] ?? null;
        vector.setItem(i, typeof value === 'number' && Number.isNaN(value) ? null : value);
      }
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
