import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { openServices } from './start.ts';

const root = mkdtempSync(join(tmpdir(), 'opora-test-start-'));
chmodSync(root, 0o711);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('an empty directory becomes a working Opora, for two processes at once, and stays one after a restart', async () => {
  const config = readConfig({ OPORA_DATA: join(root, 'data'), OPORA_LOG: 'silent' });
  const [one, two] = await Promise.all([openServices(config), openServices(config)]);
  expect([...one.migrated, ...two.migrated].length).toBeGreaterThan(0);
  expect(one.secret).toBe(two.secret);
  expect(statSync(join(root, 'data/secret')).mode & 0o777).toBe(0o600);
  await one.db.insertInto('settings').values({ key: 'kept', value: '1' }).execute();
  const sha256 = await one.files.put(new TextEncoder().encode('приказ'));
  await one.close();
  expect((await two.db.selectFrom('settings').select('key').execute()).map((row) => row.key)).toContain('kept');
  await two.close();

  const again = await openServices(config);
  expect([again.migrated, again.secret]).toEqual([[], one.secret]);
  expect((await again.db.selectFrom('settings').select('key').execute()).map((row) => row.key)).toContain('kept');
  expect(new TextDecoder().decode(await again.files.get(sha256))).toBe('приказ');
  await again.close();
}, 90_000);

test('a database server that does not answer is named as such, with advice', async () => {
  const config = readConfig({
    OPORA_DATA: join(root, 'other'),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    OPORA_LOG: 'silent',
  });
  await expect(openServices(config)).rejects.toMatchObject({
    code: 'databaseUnavailable',
    advice: expect.stringContaining('DATABASE_URL'),
  });
});
