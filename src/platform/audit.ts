/** Every change leaves one event, written in the transaction of the change. */
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
};

type Acting = Pick<Ctx, 'actor' | 'clock' | 'requestId'>;

export async function recordAudit(ctx: Acting, db: Connection, event: AuditEvent): Promise<void> {
  await recordAudits(ctx, db, [event]);
}

export async function recordAudits(ctx: Acting, db: Connection, events: readonly AuditEvent[]): Promise<void> {
  const at = ctx.clock.now();
  // PostgreSQL takes 65 535 parameters a statement.
  for (let start = 0; start < events.length; start += 5_000) {
    const rows = events.slice(start, start + 5_000).map((event) => ({
      at,
      actor_id: ctx.actor.userId,
      organisation_id: event.organisationId ?? null,
      action: event.action,
      object_type: event.objectType,
      object_id: String(event.objectId),
      before: event.before === undefined ? null : JSON.stringify(event.before),
      after: event.after === undefined ? null : JSON.stringify(event.after),
      reason: event.reason ?? null,
      request_id: ctx.requestId,
    }));
    await db.insertInto('audit_events').values(rows).execute();
  }
}
