/** Which plans a scope sees. Every query of plans goes through here; an empty scope sees nothing. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { withinScope } from '#platform/scope.ts';

/**
 * For a query with `plans p` and `organisations o`: own subtree; what is or was in force at the levels
 * above; model plans of the institutes and centres that work beside those levels.
 */
export function planVisible(scope: Scope): RawBuilder<boolean> {
  const above = sql`(p.organisation_id = any(${scope.ancestors}::bigint[]) and p.state in ('approved', 'closed'))`;
  const models = sql`(o.parent_id = any(${scope.ancestors}::bigint[]) and o.kind in ('institute', 'centre') and p.is_model and p.state = 'approved')`;
  return sql<boolean>`(p.deleted_at is null and (${withinScope(scope)} or ${above} or ${models}))`;
}
