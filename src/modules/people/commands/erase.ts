/** Erasure of personal data: the account becomes a number, its work stays. 152-ФЗ, ст. 21. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { eraseJournalOf } from '#modules/audit/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { mayDisable } from '../policy.ts';
import { lockedUser } from './locked-user.ts';

/** Tables that only tell of the person: their rows go. What else points at a user keeps pointing at the number. */
export const PERSONAL_TABLES = [
  'sessions',
  'accounts',
  'two_factors',
  'role_assignments',
  'former_role_assignments',
  'user_preferences',
  'notifications',
  'calendar_feeds',
  'api_tokens',
] as const;

/** What went, in numbers: kept as the proof of erasure. */
export type Erasure = { erased: Record<string, number>; events: number[] };

export async function erasePerson(ctx: Ctx, id: string, reason: string): Promise<Erasure> {
  if (reason.trim() === '') throw new AppError('reasonRequired');
  return ctx.db.transaction().execute(async (trx) => {
    const user = await lockedUser(trx, id);
    if (!mayDisable(ctx.actor, user)) throw new AppError('notAllowed');
    if (!user.disabledAt)
      throw new AppError('transitionNotAllowed', {
        text: 'Учётная запись ещё действует.',
        advice: 'Сначала отключите её, затем уничтожьте данные.',
      });
    const erased: Record<string, number> = {};
    for (const table of PERSONAL_TABLES) erased[table] = await eraseRows(trx, table, id);
    erased['outbox_mails'] = await eraseMail(trx, user.email);
    await trx
      .updateTable('users')
      .set({
        name: `Уничтоженная учётная запись ${id.slice(0, 8)}`,
        email: `${id.toLowerCase()}@erased.invalid`,
        email_verified: false,
        post: null,
        image: null,
        updated_at: ctx.clock.now(),
      })
      .where('id', '=', id)
      .execute();
    const events = await eraseJournalOf(trx, id);
    await recordAudit(ctx, trx, {
      action: 'user.erased',
      objectType: 'user',
      objectId: id,
      after: { erased, events },
      reason,
    });
    return { erased, events };
  });
}

async function eraseRows(trx: Connection, table: (typeof PERSONAL_TABLES)[number], id: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where user_id = ${id}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function eraseMail(trx: Connection, email: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from outbox_mails where lower(to_address) = ${email}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
