/**
 * Coming in through the identity provider. Who somebody is: the subject the provider names, or, the first time, an
 * address that the provider says it has verified. What they may do: the rules of the operator, applied at each sign-in.
 */
import { sql } from 'kysely';
import { AppError, isAppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { SignIn } from '#platform/auth.ts';
import { SYSTEM } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { Identity, IdentityProvider } from '#platform/oidc/provider.ts';
import { saysSecondFactor, wantedRoles } from '#platform/oidc/rules.ts';
import { newId } from '#platform/token.ts';
import { checkedEmail, checkedName } from '../domain.ts';
import { followProvider, type PlacedRole, placedRoles } from './provider-roles.ts';
import { recordAccess, UNKNOWN, type Visit } from './sign-in.ts';
import { roleInForce } from '#platform/scope.ts';

export async function signInByProvider(
  visit: Visit,
  provider: IdentityProvider,
  request: Request,
  flow: string | undefined,
): Promise<SignIn & { userId: string; next: string }> {
  try {
    const { identity, next } = await provider.complete(new URL(request.url).searchParams, flow);
    const { userId, hasRole } = await visit.db.transaction().execute((trx) => admit(visit, trx, provider, identity));
    if (!hasRole) throw new AppError('providerNoRole', { userId });
    const secondFactor = saysSecondFactor(provider.rules, identity.claims);
    const answer = await visit.auth.signInVouched(request, { userId, secondFactor });
    if (answer.outcome === 'signed-in') await recordAccess(visit, userId, 'user.signed-in-by-provider');
    return { ...answer, userId, next };
  } catch (error) {
    if (isAppError(error)) {
      const { userId } = error.details;
      await recordAccess(visit, typeof userId === 'string' ? userId : UNKNOWN, 'user.provider-refused');
    }
    throw error;
  }
}

/** Finds or makes the account and gives it the roles of the rules. Without any role at all it stays shut, and none is made. */
async function admit(
  visit: Visit,
  trx: Connection,
  provider: IdentityProvider,
  { subject, claims }: Identity,
): Promise<{ userId: string; hasRole: boolean }> {
  // Two windows of one new person must not make two accounts.
  await sql`select pg_advisory_xact_lock(hashtext(${`${provider.id} ${subject}`}))`.execute(trx);
  const roles = await placedRoles(trx, wantedRoles(provider.rules, claims));
  const email = verifiedEmail(claims);
  const userId =
    (await knownSubject(trx, provider.id, subject)) ??
    (email === null ? null : await linkedByEmail(visit, trx, provider, subject, email)) ??
    (await newAccount(visit, trx, provider, { subject, claims }, email, roles));
  const user = await trx
    .selectFrom('users')
    .select('disabled_at')
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (user.disabled_at) throw new AppError('accountDisabled', { userId });
  await followProvider(actingForProvider(visit), trx, userId, { roles, reason: reasonOf(provider) });
  return { userId, hasRole: await holdsRoleNow(visit, trx, userId) };
}

async function knownSubject(trx: Connection, providerId: string, subject: string): Promise<string | null> {
  const account = await trx
    .selectFrom('accounts')
    .select('user_id')
    .where('provider_id', '=', providerId)
    .where('account_id', '=', subject)
    .executeTakeFirst();
  return account?.user_id ?? null;
}

/** An address without the provider's word that it is verified is whatever somebody typed there: it counts for nothing. */
function verifiedEmail({ email, email_verified: verified }: Identity['claims']): string | null {
  if (verified !== true || typeof email !== 'string') return null;
  try {
    return checkedEmail(email);
  } catch {
    return null;
  }
}

/** An account is tied to one person of the provider once; an address that passed on to somebody else ties nothing. */
async function linkedByEmail(
  visit: Visit,
  trx: Connection,
  provider: IdentityProvider,
  subject: string,
  email: string,
): Promise<string | null> {
  const user = await trx.selectFrom('users').select('id').where('email', '=', email).forUpdate().executeTakeFirst();
  if (!user) return null;
  const other = await trx
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', user.id)
    .where('provider_id', '=', provider.id)
    .executeTakeFirst();
  if (other) throw new AppError('providerOtherPerson', { userId: user.id });
  await tie(visit, trx, provider, subject, user.id);
  return user.id;
}

async function newAccount(
  visit: Visit,
  trx: Connection,
  provider: IdentityProvider,
  { subject, claims }: Identity,
  email: string | null,
  roles: readonly PlacedRole[],
): Promise<string> {
  const [first] = roles;
  if (!first) throw new AppError('providerNoRole');
  if (email === null) throw new AppError('providerNoEmail');
  const id = newId();
  const now = visit.clock.now();
  const name = nameOf(claims) ?? email;
  await trx
    .insertInto('users')
    .values({ id, name, email, email_verified: true, created_at: now, updated_at: now })
    .execute();
  await recordAudit(actingForProvider(visit), trx, {
    action: 'user.created',
    objectType: 'user',
    objectId: id,
    organisationId: first.organisationId,
    after: { name, email },
    reason: reasonOf(provider),
  });
  await tie(visit, trx, provider, subject, id);
  return id;
}

async function tie(
  visit: Visit,
  trx: Connection,
  provider: IdentityProvider,
  subject: string,
  userId: string,
): Promise<void> {
  const now = visit.clock.now();
  await trx
    .insertInto('accounts')
    .values({
      id: newId(),
      user_id: userId,
      account_id: subject,
      provider_id: provider.id,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await recordAudit(actingForProvider(visit), trx, {
    action: 'user.identity-tied',
    objectType: 'user',
    objectId: userId,
    reason: reasonOf(provider),
  });
}

function nameOf(claims: Identity['claims']): string | null {
  const { name, family_name: family, given_name: given } = claims;
  const parts = [family, given].filter((part) => typeof part === 'string');
  const told = typeof name === 'string' ? name : parts.join(' ');
  try {
    return checkedName(told);
  } catch {
    return null;
  }
}

async function holdsRoleNow({ clock }: Visit, trx: Connection, userId: string): Promise<boolean> {
  const held = await trx
    .selectFrom('role_assignments as r')
    .select('r.id')
    .where('r.user_id', '=', userId)
    .where(roleInForce(clock.today()))
    .limit(1)
    .executeTakeFirst();
  return held !== undefined;
}

/** Nobody pressed a button: Opora does as the provider says. */
function actingForProvider(visit: Visit): Visit & { actor: typeof SYSTEM } {
  return { ...visit, actor: SYSTEM };
}

function reasonOf({ name }: IdentityProvider): string {
  return `По сведениям системы входа «${name}»`;
}
