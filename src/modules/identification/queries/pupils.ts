/** Pupils in the lake whose pseudonyms name persons: what links works of several years. */
import { sql } from 'kysely';
import type { ResultOrganisation, ResultProcedure } from '#modules/results/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Lake } from '#platform/lake.ts';
import type { PupilResults } from '../effects/linked-pupils.ts';
import { schoolKey } from '../engine/table.ts';
import { procedureOf } from './procedure.ts';

type Part = { setId: number; lake: string; schoolKey: string; organisationId: number };

/** @param procedures of the current data sets; @param organisations the schools of today */
export async function pupilResults(
  db: Connection,
  lake: Lake,
  procedures: readonly ResultProcedure[],
  organisations: readonly ResultOrganisation[],
): Promise<PupilResults[]> {
  const today = new Map(
    organisations.flatMap(({ key, organisationId, predecessors }) =>
      [organisationId, ...predecessors].map((id) => [id, schoolKey(key)] as const),
    ),
  );
  const { rows } = await sql<Part>`
    select sp.set_id as "setId", p.lake_sha256 as lake, r.school_key as "schoolKey", r.organisation_id as "organisationId"
    from result_set_parts sp join result_parts p on p.id = sp.part_id join school_results r on r.part_id = p.id
    where sp.set_id = any(${procedures.map(({ setId }) => setId)}::bigint[]) and p.linkable and r.organisation_id is not null`.execute(
    db,
  );
  const parts = Map.groupBy(rows, ({ setId }) => setId);
  const found: PupilResults[] = [];
  for (const one of procedures) {
    const own = parts.get(one.setId);
    if (own === undefined) continue;
    const procedure = procedureOf(one);
    const points = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ' ? 'given_mark' : 'total';
    const keys = new Map(own.map((part) => [part.schoolKey, today.get(part.organisationId)]));
    const pupils = await lake.query<{ school: string; person: string; points: number }>(
      `select school, person, ${points} as points from ${lake.source([...new Set(own.map((part) => part.lake))])}
       where procedure = ? and absent = 0 and person is not null and ${points} is not null and ${points} >= 0`,
      [one.procedureId],
    );
    const known = pupils.flatMap((pupil) => {
      const key = keys.get(pupil.school);
      return key === undefined ? [] : [{ ...pupil, school: key }];
    });
    found.push({
      procedure,
      school: known.map(({ school }) => school),
      person: known.map(({ person }) => person),
      points: known.map((pupil) => pupil.points),
    });
  }
  return found;
}
