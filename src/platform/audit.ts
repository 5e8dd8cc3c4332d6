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

export async function recordAudit(ctx: Pick<Ctx, 'actor' | 'clock' | 'requestId'>, db: Connection, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      at: ctx.clock.now(),
      actor_id: ctx.actor.userId,
      organisation_id: event.organisationId ?? null,
      action: event.action,
      object_type: event.objectType,
      object_id: String(event.objectId),
      before: event.before === undefined ? null : JSON.stringify(event.before),
      after: event.after === undefined ? null : JSON.stringify(event.after),
      reason: event.reason ?? null,
      request_id: ctx.requestId,
    })
    .execute();
}
