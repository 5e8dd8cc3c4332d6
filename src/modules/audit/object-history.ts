import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { type Change, changesOf, organisationsIn } from './changes.ts';
import { historyOf, organisationNames } from './queries/events.ts';
import { actionName } from './words.ts';

export type ObjectEvent = {
  id: number;
  at: Date;
  actor: string | null;
  what: string;
  reason: string | null;
  changes: Change[];
};

/** The history of one object in words, newest first, as far as the scope sees its organisation. */
export async function eventsOf(
  scope: Scope,
  db: Connection,
  objectType: string,
  objectId: string | number,
): Promise<ObjectEvent[]> {
  const events = await historyOf(scope, db, objectType, String(objectId));
  const names = await organisationNames(db, organisationsIn(events));
  return events.map(({ id, at, actor, action, reason, ...states }) => ({
    id,
    at,
    actor,
    what: actionName(action),
    reason,
    changes: changesOf(states, names),
  }));
}
