import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wordDocument, p, tbl, tc, tr } from '#documents/read/fixtures/packages.ts';
import { hasReference, referenceFile } from '#tests/support/reference.ts';
import { SHIPPED_SCALES } from '../reference/index.ts';
import { subjectNamed } from '../subjects.ts';
import { readScales } from './read-scales.ts';
import { readWorks, type WorkDescription } from './read-work.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const officialMaximum = ({ subject, paperGrade }: WorkDescription) =>
  SHIPPED_SCALES.find(
    (scale) => scale.kind === 'ВПР' && scale.paperGrade === paperGrade && scale.subject === subjectNamed(subject ?? ''),
  )?.maximum ?? null;

test('a table of scales is read, and overlapping bounds are told', async () => {
  const { scales, issues } = await readScales(
    bytes(
      [
        'Класс;Предмет;«2»;«3»;«4»;«5»',
        '5;Математика;0–6;7–10;11–14;15–20',
        '8;География;0-12;13-26;27-35;35-40',
        '8;Физика;0-4;5-7;9-10;11-18',
        '8;Химия;0-9;10-18;;28-36',
        '7;История;0-20;10-12;13-18;19-25',
      ].join('\n'),
    ),
    'Шкалы.csv',
  );
  expect(scales).toEqual([
    { subject: 'Математика', paperGrade: 5, maximum: 20, least: { three: 7, four: 11, five: 15 } },
    { subject: 'География', paperGrade: 8, maximum: 40, least: { three: 13, four: 27, five: 35 } },
    { subject: 'Физика', paperGrade: 8, maximum: 18, least: { three: 5, four: 9, five: 11 } },
    { subject: 'История', paperGrade: 7, maximum: 25, least: { three: 10, four: 13, five: 19 } },
  ]);
  expect(issues.map(({ code, where, text }) => [code, where, text])).toEqual([
    [
      'scale-overlap',
      'Шкалы.csv, строка 3, География, 8 класс',
      'Границы перекрываются: «4» кончается на 35, а «5» начинается с 35.',
    ],
    [
      'scale-gap',
      'Шкалы.csv, строка 4, Физика, 8 класс',
      'Между границами пропуск: «3» кончается на 7, а «4» начинается с 9.',
    ],
    ['scale-bound-missing', 'Шкалы.csv, строка 5, Химия, 8 класс', 'Не у каждой отметки есть границы вида «7–10».'],
    [
      'scale-overlap',
      'Шкалы.csv, строка 6, История, 7 класс',
      'Границы перекрываются: «2» кончается на 20, а «3» начинается с 10.',
    ],
  ]);
});

test('the scale of one work stands in a Word table under the name of the work', async () => {
  const document = wordDocument({
    body:
      p('Перевод первичных баллов в отметки') +
      tbl([
        tr(['Отметка по пятибалльной шкале', '«2»', '«3»', '«4»', '«5»'].map((text) => tc(text))),
        tr(['Первичные баллы', '0–6', '7–10', '11–14', '15–20'].map((text) => tc(text))),
      ]),
  });
  const { scales, issues } = await readScales(document, 'Описание.docx');
  expect(issues).toEqual([]);
  expect(scales).toEqual([{ subject: null, paperGrade: null, maximum: 20, least: { three: 7, four: 11, five: 15 } }]);
});

