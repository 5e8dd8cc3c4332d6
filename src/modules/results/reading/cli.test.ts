import { expect, test } from 'vitest';
import type { CliArgs, CliIo } from '#kernel/cli.ts';
import { verbs as referenceVerbs } from '../../assessments/cli.ts';
import { verbs } from './cli.ts';

async function opora(name: string, positionals: string[], values: CliArgs['values'] = {}, file = '') {
  const told = { out: '', error: '' };
  const io: CliIo = {
    stdout: { write: (text) => (told.out += text) },
    stderr: { write: (text) => (told.error += text) },
    readFile: () =>
      file === '' ? Promise.reject(new Error('ENOENT')) : Promise.resolve(new TextEncoder().encode(file)),
    readStdin: () => Promise.resolve(''),
    askSecret: () => Promise.resolve(null),
  };
  const verb = [...verbs, ...referenceVerbs].find((one) => one.name === name)!;
  return { code: await verb.run({ positionals, values }, io), ...told };
}

test('an empty template that is filled is checked without a database', async () => {
  const { out: template } = await opora('results template', ['vpr-5-ma-2025'], { items: '1:1 2К1:2' });
  expect(template.trim().split(';').slice(-2)).toEqual(['1 (1б)', '2К1 (2б)']);
  const filled = `${template}sch990001;Школа;Район;1;а;ж;1;;4;3;;1;2\r\n`;
  const checked = await opora('results check', ['vpr-5-ma-2025.csv'], {}, filled);
  expect([checked.code, checked.out]).toEqual([
    0,
    'vpr-5-ma-2025.csv: результаты\n  ВПР 5 математика 2025: школ 1, заданий 2, отсутствовали 0; строк 1, взято 1, не взято 0\n',
  ]);
  const told = await opora('results check', ['Файл.csv'], { procedure: 'vpr-6-ru-2025', json: true }, filled);
  expect(JSON.parse(told.out)).toMatchObject({ kind: 'results', files: [{ procedure: 'vpr-6-ru-2025' }], issues: [] });
});

test('what cannot be read ends in one clear line and its code', async () => {
  expect(await opora('results check', ['нет.csv'])).toMatchObject({ code: 3, out: '' });
  expect((await opora('results check', ['a.xlsx'], {}, '%PDF-1.7')).error).toContain('внутри документ PDF');
  expect((await opora('results check', ['Таблица.csv'], {}, 'а;б\n1;2')).code).toBe(1);
  expect((await opora('results check', [])).code).toBe(2);
  expect((await opora('results template', ['что-то'])).code).toBe(2);
});

test('tables of scales and works are checked', async () => {
  const scales = await opora('scale check', ['a.csv'], {}, 'Класс;Предмет;2;3;4;5\n8;География;0-12;13-26;27-35;35-40');
  expect([scales.code, JSON.parse(scales.out)]).toMatchObject([0, { issues: [{ code: 'scale-overlap' }] }]);
  const works = await opora('work check', ['a.csv'], {}, '№;Класс;Предмет;Макс. балл\n1;5;Математика;3');
  expect(JSON.parse(works.out)).toMatchObject({ issues: [{ code: 'work-sum-differs' }] });
  expect((await opora('work check', [])).code).toBe(2);
});
