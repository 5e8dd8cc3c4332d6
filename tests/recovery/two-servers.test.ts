/** Two whole servers, each with a worker of its own, on one data directory, as an operator may begin them by mistake or on purpose. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isAlive } from '#platform/postmaster.ts';
import { vprFile } from '#modules/results/results.fixture.ts';
import { Session } from '#tests/support/session.ts';
import { System } from '../crash/system.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'opora-test-two-'));
chmodSync(root, 0o711);
const directory = join(root, 'data');
const one = new System(directory);
const other = new System(directory);
const runs = test.skipIf(!existsSync('/proc/self/task'));

beforeAll(() => Promise.all([one.start(), other.start()]));
afterAll(() => {
  one.abandon();
  other.abandon();
  rmSync(root, { recursive: true, force: true });
});

async function ask<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: one.databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

const at = (system: System, account = 'region') => new Session(account, () => system.url, new Map());

runs('begun at once on nothing, they make one database, and one of them loads one demo region', async () => {
  expect(one.url).not.toBe(other.url);
  expect(await ask('select count(*)::int as regions from organisations where parent_id is null')).toEqual([
    { regions: 1 },
  ]);
  expect([one.workerPid, other.workerPid].every(Boolean)).toBe(true);
});

runs('who signed in at one is signed in at the other, sees what was done there, and undoes it but once', async () => {
  const here = at(one);
  await here.signIn();
  const [region] = await ask<{ id: number }>('select id from organisations where parent_id is null');
  const made = await here.send('/plans/new', {
    organisation: region!.id,
    title: 'План на двух серверах',
    from: '2026-09-01',
    to: '2027-08-31',
    rhythm: 'half-yearly',
  });
  const plan = /^\/plans\/\d+/.exec(made.to)![0];
  const there = here.at(() => other.url);
  expect(await there.open(plan)).toContain('План на двух серверах');
  const fields = { intent: 'new-measure', text: 'Семинар', deadline: 'до 1 мая 2027 года', note: '' };
  const added = await there.send(plan, fields);
  expect(added.outcome).toBe('done');
  const version = added.undoVersion!;
  // The same undo, pressed in two windows at one moment.
  const undone = await Promise.all([here, there].map((session) => session.send(`${plan}/undo`, { version })));
  expect(undone.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
  expect(await here.open(plan)).not.toContain('Семинар');
});

runs('a job is done by one of the two workers, once', async () => {
  const analyst = at(one, 'analyst');
  await analyst.signIn();
  const imports = 6;
  for (let n = 0; n < imports; n += 1) {
    const server = n % 2 === 0 ? one : other;
    const content = vprFile({ sch220001: [3, 15, 20, n] });
    const file = new File([content], `математика, 5 класс. ВПР 2021 (${n}).csv`, { type: 'text/csv' });
    expect((await analyst.at(() => server.url).send('/results/import', { files: file })).outcome).toBe('done');
  }
  const states = () =>
    ask<{ state: string; n: number }>(`select state, count(*)::int as n from result_imports where id in
      (select id from result_imports order by id desc limit ${imports}) group by 1`);
  await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'checked', n: imports }]), {
    timeout: 60_000,
    interval: 250,
  });
});

runs('one killed with -9, the other answers and works on; the last to leave stops the database', async () => {
  const person = at(other);
  await person.signIn();
  await one.kill('group', () => 0);
  expect(await person.open('/plans')).toContain('Планы');
  expect((await fetch(`${other.url}/ready`)).status).toBe(200);
  const database = other.postmaster!.pid;
  await other.stop();
  // The worker of the killed one may still be at its end.
  await vi.waitFor(() => expect(isAlive(database)).toBe(false), { timeout: 30_000, interval: 200 });
});
