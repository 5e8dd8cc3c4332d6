/** Everything Opora keeps about one person, for the person: 152-ФЗ, ст. 14. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';

/** Plain facts under the names of the tables they lie in; secrets (passwords, tokens) are only counted. */
export type PersonalData = { schema: 'opora.personal-data/1' } & Record<string, unknown>;

export async function personalDataOf(db: Connection, userId: string): Promise<PersonalData> {
  const rowsOf = async (query: ReturnType<typeof sql<Record<string, unknown>>>) => (await query.execute(db)).rows;
  return {
    schema: 'opora.personal-data/1',
    user: (await rowsOf(sql`select id, name, email, post, disabled_at, created_at from users where id = ${userId}`))[0],
    roles: await rowsOf(sql`
      select r.role, o.name as organisation, r.valid_until, r.granted_at from role_assignments r
      join organisations o on o.id = r.organisation_id where r.user_id = ${userId} order by r.id`),
    formerRoles: await rowsOf(sql`
      select r.role, o.name as organisation, r.valid_from, r.valid_until, r.granted_at, r.ended_at from former_role_assignments r
      join organisations o on o.id = r.organisation_id where r.user_id = ${userId} order by r.id`),
    sessions: await rowsOf(
      sql`select created_at, expires_at, ip_address, user_agent from sessions where user_id = ${userId} order by created_at`,
    ),
    apiTokens: await rowsOf(sql`
      select t.name, t.purpose, t.role, o.name as organisation, t.rights, t.uses, t.valid_until, t.created_at, t.last_used_at, t.revoked_at
      from api_tokens t join organisations o on o.id = t.organisation_id where t.user_id = ${userId} order by t.id`),
    identities: await rowsOf(sql`
      select provider_id as provider, account_id as subject, created_at from accounts
      where user_id = ${userId} and provider_id like 'oidc:%' order by created_at`),
    preferences: await rowsOf(sql`select theme, text_size, digest from user_preferences where user_id = ${userId}`),
    notifications: await rowsOf(
      sql`select created_at, title, body from notifications where user_id = ${userId} order by id`,
    ),
    marks: await rowsOf(
      sql`select submitted_at, done_on, mark_text from executions where submitted_by = ${userId} order by submitted_at`,
    ),
    journalAbout: await rowsOf(sql`
      select at, action, before, after, reason from audit_events
      where object_type = 'user' and object_id = ${userId} order by id`),
    journalBy: await rowsOf(
      sql`select at, kind, action, object_type, object_id, source from audit_events where actor_id = ${userId} order by id`,
    ),
  };
}