test('a description of a work is read from Word with its codes', async () => {
  const head = [
    '№',
    'Проверяемые умения',
    'Блоки ПООП',
    'Уровень сложности',
    'Код КЭС',
    'Код КТ',
    'Макс. балл за задание',
    'Время, мин.',
  ];
  const rows = [
    ['1', 'Считать', 'Числа', 'Б', '1.1, 2.3', '1', '1', '2'],
    ['', 'и сравнивать', '', '', '4', '', '', ''],
    ['10K2', 'Рассуждать', 'Логика', 'П', '3.2; 3.3', '2.1', '2', '5,5'],
    ['11.1', 'Чертить', 'Геометрия', 'Б', '5', '6', 'два', '3'],
    ['1', 'Опять считать', 'Числа', 'Б', '1', '1', '1', '2'],
  ];
  const document = wordDocument({ body: tbl([head, ...rows].map((cells) => tr(cells.map((text) => tc(text))))) });
  const { works, issues } = await readWorks(document, 'Описание.docx', () => 5);
  expect(works[0]!.items.slice(0, 2)).toEqual([
    {
      name: '1',
      maximum: 1,
      level: 'Б',
      kes: ['1.1', '2.3', '4'],
      kt: ['1'],
      minutes: 2,
      skill: 'Считать и сравнивать',
    },
    { name: '10К2', maximum: 2, level: 'П', kes: ['3.2', '3.3'], kt: ['2.1'], minutes: 5.5, skill: 'Рассуждать' },
  ]);
  expect(issues.map(({ code }) => code)).toEqual([
    'item-maximum-odd',
    'item-twice',
    'topic-unnamed',
    'work-sum-differs',
  ]);
  expect(issues[3]!.text).toBe('Сумма наибольших баллов за задания 4, а за всю работу по шкале 5.');
});

test('a codifier beside the works names their codes, and the name of a subject wins over that of the file', async () => {
  const works = ['Класс', 'Предмет', '№', 'Код КЭС', 'Код КТ', 'Макс. балл'];
  const codifier = ['Предмет', 'Вид', 'Код', 'Название'];
  const table = (...rows: string[][]) => tbl(rows.map((cells) => tr(cells.map((text) => tc(text)))));
  const document = wordDocument({
    body:
      table(works, ['5', 'Математика', '1', '1.1', '2', '1'], ['5', 'История', '1', '1.1', '2', '1']) +
      p('Кодификатор') +
      table(codifier, ['', 'КЭС', '1.1', 'Общее'], ['Математика', 'КЭС', '1.1', 'Числа'], ['', 'КТ', '2', 'Решать']),
  });
  const read = await readWorks(document, 'Описание.docx');
  expect(read.works.map(({ subject, topics }) => [subject, topics])).toEqual([
    ['Математика', { 'КЭС 1.1': 'Числа', 'КТ 2': 'Решать' }],
    ['История', { 'КЭС 1.1': 'Общее', 'КТ 2': 'Решать' }],
  ]);
});

test('a file without such a table says what is needed', async () => {
  expect((await readWorks(bytes('а;б\n1;2'), 'a.csv')).issues[0]).toMatchObject({ code: 'work-table-missing' });
  expect((await readScales(bytes('а;б\n1;2'), 'a.csv')).issues[0]).toMatchObject({ code: 'scale-table-missing' });
});

test.skipIf(!hasReference)('of the 40 works of 2021 those with slips are told, and no other', async () => {
  const { works, issues } = await readWorks(
    readFileSync(referenceFile('vpr-2021-items.json')),
    'vpr-2021-items.json',
    officialMaximum,
  );
  expect(works).toHaveLength(40);
  const told = issues
    .filter(({ code }) => code === 'work-sum-differs')
    .map(({ where }) => where.split(', ').slice(1).join(' '));
  expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['topic-unnamed', 'work-sum-differs']));
  expect(told.sort()).toEqual([
    'Биология 6 класс',
    'Биология 8 класс',
    'География 7 класс',
    'История 8 класс',
    'Математика 8 класс',
    'Немецкий язык 7 класс',
    'Русский язык 7 класс',
    'Французский язык 7 класс',
  ]);
});

test.skipIf(!hasReference)('the scales of 2021 come from JSON as they ship', async () => {
  const { scales, issues } = await readScales(
    readFileSync(referenceFile('vpr-2021-scales.json')),
    'vpr-2021-scales.json',
  );
  expect(issues).toEqual([]);
  for (const { subject, paperGrade, maximum, least } of scales) {
    const shipped = SHIPPED_SCALES.find(
      (scale) =>
        scale.kind === 'ВПР' && scale.paperGrade === paperGrade && scale.subject === subjectNamed(subject ?? ''),
    );
    expect({ maximum, least }).toEqual({ maximum: shipped?.maximum, least: shipped?.least });
  }
});
