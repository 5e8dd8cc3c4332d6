import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { readiness } from './readiness.ts';

const { pool } = await testDatabase();

test('a process with its database is ready until it is told to end', async () => {
  const ready = readiness(pool);
  expect(await ready.state()).toBe('ready');
  ready.stop();
  expect(await ready.state()).toBe('stopping');
});

test('without its database it is not ready, and says so at once', async () => {
  const nowhere = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  expect(await readiness(nowhere).state()).toBe('no-database');
  await nowhere.end();
});
