/**
 * Every change leaves one event, written in the transaction of the change; so does every reading of personal data.
 * Events wait in `audit_unsealed` until the worker ties them into the chain.
 */
import { hasOpened } from '#kernel/actor.ts';
import type { Connection } from './database.ts';
import type { Ctx } from './context.ts';

export type AuditEvent = {
  /** Verb in the past, with its object: 'plan.approved'. */
  action: string;
  objectType: string;
  objectId: string | number;
  organisationId?: number | null;
  before?: unknown;
  after?: unknown;
  reason?: string | null;
  /** 'change' unless it says otherwise. */
  kind?: 'change' | 'reading' | 'access';
};

type Acting = Pick<Ctx, 'clock' | 'requestId' | 'source'> & {
  actor: Pick<Ctx['actor'], 'userId' | 'openings' | 'token'>;
};

export async function recordAudit(ctx: Acting, db: Connection, event: AuditEvent): Promise<void> {
  await recordAudits(ctx, db, [event]);
}

/** Personal data were shown or handed out: who read what. */
export async function recordReading(ctx: Ctx, event: Omit<AuditEvent, 'kind' | 'before'>): Promise<void> {
  await recordAudits(ctx, ctx.db, [{ ...event, kind: 'reading' }]);
}

/** An opening of the school in an emergency shows what is closed otherwise: then the record of having read it is due. */
export async function recordSeenInside(ctx: Ctx, organisationId: number): Promise<void> {
  if (!hasOpened(ctx.actor, organisationId)) return;
  await recordReading(ctx, {
    action: 'results.seen-inside',
    objectType: 'organisation',
    objectId: organisationId,
    organisationId,
  });
}

export async function recordAudits(ctx: Acting, db: Connection, events: readonly AuditEvent[]): Promise<void> {
  const at = ctx.clock.now();
  // PostgreSQL takes 65 535 parameters a statement.
  for (let start = 0; start < events.length; start += 5_000) {
    const rows = events.slice(start, start + 5_000).map((event) => ({
      at,
      actor_id: ctx.actor.userId,
      organisation_id: event.organisationId ?? null,
      kind: event.kind ?? 'change',
      action: event.action,
      object_type: event.objectType,
      object_id: String(event.objectId),
      before: event.before === undefined ? null : JSON.stringify(event.before),
      after: afterOf(ctx, event),
      reason: event.reason ?? null,
      request_id: ctx.requestId,
      source: ctx.source ?? null,
    }));
    await db
      .with('written', (query) => query.insertInto('audit_events').values(rows).returning('id'))
      .insertInto('audit_unsealed')
      .columns(['event_id'])
      .expression((query) => query.selectFrom('written').select('id'))
      .execute();
  }
}

/** Whatever is done while an emergency opening runs, or by a token of the API, carries its mark, sealed with the record. */
function afterOf({ actor }: Acting, { after }: AuditEvent): string | null {
  const openings = (actor.openings ?? []).map(({ id }) => id);
  const marks = {
    ...(openings.length > 0 && { emergencyOpenings: openings }),
    ...(actor.token && { apiToken: actor.token.id }),
  };
  if (Object.keys(marks).length === 0) return after === undefined ? null : JSON.stringify(after);
  const isPlain = typeof after === 'object' && after !== null && !Array.isArray(after);
  const told = isPlain ? after : after === undefined || after === null ? {} : { value: after };
  return JSON.stringify({ ...told, ...marks });
}
