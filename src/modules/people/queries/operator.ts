import { scopeOf } from '#kernel/actor.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { newId } from '#platform/token.ts';
import { operatorOver } from '../domain.ts';

/** The context of a command-line verb: whoever may run it on this machine may do everything. */
export async function operator(services: Services): Promise<Ctx> {
  const roots = await services.db
    .selectFrom('organisations')
    .select(['id', 'path'])
    .where('parent_id', 'is', null)
    .execute();
  const actor = operatorOver(roots);
  return { ...services, actor, scope: scopeOf(actor), requestId: newId(), source: 'командная строка' };
}

/** Who has a session, also an idle one. */
export async function signedInPeople(db: Connection): Promise<string[]> {
  const rows = await db.selectFrom('sessions').select('user_id as userId').distinct().execute();
  return rows.map(({ userId }) => userId);
}
