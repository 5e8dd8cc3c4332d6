/** The connection to PostgreSQL. Dates stay ISO strings, bigint ids are numbers. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.ts';
import { tracedQuery } from './traces.ts';

export type Database = Kysely<DB>;
/** What commands and queries take: the database or a transaction of it. */
export type Connection = Database | Transaction<DB>;

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;
const MARK = '/* prepared */';

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
  pool.on('connect', (client) => {
    // The pool hears only of idle ones. One lost in the middle of a transaction fails its next statement, and that is enough.
    client.on('error', () => undefined);
    prepareMarked(client);
  });
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

/**
 * Stands at the start of a look-up by key that pages ask all the time: PostgreSQL then reads and plans it once per
 * connection, which costs more than answering it. Not for lists: with `like` and `limit` the best plan depends on the
 * values, and not for texts of many shapes: each stays in the server's memory.
 */
export const prepared = sql.raw(MARK);

const names = new Map<string, string>();

function prepareMarked(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const asked = (text: unknown, values: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string') return query(text, values, ...rest);
    return tracedQuery(text, () =>
      text.startsWith(MARK) ? query({ name: nameOf(text), text, values }, ...rest) : query(text, values, ...rest),
    );
  };
  client.query = asked as typeof client.query;
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `opora_${names.size + 1}`;
  names.set(text, name);
  return name;
}
