import { expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import type { Paragraph } from '#documents/model.ts';
import { gridOf, linesOf, tablesOf } from '../fixtures/grid.ts';
import { level, listed, p, r, tbl, tc, tr, type WordParts, wordDocument, zipped } from '../fixtures/packages.ts';

async function blocksOf(parts: WordParts) {
  return (await readDocument(wordDocument(parts), { fileName: 'план.docx' })).blocks;
}

async function lines(body: string, parts: Partial<WordParts> = {}) {
  return linesOf(await blocksOf({ body, ...parts }));
}

const PLAN_LISTS = [
  `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2.')}${level(2, 'russianLower', '%3)')}</w:abstractNum>`,
  `<w:abstractNum w:abstractNumId="1">${level(0, 'upperRoman', 'Раздел %1.')}${level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>`,
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
  '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>',
  '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
  '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>',
].join('');

test('automatic numbers run through the cells of a table in document order', async () => {
  const row = (text: string, more: string) => tr([tc(p('', listed(1, 0))), tc(text), tc(p(more, listed(1, 1)))]);
  expect(
    await lines(tbl([row('Первое', 'а'), row('Второе', 'б')]) + p('После', listed(1, 0)), { numbering: PLAN_LISTS }),
  ).toEqual(['1. | Первое | 1.1. а', '2. | Второе | 2.1. б', '3. После']);
});

test('lists of one definition go on counting, a start override begins anew', async () => {
  const body = [
    p('а', listed(1, 0)),
    p('б', listed(1, 2)),
    p('в', listed(1, 2)),
    p('г', listed(2, 0)),
    p('д', listed(2, 2)),
    p('е', listed(3, 0)),
    p('ж', listed(3, 0)),
  ];
  expect(await lines(body.join(''), { numbering: PLAN_LISTS })).toEqual([
    '1. а',
    'а) б',
    'б) в',
    '2. г',
    'а) д',
    '5. е',
    '6. ж',
  ]);
});

test('legal numbering turns Roman numerals of higher levels into Arabic ones', async () => {
  const body = [
    p('Мониторинг', listed(4, 0)),
    p('Анализ', listed(4, 1)),
    p('Сбор', listed(4, 1)),
    p('Итоги', listed(4, 0)),
    p('Отчёт', listed(4, 1)),
  ];
  expect(await lines(body.join(''), { numbering: PLAN_LISTS })).toEqual([
    'Раздел I. Мониторинг',
    '1.1 Анализ',
    '1.2 Сбор',
    'Раздел II. Итоги',
    '2.1 Отчёт',
  ]);
});

test('a style numbers its paragraphs on the level that the list gives it, unless numbering is taken off', async () => {
  const styles =
    '<w:style w:type="paragraph" w:styleId="Мера"><w:name w:val="Мера"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Подмера"><w:name w:val="Подмера"/><w:basedOn w:val="Мера"/></w:style>';
  const numbering = `<w:abstractNum w:abstractNumId="7">${level(0, 'decimal', '%1')}${level(1, 'decimal', '%1.%2', '<w:pStyle w:val="Подмера"/>')}</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num>`;
  const styled = (text: string, style: string, more = '') => p(text, `<w:pStyle w:val="${style}"/>${more}`);
  const off = '<w:numPr><w:numId w:val="0"/></w:numPr>';
  expect(
    await lines(styled('А', 'Мера') + styled('Б', 'Подмера') + styled('В', 'Мера', off) + styled('Г', 'Подмера'), {
      styles,
      numbering,
    }),
  ).toEqual(['1 А', '1.1 Б', 'В', '1.2 Г']);
});

test('revisions are accepted: insertions stay, deletions and moved-away text go, a deleted end mark joins paragraphs', async () => {
  const body = [
    p(
      `${r('Семинар ')}<w:ins w:id="1">${r('и вебинар ')}</w:ins><w:del w:id="2"><w:r><w:delText>старое</w:delText></w:r></w:del>${r('для школ')}`,
    ),
    p(`<w:moveFrom w:id="3">${r('переехало')}</w:moveFrom>`),
    p(`<w:moveTo w:id="4">${r('переехало')}</w:moveTo>`),
    p('Начало', '<w:rPr><w:del w:id="5"/></w:rPr>'),
    p(' и конец'),
    tbl([tr([tc('осталась')]), tr([tc('удалена')], '<w:del w:id="6"/>'), tr([tc('добавлена')], '<w:ins w:id="7"/>')]),
  ];
  expect(await lines(body.join(''))).toEqual([
    'Семинар и вебинар для школ',
    'переехало',
    'Начало и конец',
    'осталась',
    'добавлена',
  ]);
});

test('merged cells: across, down, in the old way, with empty grid columns before and after', async () => {
  const span = (columns: number) => `<w:gridSpan w:val="${columns}"/>`;
  const rows = [
    tr([tc('№', '<w:vMerge w:val="restart"/>'), tc('Сроки', span(2))], '<w:tblHeader/>'),
    tr([tc('', '<w:vMerge/>'), tc('начало'), tc('конец')], '<w:tblHeader/>'),
    tr([tc('а', '<w:hMerge w:val="restart"/>'), tc('', '<w:hMerge/>'), tc('б')]),
    tr([tc('в'), tc('г')], '<w:gridBefore w:val="1"/>'),
  ];
  const [table] = tablesOf(await blocksOf({ body: tbl(rows, [500, 1000, 1000]) }));
  expect(gridOf(table!)).toEqual(['№ ↓2 | Сроки ×2', 'начало | конец', 'а ×2 | б', 'в | г']);
  expect(table!.rows.map((row) => row.header)).toEqual([true, true, false, false]);
  expect(table!.rows[3]!.cells.map((cell) => cell.column)).toEqual([1, 2]);
});

test('borders that were drawn a hair apart are one grid line', async () => {
  const span = '<w:gridSpan w:val="2"/>';
  const rows = [tr([tc('№'), tc('Мероприятие', span), tc('Срок')]), tr([tc('1', span), tc('Семинар'), tc('май')])];
  const [table] = tablesOf(await blocksOf({ body: tbl(rows, [500, 40, 3000, 1000]) }));
  expect(gridOf(table!)).toEqual(['№ | Мероприятие | Срок', '1 | Семинар | май']);
  expect(table!.columnCount).toBe(3);
});

test('nested tables and content controls are read, placeholders are not', async () => {
  const nested = tbl([tr([tc('внутри')])]) + p('');
  const control = (content: string, properties = '') =>
    `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
  const body =
    control(p('В элементе')) +
    control(p('Место для ввода'), '<w:showingPlcHdr/>') +
    tbl([control(tr([tc(`${p('снаружи')}${nested}`), control(tc('ячейка'))]))]);
  expect(await lines(body)).toEqual(['В элементе', 'снаружи¶[внутри] | ячейка']);
});

test('a text box is read once, after its paragraph, with the numbers of its place', async () => {
  const box = `<w:txbxContent>${p('УТВЕРЖДАЮ')}${p('Пункт', listed(1, 0))}</w:txbxContent>`;
  const drawing = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>${box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  expect(await lines(p(r('До рамки') + drawing) + p('После', listed(1, 0)), { numbering: PLAN_LISTS })).toEqual([
    'До рамки',
    'УТВЕРЖДАЮ',
    '1. Пункт',
    '2. После',
  ]);
});

test('fields keep their results, links give their addresses, notes and comments leave nothing', async () => {
  const mark = (kind: string) => `<w:r><w:fldChar w:fldCharType="${kind}"/></w:r>`;
  const field = `${mark('begin')}<w:r><w:instrText> HYPERLINK "https://example.org/a" </w:instrText></w:r>${mark('separate')}${r('приказ')}${mark('end')}`;
  const rest = `<w:hyperlink r:id="l1">${r(' сайт')}</w:hyperlink><w:r><w:footnoteReference w:id="1"/><w:commentReference w:id="2"/></w:r>`;
  const [first] = (await blocksOf({ body: p(field + rest), links: { l1: 'https://example.org/b' } })) as Paragraph[];
  expect([first!.text, first!.links]).toEqual(['приказ сайт', ['https://example.org/a', 'https://example.org/b']]);
});

test('special characters are what they print as; hidden text does not print', async () => {
  const run = `${r('Каменск')}<w:r><w:noBreakHyphen/><w:t>Уральский</w:t><w:softHyphen/><w:tab/><w:t>№</w:t><w:br/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>${r('тайна', '<w:vanish/>')}`;
  expect(await lines(p(run))).toEqual(['Каменск-Уральский\t№\n✓']);
});

test('alignment, weight and heading levels come from the chain of styles', async () => {
  const styles =
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Свой"/><w:basedOn w:val="1"/></w:style>';
  const blocks = (await blocksOf({
    body:
      p('Заголовок', '<w:pStyle w:val="own"/>') + p(r('Текст', '<w:i/>')) + p('Раздел', '<w:outlineLvl w:val="2"/>'),
    styles,
  })) as Paragraph[];
  expect(blocks.map(({ align, bold, italic, headingLevel }) => [align, bold, italic, headingLevel])).toEqual([
    ['center', true, false, 1],
    ['justify', false, true, null],
    ['justify', false, false, 3],
  ]);
});

test('strict documents and other prefixes are the same to the reader', async () => {
  const strict = 'http://purl.oclc.org/ooxml/wordprocessingml/main';
  const document = `<x:document xmlns:x="${strict}"><x:body><x:tbl><x:tr><x:tc><x:p><x:r><x:t>ячейка</x:t></x:r></x:p></x:tc></x:tr></x:tbl></x:body></x:document>`;
  const { blocks } = await readDocument(zipped({ 'word/document.xml': document }));
  expect(linesOf(blocks)).toEqual(['ячейка']);
});
