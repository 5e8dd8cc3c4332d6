import fc from 'fast-check';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { zipSync, unzipSync, strToU8 } from 'fflate';
import { tableToCsv } from '#documents/write/csv.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import { parseAnswers } from './answers.ts';
import { SHOWN_OF_A_KIND } from './issue-list.ts';
import { readResultFile, type ReadResultOptions, type ResultReading } from './read-result-file.ts';
import { factsTemplate, resultsTemplate } from './templates.ts';

const NAME = 'Математика, 5 класс. ВПР 2021.csv';
const HEAD = 'логин школы;регион;код обучающегося;пол;класс;вариант;всего баллов;балл за 1;балл за 2';

const read = (lines: string[], options: Partial<ReadResultOptions> = {}) =>
  readResultFile(new TextEncoder().encode(lines.join('\n')), { path: NAME, ...options });

function resultsOf(reading: ResultReading) {
  if (reading.kind !== 'results') throw new Error(`Not results but ${reading.kind}`);
  return reading;
}

const codesOf = (reading: ResultReading) =>
  ('file' in reading ? reading.file.issues : reading.issues).map(({ code }) => code);

test('of many problems alike the first are shown and the rest counted', async () => {
  const rows = Array.from({ length: 50 }, (_, row) => `sch990001;Р;${row};ж;а;1;2;ы;1`);
  const { file } = resultsOf(await read([HEAD, ...rows]));
  const alike = file.issues.filter(({ code }) => code === 'item-unreadable');
  expect(alike).toHaveLength(SHOWN_OF_A_KIND + 1);
  expect(alike[0]).toMatchObject({
    where: 'файл «Математика, 5 класс. ВПР 2021.csv», строка 2, столбец H «балл за 1»',
  });
  expect(alike.at(-1)?.text.replaceAll('\u00a0', ' ')).toBe(
    'Вместо балла стоит: ячейка не учитывается. И ещё 30 таких случаев, всего 50.',
  );
});

test('what the user says of the procedure wins over the name', async () => {
  const { file } = resultsOf(
    await read([HEAD, 'sch990001;Р;1;ж;а;1;2;1;1'], {
      path: 'Новая таблица.csv',
      procedure: { subject: 'РУ', year: 2021, paperGrade: 6, pupilGrade: 7, round: 'autumn' },
    }),
  );
  expect(file.procedure).toEqual({
    kind: 'ВПР',
    subject: 'РУ',
    year: 2021,
    paperGrade: 6,
    pupilGrade: 7,
    round: 'autumn',
  });
  expect(file.issues.map(({ code }) => code)).not.toContain('autumn-grade-assumed');
});

test('a file of another work than its name says is told by totals that cannot be', async () => {
  const rows = Array.from({ length: 30 }, (_, row) => `sch990001;Р;${row};ж;а;1;${21 + row};;`);
  const reading = await read([HEAD, ...rows]);
  expect(codesOf(reading)).toContain('other-work');
  expect(resultsOf(reading).file.counts).toMatchObject({ rows: 30, taken: 0 });
});

test('macros and formulas are told', async () => {
  const rows = [HEAD.split(';'), ['sch990001', 'Р', 1, 'ж', 'а', 1, 999, 1, 1]];
  const parts = unzipSync(await writeXlsx({ sheets: [{ name: 'Sheet', rows }] }));
  const sheet = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']);
  const filled = zipSync({
    ...parts,
    'xl/worksheets/sheet1.xml': strToU8(
      sheet.replace(/<c r="G2"[^>]*><v>999<\/v><\/c>/, '<c r="G2"><f>H2+I2</f><v>2</v></c>'),
    ),
    'xl/vbaProject.bin': strToU8('x'),
  });
  const reading = await readResultFile(filled, { path: NAME.replace('csv', 'xlsm') });
  expect(codesOf(reading)).toEqual(expect.arrayContaining(['macros-ignored', 'formulas-cached']));
  expect(resultsOf(reading).file.rows.total[0]).toBe(2);
});

