/** Writes schema.ts from a migrated database, so that queries are checked against the real tables. */
import type pg from 'pg';

const SCALARS: Record<string, string> = {
  int8: 'number',
  int4: 'number',
  int2: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'number',
  text: 'string',
  varchar: 'string',
  date: 'string',
  bool: 'boolean',
  timestamptz: 'Timestamp',
  jsonb: 'Json',
  bytea: 'Buffer',
  _text: 'string[]',
  _int4: 'number[]',
  _float8: 'number[]',
};

type Column = { table: string; name: string; type: string; nullable: boolean; defaulted: boolean };

export async function renderSchemaTypes(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<Column>(`
    select c.table_name as table, c.column_name as name, c.udt_name as type, c.is_nullable = 'YES' as nullable,
           (c.column_default is not null or c.is_identity = 'YES') as defaulted
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_migrations'
    order by c.table_name collate "C", c.ordinal_position`);
  const tables = Map.groupBy(rows, (row) => row.table);
  const out = [
    '/** Written by `bin/opora db types` from the migrations. Do not edit. */',
    "import type { ColumnType } from 'kysely';",
    '',
    "/** Kysely's own does not look inside a column that has other types on insert. */",
    'export type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;',
    'export type Timestamp = ColumnType<Date, Date | string, Date | string>;',
    'export type Json = ColumnType<unknown, string, string>;',
    '',
  ];
  for (const [table, columns] of tables) {
    out.push(`export interface ${pascal(table)}Table {`);
    for (const column of columns) out.push(`  ${column.name}: ${columnType(column)};`);
    out.push('}', '');
  }
  out.push('export interface DB {');
  for (const table of tables.keys()) out.push(`  ${table}: ${pascal(table)}Table;`);
  out.push('}', '');
  return out.join('\n');
}

function columnType(column: Column): string {
  const scalar = SCALARS[column.type];
  if (!scalar) throw new Error(`No TypeScript type for ${column.table}.${column.name} of ${column.type}`);
  const type = column.nullable ? nullable(scalar) : scalar;
  return column.defaulted && !column.nullable ? `Generated<${type}>` : type;
}

function nullable(scalar: string): string {
  if (scalar === 'Timestamp') return 'ColumnType<Date | null, Date | string | null, Date | string | null>';
  if (scalar === 'Json') return 'ColumnType<unknown, string | null, string | null>';
  return `${scalar} | null`;
}

function pascal(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
