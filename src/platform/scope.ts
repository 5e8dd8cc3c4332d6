/** Scope as SQL. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';

/** For a query with `organisations o` (or another alias): the organisation lies in a visible subtree. An empty scope sees nothing. */
export function withinScope(scope: Scope, organisation = 'o'): RawBuilder<boolean> {
  if (scope.subtrees.length === 0) return sql<boolean>`false`;
  const path = sql.ref(`${organisation}.path`);
  // One condition per subtree, so that the index on the path serves each.
  return sql<boolean>`(${sql.join(
    scope.subtrees.map((subtree) => sql`${path} like ${`${subtree}%`}`),
    sql` or `,
  )})`;
}

/** For a query with `role_assignments r`: the role is in force on this day; both of its days belong to it. */
export function roleInForce(today: IsoDate): RawBuilder<boolean> {
  return sql<boolean>`((r.valid_from is null or r.valid_from <= ${today}::date)
    and (r.valid_until is null or r.valid_until >= ${today}::date))`;
}
