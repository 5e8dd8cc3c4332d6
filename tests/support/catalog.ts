/** What a database looks like: everything that migrations make, in words that two databases can be compared by. */
import type pg from 'pg';

const PARTS = [
  `select format('column %s.%s %s%s default %s identity %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' else '' end, coalesce(pg_get_expr(d.adbin, d.adrelid), '—'), a.attidentity) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm') and a.attnum > 0 and not a.attisdropped`,
  `select format('constraint %s on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid)) as line
    from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype <> 'n'`,
  `select indexdef as line from pg_indexes where schemaname = 'public'`,
  `select format('policy %s on %s for %s: %s / %s', policyname, tablename, cmd, qual, with_check) as line
    from pg_policies where schemaname = 'public'`,
  `select format('row security of %s: %s', relname, relrowsecurity) as line
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  `select pg_get_functiondef(p.oid) as line from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace = 'public'::regnamespace and l.lanname in ('sql', 'plpgsql')`,
];

export async function catalogOf(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  const lines: string[] = [];
  for (const part of PARTS) lines.push(...(await client.query<{ line: string }>(part)).rows.map(({ line }) => line));
  return lines.sort();
}

/** Columns by table, in their order, without those that PostgreSQL computes. */
export async function columnsOf(client: pg.ClientBase | pg.Pool): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}
