/**
 * Guessing is slowed: after some failures an account, and an address many come from, wait longer and longer.
 * NIST SP 800-63B-4, 3.2.2: at most 100 failures in a row; delays that grow are named there as the way.
 */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import type { Database } from './database.ts';

type Rule = { free: number; longestMinutes: number };

/** A school or a ministry often shares one address, so an address may fail more often than an account. */
const ACCOUNT: Rule = { free: 5, longestMinutes: 60 };
const ADDRESS: Rule = { free: 50, longestMinutes: 15 };
const LONGEST_MINUTES = Math.max(ACCOUNT.longestMinutes, ADDRESS.longestMinutes);
/** Failures older than this no longer count. */
const MEMORY_HOURS = 24;

export type Attempt = { email: string; source: string };

function subjectsOf({ email, source }: Attempt): { subject: string; rule: Rule }[] {
  return [
    { subject: `account:${email}`, rule: ACCOUNT },
    { subject: `from:${source}`, rule: ADDRESS },
  ];
}

/** Refuses while the account or the address has to wait. */
export async function insistMayTry(db: Database, attempt: Attempt, now: Date): Promise<void> {
  const locked = await db
    .selectFrom('sign_in_failures')
    .select(sql<Date>`max(locked_until)`.as('until'))
    .where(
      'subject',
      'in',
      subjectsOf(attempt).map(({ subject }) => subject),
    )
    .where('locked_until', '>', now)
    // Longer than ever waits nobody: that was set while the clock of the machine was ahead.
    .where('locked_until', '<=', new Date(now.getTime() + LONGEST_MINUTES * 60_000))
    .executeTakeFirst();
  if (!locked?.until) return;
  const minutes = Math.ceil((locked.until.getTime() - now.getTime()) / 60_000);
  throw new AppError('signInLocked', {
    advice: `Подождите ${count(minutes, 'минуту', 'минуты', 'минут')} и повторите либо попросите администратора задать новый пароль.`,
  });
}

/** Counts a failure; the count is atomic, so that many at once are all counted. */
export async function recordFailure(db: Database, attempt: Attempt, now: Date): Promise<void> {
  const forgotten = new Date(now.getTime() - MEMORY_HOURS * 3_600_000);
  for (const { subject, rule } of subjectsOf(attempt)) {
    await sql`
      insert into sign_in_failures as known (subject, failures, last_at) values (${subject}, 1, ${now})
      on conflict (subject) do update set
        failures = case when known.last_at < ${forgotten} then 1 else known.failures + 1 end,
        last_at = ${now},
        locked_until = case when known.last_at < ${forgotten} or known.failures + 1 < ${rule.free} then null
          else ${now}::timestamptz + make_interval(mins => least(power(2, least(known.failures + 1 - ${rule.free}, 10))::integer, ${rule.longestMinutes})) end`.execute(
      db,
    );
  }
}

/** Whoever signed in is no guesser; the address keeps its failures, which may be of others. */
export async function forgetFailures(db: Pick<Database, 'deleteFrom'>, email: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('subject', '=', `account:${email}`).execute();
}
