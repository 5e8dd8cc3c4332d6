/** Which organisation a key of result files means: by login and codes of the register, and by what a person decided. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import { organisationKey, schoolKey } from '../domain/school-key.ts';

export type SchoolIndex = ReadonlyMap<string, number>;

type Row = {
  id: number;
  fisOkoLogin: string | null;
  ogeCode: string | null;
  egeCode: string | null;
  inn: string | null;
};

/** A code that several schools share names none of them: it waits for a person. */
export async function schoolIndex(db: Connection, region: { id: number; path: string }): Promise<SchoolIndex> {
  const { rows } = await sql<Row>`
    select id, fis_oko_login as "fisOkoLogin", oge_code as "ogeCode", ege_code as "egeCode", inn from organisations
    where kind = 'school' and path like ${`${region.path}%`} order by id`.execute(db);
  const decided = await db
    .selectFrom('school_keys')
    .select(['school_key as key', 'organisation_id as id'])
    .where('region_id', '=', region.id)
    .execute();
  const found = new Map<string, number>();
  const shared = new Set<string>();
  const add = (key: string | null, id: number) => {
    if (key === null) return;
    if (found.has(key) && found.get(key) !== id) shared.add(key);
    found.set(key, id);
  };
  for (const row of rows) {
    add(organisationKey(row), row.id);
    add(`org-${row.id}`, row.id);
    add(row.ogeCode && schoolKey(row.ogeCode, 'ОГЭ'), row.id);
    add(row.egeCode && schoolKey(row.egeCode, 'ЕГЭ'), row.id);
    add(row.inn, row.id);
  }
  for (const key of shared) found.delete(key);
  for (const { key, id } of decided) found.set(key, id);
  return found;
}
