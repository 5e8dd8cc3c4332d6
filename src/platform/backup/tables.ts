/** The tables of the database as streams of text (COPY), for backup and restore. Knows no table by name but its own. */
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export type Table = { name: string; columns: string[] };
export type ForeignKey = { table: string; name: string; definition: string };

/** Every table of Opora with the columns that hold data, by name. */
export async function dataTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
    group by c.relname order by c.relname collate "C"`);
  return rows;
}

export function copyOut(client: pg.ClientBase, { name, columns }: Table): Readable {
  return client.query(copyTo(`copy ${id(name)} (${columns.map(id).join(', ')}) to stdout`));
}

export function copyIn(client: pg.ClientBase, { name, columns }: Table): Writable {
  return client.query(copyFrom(`copy ${id(name)} (${columns.map(id).join(', ')}) from stdin`));
}

/** Rows come in any order, so references are taken away while they come and put back, and thereby checked, at the end. */
export async function dropForeignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select c.conrelid::regclass::text as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c where c.contype = 'f' and c.connamespace = current_schema()::regnamespace order by c.conname`);
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${id(name)}`);
  return rows;
}

export async function putForeignKeys(client: pg.ClientBase, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${id(name)} ${definition}`);
}

export async function emptyTables(client: pg.ClientBase, tables: readonly Table[]): Promise<void> {
  if (tables.length > 0) await client.query(`truncate ${tables.map(({ name }) => id(name)).join(', ')}`);
}

export type Sequence = { name: string; value: number };

/** Where each counter of ids stands; one that gave nothing yet is left out. */
export async function sequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select sequencename as name, last_value as value from pg_sequences
    where schemaname = current_schema() and last_value is not null order by sequencename collate "C"`);
  return rows;
}

export async function setSequences(client: pg.ClientBase, values: readonly Sequence[]): Promise<void> {
  for (const { name, value } of values) await client.query('select setval($1::regclass, $2)', [id(name), value]);
}

function id(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
