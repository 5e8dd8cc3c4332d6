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
  proposals: { id: number; shortName: string; confidence: number }[];
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
  return {
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      proposals: proposalsOf(matches.get(row.name ?? '') ?? []),
    })),
    total: rows[0]?.total ?? 0,
  };
}

const PROPOSED = 3;

function proposalsOf(matches: readonly OrganisationMatch[]): UnknownSchool['proposals'] {
  return matches.slice(0, PROPOSED).map(({ id, shortName, confidence }) => ({ id, shortName, confidence }));
}
