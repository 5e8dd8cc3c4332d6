import { expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { gridOf, tablesOf } from '../fixtures/grid.ts';

async function readTxt(text: string, fileName = 'план.txt') {
  return readDocument(new TextEncoder().encode(text), { fileName });
}

test('a line with tabs is a row, a section title spans all columns, a repeated header is marked', async () => {
  const { blocks } = await readTxt(
    'План\n\n№\tМероприятия\tСрок\n<i>Раздел</i>\t\t\n1.\tСеминар\tмай\n\n№\tМероприятия\tСрок\n\t\tи июнь\n2.\t<p>Один</p> <p>Два</p>\tиюль\n\nИтог',
  );
  expect(blocks.map((block) => block.kind)).toEqual(['paragraph', 'table', 'paragraph']);
  const [table] = tablesOf(blocks);
  expect(gridOf(table!)).toEqual([
    '№ | Мероприятия | Срок',
    'Раздел ×3',
    '1. | Семинар | май',
    '№ | Мероприятия | Срок',
    ' |  | и июнь',
    '2. | Один¶Два | июль',
  ]);
  expect(table!.rows.map((row) => row.header)).toEqual([true, false, false, true, false, false]);
  expect(table!.rows[1]!.cells[0]!.paragraphs[0]!.italic).toBe(true);
});

test('rows broken by the paragraphs of their cells are put together', async () => {
  const { blocks } = await readTxt(
    '№\tМероприятия\tСрок\tИсполнитель\nРаздел I\n1.\tСеминар\nи вебинар\tмай\tцентр;\nшколы\n2.\tКонсультации\tиюнь\tцентр\n3.\tМониторинг\nПовторный\tиюль\tотдел\n',
  );
  expect(gridOf(tablesOf(blocks)[0]!)).toEqual([
    '№ | Мероприятия | Срок | Исполнитель',
    'Раздел I ×4',
    '1. | Семинар¶и вебинар | май | центр;¶школы',
    '2. | Консультации | июнь | центр',
    '3. | Мониторинг¶Повторный | июль | отдел',
  ]);
});

test('cells one per line keep their inner line breaks and blank lines', async () => {
  const { blocks } = await readTxt(
    '\tПриложение\nк приказу\n\n\n\nПлан работы\n\n\t№\n\tМероприятия\n\n\tСрок\n\n\tПервый раздел\nи его продолжение\n\n\t1\n\t[bookmark: _GoBack]Семинар\n\tмай\n\n\t2\n\tКонсультации\nдля школ\n\tпостоянно\n\n(по запросу)\n\n\n__',
  );
  expect(gridOf(tablesOf(blocks)[0]!)).toEqual([
    '№ | Мероприятия | Срок',
    'Первый раздел¶и его продолжение ×3',
    '1 | Семинар | май',
    '2 | Консультации¶для школ | постоянно¶(по запросу)',
  ]);
  expect(blocks.filter((block) => block.kind === 'paragraph').map((block) => block.text)).toEqual([
    'Приложение',
    'к приказу',
    'План работы',
    '__',
  ]);
});

test('indented prose, numbered lists and signatures with tabs are no tables', async () => {
  const prose =
    '\tПервый абзац.\n\tВторой абзац.\n\n\tТретий абзац.\n\n1.\tПункт\n2.\tПункт\n3.\tПункт\n\nДиректор\t\t\tИ. О. Фамилия\n';
  expect(tablesOf((await readTxt(prose)).blocks)).toEqual([]);
});

test('pipe tables, framed tables and separated values are tables', async () => {
  const markdown = await readTxt('| № | Мероприятие |\n|---|---|\n| 1 | Семинар |\n');
  expect(gridOf(tablesOf(markdown.blocks)[0]!)).toEqual(['№ | Мероприятие', '1 | Семинар']);
  const framed = await readTxt('+---+------+\n| № | Дело |\n+---+------+\n| 1 | Семи |\n|   | нар  |\n+---+------+\n');
  expect(gridOf(tablesOf(framed.blocks)[0]!)).toEqual(['№ | Дело', '1 | Семи нар']);
  const csv = await readTxt('№;Мероприятие;Срок\n1;"Семинар; ""круглый стол""";май\n', 'план.csv');
  expect(gridOf(tablesOf(csv.blocks)[0]!)).toEqual(['№ | Мероприятие | Срок', '1 | Семинар; "круглый стол" | май']);
});

test('encodings are told apart without a mark', async () => {
  const text = '№\tМероприятия\tСрок\n1.\tСеминар для учителей\tмай\n';
  const utf16 = new Uint8Array([...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));
  const cp1251 = Uint8Array.from([...text.replace('№', '\xb9')], (char) => {
    const code = char.charCodeAt(0);
    return code < 256 ? code : code - 0x350;
  });
  for (const bytes of [utf16, cp1251]) {
    const { blocks } = await readDocument(bytes, { fileName: 'план.txt' });
    expect(gridOf(tablesOf(blocks)[0]!)).toEqual(['№ | Мероприятия | Срок', '1. | Семинар для учителей | май']);
  }
});
