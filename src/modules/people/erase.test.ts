import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { createUser, disableUser } from './commands/accounts.ts';
import { erasePerson, PERSONAL_TABLES } from './commands/erase.ts';
import { personalDataOf } from './queries/personal-data.ts';

const services = await testServices();
const { db } = services;
const EMAIL = 'uhodit@opora.test';
const NAME = 'Уходящая Анна Петровна';
let region: TestOrganisation;
let chief: Ctx;
let userId: string;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  // Erasure is the operator's, who works as the owner of the tables: for a request the journal only grows.
  chief = { ...(await ctxAs(services, 'administrator', region)), db };
  userId = await createUser(chief, {
    name: NAME,
    email: EMAIL,
    post: 'методист',
    roles: [{ role: 'reader', organisationId: region.id }],
    password: 'четыре слова подряд',
  });
  const acting = { ...chief, actor: { ...chief.actor, userId }, source: '10.1.1.1' };
  await recordAudit(acting, db, { action: 'plan.created', objectType: 'plan', objectId: 1, after: { title: 'План' } });
});

describe('erasure of a person', () => {
  test('asks for a reason and a disabled account, and is not for everyone', async () => {
    await expect(erasePerson(chief, userId, ' ')).rejects.toMatchObject({ code: 'reasonRequired' });
    await expect(erasePerson(chief, userId, 'заявление')).rejects.toMatchObject({ code: 'transitionNotAllowed' });
    await disableUser(chief, userId);
    const reader = { ...(await ctxAs(services, 'reader', region)), db };
    await expect(erasePerson(reader, userId, 'заявление')).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('leaves name and address in no table, the work under a number, and a record that proves it', async () => {
    const before = JSON.stringify(await personalDataOf(db, userId));
    expect(before).toContain(NAME);
    const { erased, events } = await erasePerson(chief, userId, 'заявление от 20.11.2026');
    expect(erased).toMatchObject({ accounts: 1, role_assignments: 1 });
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(await everywhere(NAME)).toEqual([]);
    expect(await everywhere(EMAIL)).toEqual([]);
    expect(await everywhere('10.1.1.1')).toEqual([]);
    const { rows } = await sql<{ after: unknown }>`
      select after from audit_events where actor_id = ${userId} and action = 'plan.created'`.execute(db);
    expect(rows).toEqual([{ after: { title: 'План' } }]);
  });

  test('knows every table that points at a user: new ones are decided about', async () => {
    const { rows } = await sql<{ table: string; column: string }>`
      select k.table_name as table, k.column_name as column
      from information_schema.referential_constraints r
      join information_schema.key_column_usage k on k.constraint_name = r.constraint_name and k.constraint_schema = r.constraint_schema
      join information_schema.constraint_column_usage t on t.constraint_name = r.constraint_name and t.constraint_schema = r.constraint_schema
      where t.table_name = 'users' and t.table_schema = current_schema()`.execute(db);
    const owned = rows.filter(({ column }) => column === 'user_id').map(({ table }) => table);
    expect(new Set(owned)).toEqual(new Set(PERSONAL_TABLES));
  });
});

/** Tables of the database in which the text stands anywhere. */
async function everywhere(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } =
      await sql`select 1 from ${sql.table(name)} t where position(${text} in t::text) > 0 limit 1`.execute(db);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
