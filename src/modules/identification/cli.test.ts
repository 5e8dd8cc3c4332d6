import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../cli.ts';
import type { Identification } from './contract.ts';
import { vpr2020, vpr2021 } from './vpr-files.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opora-identify-'));
  // Marks of «2» in the scale of 2021: mathematics 5 up to 6 points, Russian 5 up to 17.
  await vpr2020(at('r/ВПР осень 2020/5/Математика.csv'), { sch220001: 12, sch220002: 2 });
  await vpr2021(at('r/ВПР 2021/Проведение работы по математике, 5 класс. ВПР 2021.csv'), 14, {
    sch220001: 9,
    sch220002: 2,
  });
  await vpr2021(at('r/ВПР 2021/Проведение работы по русскому языку, 5 класс. ВПР 2021.csv'), 21, {
    sch220001: 8,
    sch220002: 1,
    sch220003: 4,
  });
  await writeFile(join(folder, 'r/заметки.txt'), 'Просто текст.\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a folder becomes a list with reasons, whatever the form of the files', async () => {
  const { code, result, stderr } = await identified();
  expect(code).toBe(0);
  expect(result.schema).toBe('opora.identification/1');
  expect(result.schools.map(({ id, municipality, status }) => [id, municipality, status])).toEqual([
    ['sch220001', 'Первый район', 'listed'],
    ['sch220002', 'Первый район', 'not-listed'],
    ['sch220003', 'Первый район', 'not-classifiable'],
  ]);
  expect(result.schools[0]?.reasons.map(({ procedure, n, value, years }) => [procedure, n, value, years])).toEqual([
    ['vpr-5-ma-2020-autumn', 20, 0.6, [2020, 2021]],
    ['vpr-5-ma-2021', 20, 0.45, [2020, 2021]],
    ['vpr-5-ru-2021', 20, 0.4, [2021]],
  ]);
  expect(result.inputs.map(({ file }) => file)).toEqual([
    'ВПР 2021/Проведение работы по математике, 5 класс. ВПР 2021.csv',
    'ВПР 2021/Проведение работы по русскому языку, 5 класс. ВПР 2021.csv',
    'ВПР осень 2020/5/Математика.csv',
  ]);
  // The scale of 2020 is not known: the one of 2021 was taken, and that is said.
  expect(stderr).toContain('взята шкала 2021 года');
});

test('the same folder gives the same bytes, another parameter another list and another hash', async () => {
  const [first, again] = [await identified(), await identified()];
  expect(again.stdout).toBe(first.stdout);
  const other = await identified('--set', 'minimumN=21');
  expect(other.result.summary.notClassifiable).toBe(3);
  expect(other.result.methodology.hash).not.toBe(first.result.methodology.hash);
  const posterior = await identified('--uncertainty', 'interval=0,99');
  expect(posterior.result.summary.listed).toBe(0);
});

test('what the register says of schools counts', async () => {
  await writeFile(
    join(folder, 'register.csv'),
    'Логин ФИС ОКО;Полное название;Тип школы\nedu220001;Вечерняя школа № 1;вечерняя\nedu220002;Школа № 2;средняя\n',
  );
  const { result } = await identified('--schools', join(folder, 'register.csv'));
  expect(result.schools[0]).toMatchObject({ name: 'Вечерняя школа № 1', status: 'excluded' });
  expect(result.schools[1]).toMatchObject({ name: 'Школа № 2', status: 'not-listed' });
});

test('a file that cannot be read is an error, and the list of the others is still printed', async () => {
  const broken = join(folder, 'r/ВПР 2021/Обществознание, 6 класс.xlsx');
  await writeFile(broken, Buffer.from('PK\u0003\u0004 truncated'));
  const { code, result, stderr } = await identified();
  await rm(broken);
  expect(code).toBe(1);
  expect(stderr).toMatch(/ошибка: .*Обществознание/);
  expect(result.summary.listed).toBe(1);
});

test('a bundle gives the same bytes again, and tells what was changed', async () => {
  const bundle = join(folder, 'run.zip');
  await identified('--bundle', bundle, '--set', 'minimumN=12');
  const good = await run('verify', bundle);
  expect([good.code, good.stdout]).toEqual([0, expect.stringContaining('Результат тот же до байта.')]);
  const withFiles = await run('verify', bundle, '--results', join(folder, 'r'));
  expect(withFiles.code, withFiles.stdout).toBe(0);

  const parts = unzipSync(await readFile(bundle));
  const result = Buffer.from(parts['identification.json'] as Uint8Array).toString();
  parts['identification.json'] = Buffer.from(result.replace('"status":"listed"', '"status":"not-listed"'));
  await writeFile(join(folder, 'changed.zip'), zipSync(parts));
  const changed = await run('verify', join(folder, 'changed.zip'));
  expect(changed.code).toBe(1);
  expect(changed.stdout).toContain('Часть «identification.json» изменена');
  expect(changed.stdout).toContain('sch220001: status было "not-listed", стало "listed"');

  await writeFile(join(folder, 'r/ВПР 2021/ещё.txt'), 'x');
  await vpr2021(at('r/ВПР 2021/Проведение работы по математике, 6 класс. ВПР 2021.csv'), 11, { sch220001: 1 });
  const more = await run('verify', bundle, '--results', join(folder, 'r'));
  await rm(join(folder, 'r/ВПР 2021/Проведение работы по математике, 6 класс. ВПР 2021.csv'));
  expect(more.stdout).toContain('математике, 6 класс. ВПР 2021.csv» не было при расчёте');
});

test('wrong calls and foreign files are refused in one clear line', async () => {
  expect((await run('identify', '--results', folder)).code).toBe(2);
  const unknown = await run('identify', '--methodology', 'no-such', '--results', folder);
  expect([unknown.code, unknown.stderr]).toEqual([
    3,
    'Методики «no-such» нет. Посмотрите список: opora methodology list.\n',
  ]);
  const nowhere = await run('identify', '--methodology', 'federal-2025', '--results', join(folder, 'нет'));
  expect([nowhere.code, nowhere.stderr]).toEqual([3, expect.stringMatching(/^Папки «.*нет» нет\./)]);
  const foreign = await run('verify', join(folder, 'r/заметки.txt'));
  expect([foreign.code, foreign.stderr]).toEqual([3, expect.stringContaining('не пакет расчёта')]);
  const parameter = await run('identify', '-m', 'federal-2025', '-r', join(folder, 'r'), '--set', 'n=3');
  expect(parameter.stderr).toContain('Есть: threshold, procedures, repeated, minimumN.');
});

function at(path: string): string {
  return join(folder, path);
}

async function identified(...more: string[]) {
  const answer = await run(
    'identify',
    '-m',
    'federal-2025',
    '-r',
    join(folder, 'r'),
    '--year',
    '2021',
    '--json',
    ...more,
  );
  return { ...answer, result: JSON.parse(answer.stdout) as Identification };
}

async function run(...words: string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const code = await main(words, {
    stdout: { write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text) },
    readFile,
    readStdin: async () => '',
    askSecret: async () => null,
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
