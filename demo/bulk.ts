/** Inserts many rows in one statement: PostgreSQL unpacks them from one JSON parameter. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import type { DB } from '#platform/schema.ts';

const ROWS_A_STATEMENT = 5_000;

export async function insertAll(
  db: Connection,
  table: keyof DB,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const chunk = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT));
    await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${chunk}::json)`.execute(
      db,
    );
  }
}

/** After rows with ids given in advance the identity goes on behind the last one. */
export async function continueIdentity(db: Connection, table: keyof DB): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 1) from ${sql.table(table)}))`.execute(
    db,
  );
}
