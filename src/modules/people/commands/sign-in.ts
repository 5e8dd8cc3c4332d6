/** Coming in and going out, with a record of each in the journal. */
import { isAppError } from '#kernel/errors.ts';
import type { Auth, Credentials, SignIn } from '#platform/auth.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Services } from '#platform/context.ts';
import { normaliseEmail } from '../domain.ts';

/** One request of somebody who may not be signed in. */
export type Visit = Services & { auth: Auth; requestId: string; source: string };

export async function signIn(visit: Visit, request: Request, credentials: Credentials): Promise<SignIn> {
  try {
    const answer = await visit.auth.signIn(request, credentials, visit.source);
    if (answer.outcome === 'signed-in')
      await recordAccess(visit, await accountOf(visit, credentials), 'user.signed-in');
    return answer;
  } catch (error) {
    if (isAppError(error) && error.status < 500) {
      const action = error.code === 'signInLocked' ? 'user.sign-in-delayed' : 'user.sign-in-refused';
      await recordAccess(visit, await accountOf(visit, credentials), action);
    }
    throw error;
  }
}

/** The record names the account if there is one: what else was typed may be a password in the wrong field. */
async function accountOf({ db }: Visit, { email }: Credentials): Promise<string> {
  const user = await db.selectFrom('users').select('id').where('email', '=', normaliseEmail(email)).executeTakeFirst();
  return user?.id ?? UNKNOWN;
}

export const UNKNOWN = 'unknown';

export type Access =
  | 'user.signed-in'
  | 'user.signed-in-by-provider'
  | 'user.provider-refused'
  | 'user.signed-out'
  | 'user.sign-in-refused'
  | 'user.sign-in-delayed'
  | 'user.second-factor-set'
  | 'user.second-factor-removed'
  | 'user.second-factor-refused';

export async function recordAccess(visit: Visit, userId: string, action: Access): Promise<void> {
  const event = { kind: 'access', action, objectType: 'user', objectId: userId } as const;
  await recordAudit({ ...visit, actor: { userId } }, visit.db, event);
}
