/** The people of a load: signed up in the demo region like those who would use it, most of them in schools. */
import { sql } from 'kysely';
import type { Role } from '#kernel/actor.ts';
import { readConfig } from '#platform/config.ts';
import { hashPassword } from '#platform/password.ts';
import { openServices } from '#platform/start.ts';

export type Account = {
  email: string;
  password: string;
  role: Role;
  organisationId: number;
  /** A school or an authority stands behind one address. */
  address: string;
};

const PASSWORD = 'Opora-demo-2026';
/** Of a hundred: three quarters work in schools, the others see after them. */
const SHARES: { role: Role; kind: string; share: number }[] = [
  { role: 'school-head', kind: 'school', share: 0.5 },
  { role: 'school-editor', kind: 'school', share: 0.25 },
  { role: 'municipal-planner', kind: 'municipality', share: 0.1 },
  { role: 'curator', kind: 'municipality', share: 0.08 },
  { role: 'district-planner', kind: 'district', share: 0.03 },
  { role: 'regional-planner', kind: 'region', share: 0.04 },
];

/** Adds `count` people to the region of `environment`; schools with a plan of their own come first. */
export async function addAccounts(environment: NodeJS.ProcessEnv, count: number): Promise<Account[]> {
  const services = await openServices(readConfig(environment));
  try {
    const { rows } = await sql<{ id: number; kind: string }>`
      select o.id::integer as id, o.kind from organisations o
      where o.status = 'open'
      order by exists (select from plans p where p.organisation_id = o.id and p.state = 'approved') desc, o.id`.execute(
      services.db,
    );
    const accounts = SHARES.flatMap(({ role, kind, share }): Account[] => {
      const places = rows.filter((row) => row.kind === kind);
      return Array.from({ length: Math.round(count * share) }, (_, number) => {
        const organisationId = places[number % places.length]?.id;
        if (organisationId === undefined) throw new Error(`The region has no ${kind}.`);
        return {
          email: `${role}-${number + 1}@load.example`,
          password: PASSWORD,
          role,
          organisationId,
          address: `10.${organisationId >> 16}.${(organisationId >> 8) & 255}.${organisationId & 255}`,
        };
      });
    }).slice(0, count);
    const password = await hashPassword(PASSWORD);
    await services.db.transaction().execute(async (db) => {
      const emails = sql`${accounts.map(({ email }) => email)}::text[]`;
      await sql`insert into users (id, name, email, post, email_verified, created_at, updated_at)
        select email, email, email, 'нагрузка', true, now(), now() from unnest(${emails}) email`.execute(db);
      await sql`insert into accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
        select email, email, email, 'credential', ${password}, now(), now() from unnest(${emails}) email`.execute(db);
      await sql`insert into role_assignments (user_id, role, organisation_id)
        select * from unnest(${emails}, ${accounts.map(({ role }) => role)}::text[],
          ${accounts.map(({ organisationId }) => organisationId)}::bigint[])`.execute(db);
    });
    return accounts;
  } finally {
    await services.close();
  }
}
