/** Schools of result files that the register does not know: parked, not lost. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { type OrganisationMatch, organisationsMatchingAll } from '#modules/organisations/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Region } from './regions.ts';

export type UnknownSchool = {
  key: string;
  name: string | null;
  municipality: string | null;
  procedures: number;
  pupils: number;
  /** Most likely first. */
  /** Schools of one name are told apart by where they are. */
  proposals: { id: number; shortName: string; municipality: string | null; confidence: number }[];
};

/** In current data sets and in imports on their way; the largest first. */
export async function unknownSchools(
  scope: Scope,
  db: Connection,
  region: Region,
  page: { limit: number; offset: number },
): Promise<{ rows: UnknownSchool[]; total: number }> {
  const { rows } = await sql<Omit<UnknownSchool, 'proposals'> & { total: number }>`
    with live as (
      select sp.part_id from result_sets t join result_set_parts sp on sp.set_id = t.id
      where t.organisation_id = ${region.id} and t.state = 'current'
      union
      select fp.part_id from result_imports i join result_import_files f on f.import_id = i.id
      join result_import_file_parts fp on fp.file_id = f.id
      where i.organisation_id = ${region.id} and i.state = 'checked'
    )
    select r.school_key as key, max(r.school_name) as name, max(r.municipality) as municipality,
      count(distinct p.procedure_id) as procedures, sum(r.n) as pupils, count(*) over () as total
    from school_results r join live on live.part_id = r.part_id join result_parts p on p.id = r.part_id
    where r.organisation_id is null
    group by r.school_key order by sum(r.n) desc, r.school_key limit ${page.limit} offset ${page.offset}`.execute(db);
  const names = rows.flatMap(({ name }) => (name ? [name] : []));
  const matches = await organisationsMatchingAll(scope, db, names, { within: region.path, kinds: ['school'] });
  const proposed = rows.map(({ name }) => (matches.get(name ?? '') ?? []).slice(0, PROPOSED));
  const places = await municipalitiesAbove(db, proposed.flat());
  return {
    rows: rows.map(({ total: _total, ...row }, index) => ({
      ...row,
      proposals: (proposed[index] ?? []).map(({ id, shortName, confidence }) => ({
        id,
        shortName,
        municipality: places.get(id) ?? null,
        confidence,
      })),
    })),
    total: rows[0]?.total ?? 0,
  };
}

const PROPOSED = 3;

async function municipalitiesAbove(
  db: Connection,
  schools: readonly Pick<OrganisationMatch, 'id'>[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`
    select s.id, m.short_name as name from organisations s
    join organisations m on m.kind = 'municipality' and starts_with(s.path, m.path)
    where s.id = any(${schools.map(({ id }) => id)}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
