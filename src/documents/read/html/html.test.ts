import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import type { Paragraph } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import { gridOf, linesOf, tablesOf } from '../fixtures/grid.ts';

async function blocksOf(html: string, fileName = 'план.html') {
  return (await readDocument(strToU8(html), { fileName })).blocks;
}

async function lines(html: string): Promise<string[]> {
  return linesOf(await blocksOf(html));
}

test('spans are laid out on one grid, thead marks the header', async () => {
  const [table] = tablesOf(
    await blocksOf(
      '<table><thead><tr><th rowspan=2>№<th colspan=2>Сроки</tr><tr><th>начало<th>конец</thead><tr><td>1<td rowspan=0>май<td>июнь<tr><td>2<td>июль</table>',
    ),
  );
  expect(gridOf(table!)).toEqual(['№ ↓2 | Сроки ×2', 'начало | конец', '1 | май ↓2 | июнь', '2 | июль']);
  expect(table!.rows.map((row) => row.header)).toEqual([true, true, false, false]);
});

test('what Word pastes: automatic numbers, empty namespaced tags, conditional comments, no comments of reviewers', async () => {
  const word =
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml>x</xml><![endif]--><style>p {}</style></head><body>' +
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>Семинар<o:p></o:p></p>" +
    "<p class=MsoListParagraph><!--[if !supportLists]--><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;</span></span><!--[endif]-->Консуль&shy;тация<a class=msocomanchor>[A1]</a></p>" +
    "<p class=MsoNormal><span style='mso-list:Ignore'>2.</span><o:p>&nbsp;</o:p></p><div style='mso-element:comment-list'><p>Комментарий</p></div></body></html>";
  expect(await lines(word)).toEqual(['1.1. Семинар', '• Консультация', '2.']);
});

test('lists count by type, start and value, also when an item is empty', async () => {
  expect(await lines('<ol start=3><li>а<li value=7>б<ul><li>в</ul><li></ol><ol type=I><li><p>г</p></ol>')).toEqual([
    '3. а',
    '7. б',
    '• в',
    '8.',
    'I. г',
  ]);
});

test('the clipboard’s own header is not text, and bytes are read in the declared code page', async () => {
  expect(
    await lines('Version:0.9\r\nStartHTML:00000097\r\nSourceURL:file:///a\r\n<html><body><p>Текст</p></body></html>'),
  ).toEqual(['Текст']);
  const bytes = Uint8Array.from('<meta charset=windows-1251><p>\xcf\xeb\xe0\xed</p>', (char) => char.charCodeAt(0));
  expect(linesOf((await readDocument(bytes)).blocks)).toEqual(['План']);
});

test('hidden parts, scripts and deleted text leave nothing; breaks, headings and links stay', async () => {
  const blocks = (await blocksOf(
    '<h2>План<br>работы</h2><script>1</script><p style="display: none">нет</p><p>до <del>удалено</del><ins>после</ins> <a href="https://example.org/a">сайт</a><a href="javascript:1">!</a></p>',
  )) as Paragraph[];
  expect(blocks.map(({ text, headingLevel, links, bold }) => [text, headingLevel, links, bold])).toEqual([
    ['План\nработы', 2, [], true],
    ['до после сайт!', null, ['https://example.org/a'], false],
  ]);
});

test('a table that only holds the page together is its content', async () => {
  expect(await lines('<table><tr><td><p>Шапка</p><table><tr><td>1<td>Семинар</table></table>')).toEqual([
    'Шапка',
    '1 | Семинар',
  ]);
});

test('stray tags at the start of an extracted text do not make it a web page', async () => {
  const { format, blocks } = await readDocument(strToU8('<p>План</p>\n\nПервый абзац'), { fileName: 'план.txt' });
  expect([format, linesOf(blocks)]).toEqual(['txt', ['План', 'Первый абзац']]);
});
