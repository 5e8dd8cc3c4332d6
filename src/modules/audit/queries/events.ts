/** Questions to the journal. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { addDays, LAST_DAY } from '#kernel/dates.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export const EVENT_KINDS = ['change', 'reading', 'access'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type EventRow = {
  id: number;
  at: Date;
  kind: string;
  source: string | null;
  action: string;
  objectType: string;
  objectId: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  actor: string | null;
  organisation: string | null;
};

export type EventFilter = {
  /** Part of the actor's name or address. */
  actor?: string | undefined;
  kind?: EventKind | undefined;
  objectType?: string | undefined;
  objectId?: string | undefined;
  /** Days in the region's time zone, both included. */
  from?: string | undefined;
  to?: string | undefined;
  /** Only events older than this one: the way to the next page, whatever is written meanwhile. */
  before?: number | undefined;
};

/** Events about organisations of the scope and about people who hold a role there, newest first. */
export async function eventsIn(
  scope: Scope,
  db: Connection,
  filter: EventFilter,
  timeZone: string,
  limit: number,
): Promise<EventRow[]> {
  const startOf = (day: string) => sql<Date>`(${day}::date at time zone ${timeZone})`;
  const actor = filter.actor?.trim().toLowerCase();
  return db
    .selectFrom('audit_events as e')
    .leftJoin('users as u', 'u.id', 'e.actor_id')
    .leftJoin('organisations as o', 'o.id', 'e.organisation_id')
    .where((eb) => eb.or([withinScope(scope), concernsPersonOf(scope)]))
    .$if(Boolean(actor), (query) =>
      query.where(sql<boolean>`position(${actor} in lower(concat_ws(' ', u.name, u.email))) > 0`),
    )
    .$if(filter.kind !== undefined, (query) => query.where('e.kind', '=', filter.kind!))
    .$if(filter.objectType !== undefined, (query) => query.where('e.object_type', '=', filter.objectType!))
    .$if(filter.objectId !== undefined, (query) => query.where('e.object_id', '=', filter.objectId!))
    .$if(filter.from !== undefined, (query) => query.where('e.at', '>=', startOf(filter.from!)))
    .$if(filter.to !== undefined && filter.to < LAST_DAY, (query) =>
      query.where('e.at', '<', startOf(addDays(filter.to!, 1))),
    )
    .$if(filter.before !== undefined, (query) => query.where('e.id', '<', filter.before!))
    .select([
      'e.id',
      'e.at',
      'e.kind',
      'e.source',
      'e.action',
      'e.object_type as objectType',
      'e.object_id as objectId',
      'e.reason',
      'e.before',
      'e.after',
    ])
    .select(['u.name as actor', 'o.short_name as organisation'])
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute();
}

/** More events than a person reads; the journal of an administrator goes further back. */
const LONGEST_HISTORY = 200;

/** Everything that happened to one object. */
export async function historyOf(scope: Scope, db: Connection, objectType: string, objectId: string) {
  return db
    .selectFrom('audit_events as e')
    .leftJoin('users as u', 'u.id', 'e.actor_id')
    .leftJoin('organisations as o', 'o.id', 'e.organisation_id')
    .where('e.object_type', '=', objectType)
    .where('e.object_id', '=', objectId)
    .where((eb) => eb.or([withinScope(scope), concernsPersonOf(scope)]))
    .select(['e.id', 'e.at', 'e.action', 'e.reason', 'e.before', 'e.after', 'u.name as actor'])
    .orderBy('e.id', 'desc')
    .limit(LONGEST_HISTORY)
    .execute();
}

/** What happened to a person concerns those who see a place of that person. */
function concernsPersonOf(scope: Scope) {
  return sql<boolean>`(e.object_type = 'user' and exists (
    select from role_assignments place join organisations at_place on at_place.id = place.organisation_id
    where place.user_id = e.object_id and ${withinScope(scope, 'at_place')}))`;
}

export async function organisationNames(db: Connection, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('organisations')
    .select(['id', 'short_name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, short_name }) => [id, short_name]));
}
