import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { withinScope } from '#platform/scope.ts';

/**
 * For a query with `organisations o`: the own subtrees, the bodies on the way to the root, and the
 * institutes and centres that work beside those.
 */
export function visibleTo(scope: Scope): RawBuilder<boolean> {
  const above = sql`o.id = any(${scope.ancestors}::bigint[])`;
  const beside = sql`(o.parent_id = any(${scope.ancestors}::bigint[]) and o.kind in ('institute', 'centre'))`;
  return sql<boolean>`(${withinScope(scope)} or ${above} or ${beside})`;
}
