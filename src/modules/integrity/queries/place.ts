/** The organisation that is spoken of, if the person may see it at all. */
import { AppError } from '#kernel/errors.ts';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export type Place = { id: number; path: string; kind: string; shortName: string; within: string | null };

export async function placeForReview(scope: Scope, db: Connection, id: number): Promise<Place> {
  const row = await db
    .selectFrom('organisations as o')
    .leftJoin('organisations as p', 'p.id', 'o.parent_id')
    .select(['o.id', 'o.path', 'o.kind', 'o.short_name as shortName', 'p.short_name as within'])
    .where('o.id', '=', id)
    .where(withinScope(scope))
    .executeTakeFirst();
  if (!row) throw new AppError('notFound');
  return row;
}
