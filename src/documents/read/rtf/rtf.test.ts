import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import type { Paragraph } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import { linesOf } from '../fixtures/grid.ts';

const HEAD =
  '{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\froman\\fcharset204 Times New Roman;}{\\f3\\fcharset2 Symbol;}}{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}}{\\info{\\author X}}';

async function blocksOf(body: string) {
  return (await readDocument(strToU8(`${HEAD}${body}}`, true), { fileName: 'план.rtf' })).blocks;
}

async function lines(body: string): Promise<string[]> {
  return linesOf(await blocksOf(body));
}

/** As Word writes text in the Russian code page. */
function cp1251(text: string): string {
  return Array.from(text, (char) => {
    const code = char === '№' ? 0xb9 : char.charCodeAt(0) >= 0x410 ? char.charCodeAt(0) - 0x350 : char.charCodeAt(0);
    return code > 127 ? `\\'${code.toString(16)}` : char;
  }).join('');
}

test('text comes in the code page of the font or as Unicode with a fallback to skip', async () => {
  expect(
    await lines(
      `\\pard\\f0 ${cp1251('План № 1')}\\par {\\uc1\\u1052?\\u1072?\\u1081?}\\par \\pard\\f3 \\'b7\\f0\\~${cp1251('пункт')}\\par`,
    ),
  ).toEqual(['План № 1', 'Май', '• пункт']);
});

test('rows are cut by cell marks; merged cells follow the row definition', async () => {
  const row = (defs: string, ...cells: string[]) =>
    `\\trowd\\trhdr${defs}\\pard\\intbl ${cells.map((cell) => `${cp1251(cell)}\\cell`).join(' ')}\\row `;
  const body =
    row('\\clvmgf\\cellx500\\clmgf\\cellx2000\\clmrg\\cellx3000', '№', 'Сроки', '') +
    row('\\clvmrg\\cellx500\\cellx2000\\cellx3000', '', 'начало', 'конец');
  const blocks = await blocksOf(`${body}\\pard ${cp1251('После')}\\par`);
  expect(linesOf(blocks)).toEqual(['№ ↓2 | Сроки ×2', 'начало | конец', 'После']);
  expect(blocks[0]).toMatchObject({ columnCount: 3, rows: [{ header: true }, { header: true }] });
});

test('nested tables stand in their cell', async () => {
  const inner = `\\pard\\intbl\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\cellx1000\\cellx2000\\nestrow}{\\nonesttables\\par}`;
  expect(
    await lines(
      `\\trowd\\cellx3000\\cellx6000\\pard\\intbl before\\par ${inner}\\pard\\intbl after\\cell x\\cell\\row\\pard end\\par`,
    ),
  ).toEqual(['before¶after¶[a | b] | x', 'end']);
});

test('list numbers come from the text that Word leaves for other readers', async () => {
  expect(
    await lines("\\pard{\\listtext\\pard\\plain 1.2.\\tab}\\ls1\\ilvl1 a\\par {\\pntext\\f3\\'b7\\tab}b\\par"),
  ).toEqual(['1.2. a', '• b']);
});

test('deleted and hidden text, notes, headers and pictures leave nothing; a deleted end mark joins paragraphs', async () => {
  const body =
    '{\\header\\pard head\\par}\\pard keep{\\deleted  gone}{\\v  hidden}{\\footnote\\pard note}{\\*\\annotation comment}{\\pict\\wmetafile8 0102}{\\deleted\\par}ed\\par';
  expect(await lines(body)).toEqual(['keeped']);
});

test('a text box is read after its paragraph, its fallback is not', async () => {
  const shape = '{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt\\pard inside\\par}}{\\shprslt\\pard twice\\par}}';
  expect(await lines(`\\pard around${shape}\\par next\\par`)).toEqual(['around', 'inside', 'next']);
});

test('links, headings, alignment and weight are kept', async () => {
  const [first] = (await blocksOf(
    '\\pard\\s1\\qc\\b {\\field{\\*\\fldinst{HYPERLINK "https://example.org/a" }}{\\fldrslt Title}}\\b0\\par',
  )) as Paragraph[];
  expect(first).toMatchObject({
    text: 'Title',
    links: ['https://example.org/a'],
    headingLevel: 1,
    align: 'center',
    bold: true,
  });
});
