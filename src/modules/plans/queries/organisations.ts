/** The little that plans need to know of organisations. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export type OrganisationPlace = { id: number; kind: string; path: string; name: string; shortName: string };

/** An organisation in the scope; another is not there. */
export async function placeOf(scope: Scope, db: Connection, organisationId: number): Promise<OrganisationPlace> {
  const [place] = await placesOf(scope, db, [organisationId]);
  if (place === undefined) throw new AppError('notFound', { text: 'Такой организации нет или она вам не видна.' });
  return place;
}

export async function placesOf(scope: Scope, db: Connection, ids: readonly number[]): Promise<OrganisationPlace[]> {
  const { rows } = await sql<OrganisationPlace>`
    select o.id, o.kind, o.path, o.name, o.short_name as "shortName" from organisations o
    where o.id = any(${ids}::bigint[]) and o.status = 'open' and ${withinScope(scope)} order by o.path`.execute(db);
  return rows;
}

/** Organisations below one in which plans can be written: what a form offers besides the own ones. */
export async function organisationsUnder(
  scope: Scope,
  db: Connection,
  paths: readonly string[],
  limit = 1000,
): Promise<OrganisationPlace[]> {
  if (paths.length === 0) return [];
  const { rows } = await sql<OrganisationPlace>`
    select o.id, o.kind, o.path, o.name, o.short_name as "shortName" from organisations o
    where o.status = 'open' and ${withinScope(scope)} and (${sql.join(
      paths.map((path) => sql`o.path like ${`${path}%`}`),
      sql` or `,
    )})
    order by o.path limit ${limit}`.execute(db);
  return rows;
}
