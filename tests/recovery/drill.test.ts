/** The recovery drill: load, back up, destroy, restore, and hold everything against what was there. Real processes. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

/** As `bin/opora` does: compiled code is kept between calls. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/opora', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const PASSPHRASE = 'пароль копии для учений';

// Clusters are made, stopped and recovered here; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'opora-test-recovery-'));
chmodSync(root, 0o711);
const at = (name: string) => join(root, name);
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Answer = { code: number; stdout: string; stderr: string };

function opora(data: string, words: string[], environment: Record<string, string> = {}): Promise<Answer> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: COMPILED,
    OPORA_DATA: at(data),
    OPORA_LOG: 'silent',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

type Report = { rows: number; files: number; tables: { name: string; rows: number; sha256: string }[] };

const parsed = ({ code, stdout, stderr }: Answer): Report => {
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Report;
};

describe('the drill', () => {
  const withPassphrase = { OPORA_BACKUP_PASSPHRASE: PASSPHRASE };
  const done = { code: 0 };
  let made: Report;
  let moment: string;

  /** A region in use, both kinds of copies of it, changes after them; then everything is lost. */
  beforeAll(async () => {
    const first = (...words: string[]) => opora('first', words, { OPORA_WAL_ARCHIVE: at('wal'), ...withPassphrase });
    const create = (email: string) => first('user', 'create', email, '--name', 'Проверочный Пользователь');
    expect((await first('demo', '--schools', '12', '--seed', '3')).code).toBe(0);
    expect(
      await first('role', 'grant', 'region@opora.example', '--role', 'curator', '--until', '2027-06-30'),
    ).toMatchObject(done);
    expect(await first('audit', 'verify')).toMatchObject(done);
    made = parsed(await first('backup', '--out', at('copy'), '--json'));
    expect(await first('backup', 'base', '--out', at('base'))).toMatchObject(done);
    expect(await create('before@opora.test')).toMatchObject(done);
    await sleep(500);
    moment = new Date().toISOString();
    await sleep(500);
    expect(await create('after@opora.test')).toMatchObject(done);
    rmSync(at('first'), { recursive: true });
  });

  test('everything that was backed up is there again, to the byte, and the journal is whole', async () => {
    expect(made.rows).toBeGreaterThan(500);
    expect(made.files).toBeGreaterThan(1);
    expect(readFileSync(at('copy')).includes('region@opora.example')).toBe(false);
    expect(parsed(await opora('nowhere', ['backup', 'verify', at('copy'), '--json'], withPassphrase))).toMatchObject({
      tables: made.tables,
    });
    expect(parsed(await opora('second', ['restore', at('copy'), '--json'], withPassphrase)).tables).toEqual(
      made.tables,
    );
    const again = parsed(await opora('second', ['backup', '--out', at('again'), '--json']));
    const journal = ['audit_chain', 'audit_events', 'audit_unsealed'];
    const others = (report: Report) => report.tables.filter(({ name }) => !journal.includes(name));
    expect(others(again)).toEqual(others(made));
    expect(again.files).toBe(made.files);
    expect(await opora('second', ['audit', 'verify'])).toMatchObject(done);
    const onto = await opora('second', ['restore', at('again')]);
    expect(onto).toMatchObject({ code: 3, stderr: expect.stringContaining('В базе уже есть данные') as string });
  });

  test('the database comes back as it stood at a given moment', async () => {
    expect(
      await opora('third', ['restore', '--base', at('base'), '--wal', at('wal'), '--until', moment]),
    ).toMatchObject(done);
    const { stdout, stderr } = await opora('third', ['user', 'list']);
    expect(`${stdout}${stderr}`).toContain('before@opora.test');
    expect(stdout).not.toContain('after@opora.test');
  });
});
