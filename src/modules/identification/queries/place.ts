/** Regions, schools and municipalities as commands need them: with their place in the tree, in scope. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export type PlacedOrganisation = { id: number; kind: string; path: string; name: string; shortName: string };

/** A region is seen by those in it, too: its lists come down to them. */
export async function placedRegion(scope: Scope, db: Connection, id: number): Promise<PlacedOrganisation> {
  const { rows } = await sql<PlacedOrganisation>`
    select o.id, o.kind, o.path, o.name, o.short_name as "shortName" from organisations o
    where o.id = ${id} and o.kind = 'region' and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[]))`.execute(
    db,
  );
  const [found] = rows;
  if (!found) throw new AppError('notFound', { text: 'Такого региона нет.' });
  return found;
}

export async function placedSchool(scope: Scope, db: Connection, id: number): Promise<PlacedOrganisation> {
  const { rows } = await sql<PlacedOrganisation>`
    select o.id, o.kind, o.path, o.name, o.short_name as "shortName" from organisations o
    where o.id = ${id} and o.kind = 'school' and ${withinScope(scope)}`.execute(db);
  const [found] = rows;
  if (!found) throw new AppError('notFound', { text: 'Такой школы нет.' });
  return found;
}

/** Regions that a person belongs to or looks over; one in most installations. */
export async function regionsSeen(scope: Scope, db: Connection): Promise<PlacedOrganisation[]> {
  const { rows } = await sql<PlacedOrganisation>`
    select o.id, o.kind, o.path, o.name, o.short_name as "shortName" from organisations o
    where o.kind = 'region' and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[])) order by o.id`.execute(
    db,
  );
  return rows;
}
