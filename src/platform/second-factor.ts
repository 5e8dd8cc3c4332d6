/** Codes of the second factor beside better-auth: each opens once, and why one was not taken. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Database } from './database.ts';
import { type SessionServices, signedCookie, signedValue } from './session.ts';
import { newId } from './token.ts';

const CHALLENGE_COOKIE = 'two_factor';
const CHALLENGE_SECONDS = 600;

/**
 * Asks who came through the provider for the code of the own second factor, exactly as better-auth does after a
 * password: the same page, the same counting of wrong codes.
 */
export async function challenge(services: SessionServices, userId: string): Promise<string> {
  const name = `2fa-${newId()}`;
  // better-auth goes by the clock of the machine.
  const expires_at = new Date(Date.now() + CHALLENGE_SECONDS * 1000);
  const rows = { [name]: userId, [`2fa-attempts-${name}`]: '0', [throughProvider(name)]: userId };
  await services.db
    .insertInto('verifications')
    .values(Object.entries(rows).map(([identifier, value]) => ({ id: newId(), identifier, value, expires_at })))
    .execute();
  return signedCookie(services, CHALLENGE_COOKIE, name, CHALLENGE_SECONDS);
}

/** Did the sign-in that this code completed begin at the provider? Answers once. */
export async function beganAtProvider(services: SessionServices, request: Request): Promise<boolean> {
  const name = signedValue(services, request, CHALLENGE_COOKIE);
  if (!name) return false;
  const { numDeletedRows } = await services.db
    .deleteFrom('verifications')
    .where('identifier', '=', throughProvider(name))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function throughProvider(name: string): string {
  return `provider-${name}`;
}

/** Steps of half a minute that may hold while one of them does; see migrations/0021_sessions.sql. */
const KEPT = 5;

/** False for a code that was taken before. Asked after it was found right: a wrong one must not push others out. */
export async function spendCode(db: Database, userId: string, code: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update two_factors set used_codes = (array[${code}::text] || used_codes)[1:${sql.lit(KEPT)}]
    where user_id = ${userId} and not (${code}::text = any(used_codes))`.execute(db);
  return numAffectedRows === 1n;
}

export function codeWasUsed(): AppError {
  const text = 'Этот код уже использован.';
  return new AppError('codeRefused', {
    field: 'code',
    text,
    advice: 'Дождитесь следующего: он появится в приложении через полминуты.',
  });
}

/** Wrong, too many wrong ones, or brought too late. */
export async function codeError(response: Response): Promise<AppError> {
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  if (code === 'INVALID_TWO_FACTOR_COOKIE') return new AppError('codeTimeout');
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return new AppError('signInLocked', { advice: 'Подождите четверть часа и войдите заново.' });
  return new AppError('codeRefused', { field: 'code' });
}
