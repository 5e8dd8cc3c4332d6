/** What the filters of lists offer. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { planVisible, withinScope } from '#modules/plans/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Place } from './totals.ts';

/** Organisations of these kinds below a path (or in the whole scope), by name. */
export async function organisationChoices(
  scope: Scope,
  db: Connection,
  kinds: readonly string[],
  within = '',
): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select o.id, o.path, o.kind, o.name, o.short_name as "shortName" from organisations o
    where o.kind = any(${kinds}::text[]) and o.status = 'open' and o.path like ${`${within}%`} and ${withinScope(scope)}
    order by o.short_name, o.id limit 1000`.execute(db);
  return rows;
}

/** Plans in force of these organisations themselves, by title. */
export async function planChoices(
  scope: Scope,
  db: Connection,
  organisations: readonly number[],
): Promise<{ id: number; title: string }[]> {
  const { rows } = await sql<{ id: number; title: string }>`
    select p.id, p.title from plans p join organisations o on o.id = p.organisation_id
    where p.organisation_id = any(${organisations}::bigint[]) and p.state = 'approved' and ${planVisible(scope)}
    order by p.title, p.id`.execute(db);
  return rows;
}

export async function planTitle(scope: Scope, db: Connection, planId: number): Promise<string | null> {
  const {
    rows: [row],
  } = await sql<{ title: string }>`
    select p.title from plans p join organisations o on o.id = p.organisation_id where p.id = ${planId} and ${planVisible(scope)}`.execute(
    db,
  );
  return row?.title ?? null;
}
