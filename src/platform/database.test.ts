import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newUser, testServices } from '#tests/support/factory.ts';
import { openDatabase, prepared } from './database.ts';

const services = await testServices();

/** One connection, so that what it has prepared can be looked at. */
async function withOneConnection(work: (db: ReturnType<typeof openDatabase>['db']) => Promise<void>): Promise<void> {
  const one = openDatabase(services.databaseUrl, { max: 1 });
  try {
    await work(one.db);
  } finally {
    await one.close();
  }
}

test('a marked look-up is prepared once per connection and answers each time for its own values', async () => {
  const [first, second] = [await newUser(services.db), await newUser(services.db)];
  await withOneConnection(async (db) => {
    const nameOf = async (id: string) =>
      (await sql<{ name: string }>`${prepared} select name from users where id = ${id}`.execute(db)).rows[0]?.name;
    expect(await nameOf(first.userId)).toBe(first.name);
    expect(await nameOf(second.userId)).toBe(second.name);
    expect(await nameOf('nobody')).toBeUndefined();
    const { rows } = await sql`select name from pg_prepared_statements`.execute(db);
    expect(rows).toHaveLength(1);
  });
});

test('a statement without the mark is not prepared', async () => {
  await withOneConnection(async (db) => {
    await sql`select name from users where id = ${'nobody'}`.execute(db);
    const { rows } = await sql`select name from pg_prepared_statements`.execute(db);
    expect(rows).toEqual([]);
  });
});

test('a connection lost between two statements of a transaction fails it, and nothing else', async () => {
  const { db } = services;
  const held = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(db);
    // PostgreSQL says goodbye to a connection that asks nothing; unheard, it would end the process.
    await sleep(200);
    await sql`select 1`.execute(trx);
  });
  await expect(held).rejects.toThrow(/not queryable|terminat/);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});
