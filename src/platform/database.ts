/** The connection to PostgreSQL. Dates stay ISO strings, bigint ids are numbers. */
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.ts';

export type Database = Kysely<DB>;
/** What commands and queries take: the database or a transaction of it. */
export type Connection = Database | Transaction<DB>;

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8 || oid === NUMERIC) return (value: string) => Number(value);
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

export type OpenDatabase = { db: Database; pool: pg.Pool; close(): Promise<void> };

export function openDatabase(url: string, options: { max?: number } = {}): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 10, types });
  // An idle connection lost to a restart of the server is replaced by the pool; it must not end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    // Kysely ends the pool only if it has run a query itself; others (migrations, sign-in) use the pool too.
    async close() {
      await db.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}
