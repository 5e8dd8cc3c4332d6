/** What the daily reminders are about: pending occurrences of plans in force, grouped by organisation. */
import { type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '#kernel/dates.ts';
import type { Connection } from '#platform/database.ts';

export type Reminder = {
  organisation: { id: number; path: string; shortName: string };
  dueOn: IsoDate;
  number: number;
  /** One of them, to be named when it is the only one. */
  first: { id: number; number: string | null; text: string };
};

/** Not handed in and due within these days, by organisation and day. */
export function pendingByDay(db: Connection, from: IsoDate, to: IsoDate): Promise<Reminder[]> {
  return grouped(db, sql`occ.state in ('planned', 'returned') and occ.due_on between ${from}::date and ${to}::date`);
}

export type Waiting = { organisationId: number; number: number };

/** Returned before this instant and not handed in again. */
export async function returnedBefore(db: Connection, instant: Date): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select occ.organisation_id as "organisationId", count(*) as number
    from occurrences occ join plans p on p.id = occ.plan_id join executions e on e.occurrence_id = occ.id
    where occ.state = 'returned' and e.reviewed_at < ${instant} and p.state = 'approved' and p.deleted_at is null
    group by occ.organisation_id order by occ.organisation_id`.execute(db);
  return rows;
}

export type LongOverdue = { id: number; path: string; number: number };

/** Organisations with occurrences due before this day and not handed in. */
export async function overdueSince(db: Connection, day: IsoDate): Promise<LongOverdue[]> {
  const { rows } = await sql<LongOverdue>`
    select o.id, o.path, count(*) as number
    from occurrences occ join plans p on p.id = occ.plan_id join organisations o on o.id = occ.organisation_id
    where occ.state in ('planned', 'returned') and occ.due_on < ${day}::date and p.state = 'approved' and p.deleted_at is null
    group by o.id order by o.id`.execute(db);
  return rows;
}

async function grouped(db: Connection, which: RawBuilder<unknown>): Promise<Reminder[]> {
  const { rows } = await sql<Reminder>`
    select json_build_object('id', o.id, 'path', o.path, 'shortName', o.short_name) as organisation, occ.due_on as "dueOn", count(*) as number,
           (array_agg(json_build_object('id', occ.id, 'number', m.number, 'text', m.text) order by occ.id))[1] as first
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    where ${which} and p.state = 'approved' and p.deleted_at is null
    group by o.id, occ.due_on
    order by occ.due_on, o.id`.execute(db);
  return rows;
}
