/** The command line as a user meets it, on a real database. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import type { CliIo } from '#kernel/cli.ts';
import { main, VERBS } from './cli.ts';

const OPORA = fileURLToPath(new URL('../bin/opora', import.meta.url));
const { url, db } = await testDatabase();
let elsewhere: string;

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'opora-test-cli-'));
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('OPORA_DATA', join(elsewhere, 'data'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  return rm(elsewhere, { recursive: true, force: true });
});

type Outcome = { code: number; out: string; err: string };

/** The command line within this process. */
async function opora(words: string[], input = ''): Promise<Outcome> {
  const outcome = { code: 0, out: '', err: '' };
  const io: CliIo = {
    stdout: { write: (text) => void (outcome.out += text) },
    stderr: { write: (text) => void (outcome.err += text) },
    readFile: (path) => readFile(join(elsewhere, path)),
    readStdin: async () => input,
    askSecret: async () => null,
  };
  outcome.code = await main(words, io);
  return outcome;
}

/** The launcher, called from another directory with nothing but a path to the system's programs. */
function launched(program: string, words: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: '/usr/bin:/bin', HOME: elsewhere, DATABASE_URL: url, OPORA_DATA: join(elsewhere, 'data') };
    execFile(program, words, { cwd: elsewhere, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe('the launcher', () => {
  test('works from any directory, with the Node of the project', async () => {
    expect(await launched(OPORA, ['migrate'])).toEqual({
      code: 0,
      out: 'База данных уже соответствует этой версии.\n',
      err: '',
    });
  });

  test('works through a link, gives the exit code and stays silent when the reader of a pipe leaves', async () => {
    const link = join(elsewhere, 'opora');
    await symlink(OPORA, link);
    expect((await launched(link, ['nonsense'])).code).toBe(2);
    const piped = await launched('/bin/sh', ['-c', `"${link}" --help | head -n 1`]);
    expect(piped).toEqual({ code: 0, out: 'Использование: opora КОМАНДА [ключи]\n', err: '' });
  });

  test('says what to do where nothing is installed', async () => {
    await mkdir(join(elsewhere, 'bare/bin'), { recursive: true });
    await copyFile(OPORA, join(elsewhere, 'bare/bin/opora'));
    const { code, err } = await launched(join(elsewhere, 'bare/bin/opora'), ['migrate']);
    expect([code, err]).toEqual([3, expect.stringContaining('npm ci')]);
  });
});

describe('help', () => {
  test('names every verb of every module, and nothing else', async () => {
    const files = await Promise.all(Object.values(VERBS).map((load) => load()));
    const offered = new Set(files.flatMap(({ verbs }) => verbs.map((verb) => verb.name)));
    expect([...offered].sort()).toEqual(Object.keys(VERBS).sort());
    const { code, out } = await opora(['--help']);
    expect(code).toBe(0);
    for (const name of offered) expect(out).toContain(`  ${name}`);
  });

  test('every verb takes --json and says so', async () => {
    const files = await Promise.all(Object.values(VERBS).map((load) => load()));
    const offered = [...new Set(files.flatMap(({ verbs }) => verbs))];
    expect(offered.filter(({ options }) => options['json']?.type !== 'boolean').map(({ name }) => name)).toEqual([]);
    const silent = offered.filter(({ usage, name }) => !usage.includes('--json') && !name.startsWith('stats '));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('of a verb tells its options', async () => {
    const { code, out } = await opora(['user', 'create', '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Создать пользователя.*\n\nИспользование: opora user create/);
    expect(out).toContain('--password-stdin');
  });

  test('of a group tells its verbs', async () => {
    const { out } = await opora(['user', '--help']);
    expect(out).toContain('user list');
    expect(out).not.toContain('plan parse');
  });
});

describe('wrong use', () => {
  test.each([
    [['nonsense'], 'Нет такой команды: nonsense'],
    [['user', 'create', '--colour', 'red'], 'Неизвестный ключ --colour'],
    [['user', 'create', 'a@b.ru', '--name'], '--name'],
    [['role', 'grant'], 'Использование: opora role grant'],
  ])('%j', async (words, message) => {
    const { code, out, err } = await opora(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('the first administrator', () => {
  test('is made in an empty database together with the region; the password is shown once', async () => {
    const { code, out, err } = await opora([
      'user',
      'create',
      'Chief@Region.test',
      '--name',
      'Главный Администратор',
      '--region',
      'Вымышленная область',
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Создан пользователь chief@region\.test: администратор\.\nПароль \(показывается один раз\): [a-z2-9]{4}(-[a-z2-9]{4}){3}\n$/,
    );
    expect(await db.selectFrom('organisations').select(['kind', 'name']).execute()).toEqual([
      { kind: 'region', name: 'Вымышленная область' },
    ]);
  });

  test('may bring a password of their own', async () => {
    const { code, out } = await opora(
      ['user', 'create', 'second@region.test', '--name', 'Второй', '--password-stdin'],
      'длинный собственный пароль\n',
    );
    expect([code, out]).toEqual([0, 'Создан пользователь second@region.test: администратор.\n']);
    const short = await opora(['user', 'password', 'second@region.test', '--password-stdin'], 'коротко\n');
    expect([short.code, short.err.split('\n').length]).toEqual([3, 2]);
  });

  test('is refused twice, in one clear line', async () => {
    const { code, out, err } = await opora(['user', 'create', 'chief@region.test', '--name', 'Опять']);
    expect([code, out, err]).toEqual([
      3,
      '',
      'Пользователь с такой почтой уже есть. Найдите его в списке и дайте ему роль.\n',
    ]);
  });

  test('gives and takes roles, is listed, is not disabled while the last', async () => {
    expect(
      (await opora(['role', 'grant', 'second@region.test', '--role', 'reader', '--until', '2027-08-31'])).code,
    ).toBe(0);
    expect((await opora(['role', 'revoke', 'second@region.test', '--role', 'administrator'])).code).toBe(0);
    const { out } = await opora(['user', 'list']);
    expect(out).toContain('second@region.test\tВторой\tдействует\tчитатель, Вымышленная область до 2027-08-31\n');
    const users = JSON.parse((await opora(['user', 'list', '--json'])).out);
    expect(users).toHaveLength(2);
    expect((await opora(['user', 'disable', 'chief@region.test'])).err).toContain(
      'последний действующий администратор',
    );
    expect((await opora(['user', 'disable', 'second@region.test'])).out).toBe('Отключён: second@region.test\n');
  });

  test('is signed out on every device, alone or with everybody', async () => {
    const { id: user_id } = await db
      .selectFrom('users')
      .select('id')
      .where('email', '=', 'chief@region.test')
      .executeTakeFirstOrThrow();
    const signedIn = () =>
      db
        .insertInto('sessions')
        .values(['a', 'b'].map((id) => ({ id, user_id, token: `token-${id}`, expires_at: new Date('2100-01-01') })))
        .execute();
    await signedIn();
    expect((await opora(['user', 'end-sessions'])).code).toBe(2);
    expect((await opora(['user', 'end-sessions', 'chief@region.test', '--all'])).code).toBe(2);
    expect((await opora(['user', 'end-sessions', 'chief@region.test'])).out).toBe(
      'Завершено сеансов: 2, пользователей: 1\n',
    );
    await signedIn();
    expect(JSON.parse((await opora(['user', 'end-sessions', '--all', '--json'])).out)).toMatchObject({ sessions: 2 });
    expect(await db.selectFrom('sessions').select('id').execute()).toEqual([]);
  });
});

test('a token is made for a person within what they hold, listed without itself, and revoked once', async () => {
  const whose = ['token', 'create', 'chief@region.test', '--name', 'Витрина', '--purpose', 'сводка'];
  const what = ['--rights', 'plans:read,results:read', '--uses', 'system-analysis', '--json'];
  const made = await opora([...whose, ...what]);
  expect([made.code, made.err]).toEqual([0, '']);
  const { id, token } = JSON.parse(made.out);
  expect(token).toMatch(/^opora_[\w-]{43}$/);
  const kept = await db.selectFrom('api_tokens').selectAll().executeTakeFirstOrThrow();
  expect(kept).toMatchObject({ role: 'administrator', uses: ['system-analysis'], revoked_at: null });
  expect(kept.token_sha256).not.toContain(token);
  const notices = await db.selectFrom('notifications').select('title').where('kind', '=', 'api-token').execute();
  expect(notices).toEqual([{ title: 'Выпущен токен API «Витрина»' }]);
  const { out } = await opora(['token', 'list', '--json']);
  expect(out).not.toContain(token.slice(6));
  expect(JSON.parse(out)).toMatchObject([{ id, name: 'Витрина', state: 'valid' }]);
  const wide = ['token', 'create', 'chief@region.test', '--name', 'x', '--purpose', 'x', '--rights', 'plans:read'];
  expect((await opora([...wide, '--role', 'curator'])).err).toContain('Такой роли у пользователя нет.');
  expect((await opora([...wide, '--until', '2099-01-01'])).err).toContain('не позже чем через год');
  expect((await opora([...wide.slice(0, -1), 'everything'])).err).toContain(
    '«everything» неизвестно. Права: organisations:read',
  );
  expect((await opora(['token', 'revoke', String(id)])).out).toBe(`Отозван токен № ${id}.\n`);
  expect((await opora(['token', 'revoke', String(id)])).code).toBe(3);
  expect((await opora(['token', 'list'])).out).toContain('\tотозван\n');
});

test('organisations go out and come back, the same file both ways', async () => {
  await writeFile(
    join(elsewhere, 'in.csv'),
    'Вид;Краткое название;Полное название;Вышестоящая организация\nМуниципалитет;г. Примерск;Управление образования;Вымышленная область\nШкола;СОШ № 1;СОШ № 1;г. Примерск\n',
  );
  const tried = await opora(['organisation', 'import', 'in.csv', '--dry-run']);
  expect([tried.code, tried.out]).toEqual([
    0,
    'Организаций: будет добавлено 2, будет изменено 0, без изменений 0. Ничего не записано.\n',
  ]);
  expect((await opora(['organisation', 'import', 'in.csv'])).out).toBe(
    'Организаций: добавлено 2, изменено 0, без изменений 0.\n',
  );
  const target = join(elsewhere, 'out.csv');
  expect((await opora(['organisation', 'export', target])).out).toBe(`Записано организаций: 3. Файл: ${target}\n`);
  expect(await readFile(target, 'utf8')).toContain('СОШ № 1');
  await writeFile(join(elsewhere, 'bad.csv'), 'Краткое название;Вышестоящая организация\nСОШ № 2;Нигде\n');
  const bad = await opora(['organisation', 'import', 'bad.csv']);
  expect([bad.code, bad.err]).toEqual([
    3,
    'ошибка: строка 2, «Вышестоящая организация»: Организации «Нигде» нет. Исправьте название или добавьте её отдельной строкой.\n',
  ]);
  expect((await opora(['organisation', 'import', 'none.csv'])).code).toBe(3);
});