describe('a ГИА file', () => {
  const LINES = [
    'Район,ОУ №,Фамилия,Участник,Балл за работу',
    'Приречный,101,Тестова,p1,17',
    'Приречный,101,Тестов,p2,3',
  ];
  const PATH = 'ОГЭ химия 2026.csv';

  test('with unknown headers asks for a mapping, and is read by it', async () => {
    const unmapped = await read(LINES, { path: PATH });
    expect(unmapped).toMatchObject({
      kind: 'mapping',
      headers: ['Район', 'ОУ №', 'Фамилия', 'Участник', 'Балл за работу'],
      proposal: { headerRow: 1, columns: { municipality: 'Район' } },
    });
    const reading = resultsOf(
      await read(LINES, {
        path: PATH,
        mapping: {
          headerRow: 1,
          columns: { login: 'ОУ №', pupil: 'Участник', total: 'Балл за работу', municipality: 'Район' },
        },
      }),
    );
    expect(reading.file.procedure).toMatchObject({ kind: 'ОГЭ', subject: 'ХИ', year: 2026, paperGrade: 9 });
    expect([...reading.file.rows.total]).toEqual([17, 3]);
    expect(reading.file.rows.pupil).toEqual(['p1', 'p2']);
  });

  test('gives no personal column away, even when a mapping asks for it', async () => {
    const reading = await read(LINES, {
      path: PATH,
      mapping: { headerRow: 1, columns: { login: 'ОУ №', pupil: 'Фамилия', total: 'Балл за работу' } },
    });
    expect(codesOf(reading)).toEqual(expect.arrayContaining(['personal-column', 'personal-skipped']));
    expect(JSON.stringify(reading)).not.toMatch(/Тестов/);
    expect(resultsOf(reading).file.rows.pupil).toEqual(['строка 2', 'строка 3']);
  });

  test('has answers in strings', () => {
    const points = (text: string) => parseAnswers(text)?.map(({ points, maximum }) => [points, maximum]);
    expect(points('+-2')).toEqual([
      [1, null],
      [0, null],
      [2, null],
    ]);
    expect(points('1(2)0(3)10(12)')).toEqual([
      [1, 2],
      [0, 3],
      [10, 12],
    ]);
    expect(points('X(2) -(1)')).toEqual([
      [Number.NaN, 2],
      [0, 1],
    ]);
    expect(points('3(2)'), 'above the maximum').toEqual([[Number.NaN, 2]]);
    expect(parseAnswers('шесть')).toBeNull();
    expect(parseAnswers('1(2')).toBeNull();
  });

  test('any string of long answers gives back what was put in', () => {
    const answer = fc
      .integer({ min: 0, max: 12 })
      .chain((most) => fc.tuple(fc.integer({ min: 0, max: most }), fc.constant(most)));
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), (answers) => {
        const text = answers.map(([points, most]) => `${points}(${most})`).join('');
        expect(parseAnswers(text)?.map(({ points, maximum }) => [points, maximum])).toEqual(answers);
      }),
    );
  });
});

describe('our templates', () => {
  const PROCEDURE: Procedure = {
    kind: 'ВПР',
    subject: 'МА',
    year: 2025,
    round: 'spring',
    paperGrade: 5,
    pupilGrade: 5,
  };
  const { fileName, sheet } = resultsTemplate(PROCEDURE, [
    { name: '1', maximum: 1 },
    { name: '2К1', maximum: 2 },
  ]);
  const filled = {
    ...sheet,
    rows: [['sch990001', 'СОШ № 1', 'Приречный район', '7', '5а', 'ж', '1', null, 4, 3, 5, 1, 2]],
  };

  test.each([
    ['csv', () => tableToCsv(filled)],
    ['xlsx', () => tableToXlsx(filled)],
  ])('come back filled as %s', async (extension, bytes) => {
    const { file } = resultsOf(await readResultFile(await bytes(), { path: `${fileName}.${extension}` }));
    expect(file).toMatchObject({ format: 'template', procedure: PROCEDURE, counts: { rows: 1, taken: 1 }, issues: [] });
    expect(file.items).toEqual([
      { name: '1', maximum: 1 },
      { name: '2К1', maximum: 2 },
    ]);
    expect([file.rows.total[0], file.rows.givenMark[0], file.rows.journalMark[0], file.rows.klass[0]]).toEqual([
      3,
      5,
      4,
      'а',
    ]);
  });

  test('come back empty without a complaint', async () => {
    const { file } = resultsOf(await readResultFile(tableToCsv(sheet), { path: `${fileName}.csv` }));
    expect([file.counts.rows, file.issues.map(({ code }) => code)]).toEqual([0, ['no-rows']]);
    expect((await readResultFile(tableToCsv(factsTemplate('passport')), { path: 'a.csv' })).kind).toBe('passport');
    expect((await readResultFile(tableToCsv(factsTemplate('olympiad')), { path: 'a.csv' })).kind).toBe('olympiad');
  });
});
