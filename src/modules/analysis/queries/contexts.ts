/** What schools tell of their pupils: the newest social passport up to a year. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import type { PassportFacts } from '../domain/quadrant.ts';

export type SchoolPassport = { organisationId: number; year: number; facts: PassportFacts };

/** Of the whole region: the index stands on all its schools. Only those of the scope leave the server. */
export async function passportsOf(db: Connection, regionId: number, upTo: number): Promise<SchoolPassport[]> {
  const { rows } = await sql<SchoolPassport>`
    select distinct on (c.organisation_id) c.organisation_id as "organisationId", c.year, c.facts
    from school_contexts_to_compare c
    where c.region_id = ${regionId} and c.organisation_id is not null and c.source = 'passport' and c.replaced_at is null
      and c.year <= ${upTo}
    order by c.organisation_id, c.year desc, c.id desc`.execute(db);
  return rows;
}

/** Sums of every school of the region in some data sets; anonymous beyond the organisation's number. */
export type SchoolSums = { organisationId: number; setId: number; n: number; sum: number; maximum: number };

export async function sumsOf(db: Connection, setIds: readonly number[]): Promise<SchoolSums[]> {
  const { rows } = await sql<SchoolSums>`
    select r.organisation_id as "organisationId", sp.set_id as "setId", sum(r.n) as n, sum(r.sum) as sum, max(r.maximum) as maximum
    from result_set_parts sp join school_results_to_compare r on r.part_id = sp.part_id
    where sp.set_id = any(${[...setIds]}::bigint[]) and r.organisation_id is not null and r.n > 0 and r.maximum > 0
    group by r.organisation_id, sp.set_id`.execute(db);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}
