/** What is known of a school beside results, by year, and every version of it. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';

export type ContextSource = 'questionnaire' | 'passport';
export type ContextVersion = {
  id: number;
  year: number;
  source: ContextSource;
  facts: Record<string, unknown>;
  by: string | null;
  /** The file that told it; null: said on a page. */
  file: string | null;
  at: Date;
  holds: boolean;
};

/** The newest first. */
export async function contextsOf(db: Connection, schoolId: number): Promise<ContextVersion[]> {
  const { rows } = await sql<ContextVersion>`
    select c.id, c.year, c.source, c.facts, coalesce(u.name, a.name) as by, c.recorded_at as at, c.replaced_at is null as holds,
      (select f.name from result_import_files f where f.import_id = c.import_id and f.file_sha256 = c.file_sha256 limit 1) as file
    from school_contexts c left join users u on u.id = c.recorded_by left join result_imports i on i.id = c.import_id
    left join users a on a.id = i.applied_by
    where c.organisation_id = ${schoolId} order by c.recorded_at desc, c.id desc`.execute(db);
  return rows;
}

export type OlympiadTold = {
  year: number;
  stage: string;
  subject: string;
  participants: number;
  winners: number | null;
};

export async function olympiadsOf(db: Connection, schoolId: number): Promise<OlympiadTold[]> {
  const { rows } = await sql<OlympiadTold>`
    select year, stage, subject, sum(participants) as participants, sum(winners) as winners from olympiad_participations
    where organisation_id = ${schoolId} and replaced_at is null group by year, stage, subject
    order by year desc, array_position(array['final','regional','municipal','school'], stage), subject`.execute(db);
  return rows;
}
