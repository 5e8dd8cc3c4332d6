/** Pupil rows of one school in the lake: by class, by code, and linked with an earlier procedure where codes allow it. */
import { sql } from 'kysely';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Lake } from '#platform/lake.ts';
import type { LinkedKlass } from '../domain/same-pupils.ts';

/** Where the rows of a school stand: its keys in the files of one data set. */
export type SchoolRows = { setId: number; lake: string[]; keys: string[]; linkable: boolean };

export async function rowsOfSchool(
  db: Connection,
  organisationIds: readonly number[],
  setIds: readonly number[],
): Promise<Map<number, SchoolRows>> {
  const { rows } = await sql<SchoolRows>`
    select sp.set_id as "setId", array_agg(distinct p.lake_sha256) filter (where r.school_key is not null) as lake,
      array_agg(distinct r.school_key) filter (where r.school_key is not null) as keys, bool_and(p.linkable) as linkable
    from result_set_parts sp join result_parts p on p.id = sp.part_id
    left join school_results r on r.part_id = p.id and r.organisation_id = any(${[...organisationIds]}::bigint[])
    where sp.set_id = any(${[...setIds]}::bigint[]) group by sp.set_id having count(r.school_key) > 0`.execute(db);
  return new Map(rows.map((row) => [row.setId, row]));
}

/** Data sets whose codes mean the same person in other works too. */
export async function linkableSets(db: Connection, setIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select sp.set_id as id from result_set_parts sp join result_parts p on p.id = sp.part_id
    where sp.set_id = any(${[...setIds]}::bigint[]) group by sp.set_id having bool_and(p.linkable)`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export async function lakeOfSet(db: Connection, setId: number): Promise<string[]> {
  const { rows } = await sql<{ lake: string }>`
    select distinct p.lake_sha256 as lake from result_set_parts sp join result_parts p on p.id = sp.part_id
    where sp.set_id = ${setId} order by 1`.execute(db);
  return rows.map(({ lake }) => lake);
}

/** Primary points; at ЕГЭ the score, as the roll-ups count. */
function pointsOf(kind: AssessmentKind): string {
  return kind === 'ЕГЭ' ? 'coalesce(given_mark, total)' : 'total';
}

function placesOf(keys: readonly string[]): string {
  return keys.map((_, k) => `$${k + 1}`).join(', ');
}

export type KlassRow = { klass: string; n: number; mean: number; sd: number | null };

export async function classesIn(lake: Lake, { lake: files, keys }: SchoolRows, kind: AssessmentKind) {
  return lake.query<KlassRow>(
    `select klass, count(*) as n, avg(${pointsOf(kind)}) as mean, stddev_samp(${pointsOf(kind)}) as sd
     from ${lake.source(files)} where school in (${placesOf(keys)}) and absent = 0 and ${pointsOf(kind)} is not null
     group by klass order by klass`,
    keys,
  );
}

export type PupilRow = { klass: string; code: string; points: number };

/** For the school itself only. */
export async function pupilsIn(lake: Lake, { lake: files, keys }: SchoolRows, kind: AssessmentKind) {
  return lake.query<PupilRow>(
    `select klass, code, ${pointsOf(kind)} as points from ${lake.source(files)}
     where school in (${placesOf(keys)}) and absent = 0 and ${pointsOf(kind)} is not null order by klass, code limit 1000`,
    keys,
  );
}

/** Places among all pupils of the region, from 0 to 1, of pupils who wrote both, by their class now. */
export async function linkedKlasses(
  lake: Lake,
  later: { files: readonly string[]; keys: readonly string[]; kind: AssessmentKind },
  earlier: { files: readonly string[]; kind: AssessmentKind },
): Promise<LinkedKlass[]> {
  const ranked = (files: readonly string[], kind: AssessmentKind) =>
    `select person, school, klass, percent_rank() over (order by ${pointsOf(kind)}) as place from ${lake.source(files)}
     where absent = 0 and person is not null and ${pointsOf(kind)} is not null`;
  return lake.query<LinkedKlass>(
    `with later as (${ranked(later.files, later.kind)}),
     earlier as (select person, max(place) as place from (${ranked(earlier.files, earlier.kind)}) as every_row group by person)
     select later.klass as klass, count(*) as n, sum(earlier.place) as before, sum(later.place) as now,
       sum(later.place - earlier.place) as change, sum((later.place - earlier.place) * (later.place - earlier.place)) as "changeSquares"
     from later join earlier on later.person = earlier.person where later.school in (${placesOf(later.keys)}) group by later.klass`,
    later.keys,
  );
}
