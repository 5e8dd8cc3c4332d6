import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { getResolvedPDFJS } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../read.ts';
import { columnWidths } from './column-widths.ts';
import { writeDocx } from './docx.ts';
import { placeCells } from './grid.ts';
import { cell, type OfficialDocument, type OfficialTable } from './model.ts';
import { keepNumbersTogether, keepTogether, pieces } from './no-break.ts';
import { writePdf } from './pdf.ts';
import { writeWorkbook } from './workbook.ts';

const TABLE: OfficialTable = {
  kind: 'table',
  columns: [{ align: 'center' }, { align: 'left' }, { align: 'center', numeric: true }],
  header: [
    { cells: [cell('№ п/п', { rowSpan: 2 }), cell('Программа', { columnSpan: 2 })] },
    { cells: [cell('название'), cell('часов')] },
  ],
  rows: [
    { role: 'section', cells: [cell('I. Раздел', { columnSpan: 3 })] },
    { cells: [cell('1.'), cell(['первый абзац;', '=1+1 #set $x$ *a* _b_ <c> @d [e] {f} \\ `g` ~ "h"']), cell(72)] },
    { role: 'total', cells: [cell('ИТОГО', { columnSpan: 2 }), cell(72)] },
  ],
};

const DOCUMENT: OfficialDocument = {
  orientation: 'landscape',
  stamp: ['УТВЕРЖДЁН', 'приказом от 26.08.2019 № 4'],
  title: ['ПЛАН', 'мероприятий'],
  blocks: [
    { kind: 'paragraph', style: 'body', lead: 'Цель:', text: 'помощь школам' },
    TABLE,
    { kind: 'paragraph', style: 'heading', text: 'Список сокращений', tab: 'Сокращения' },
  ],
  signature: { post: 'Руководитель', name: '(И. О. Фамилия)' },
  tab: 'План',
};

describe('a DOCX', () => {
  const parts = async (document: OfficialDocument) => {
    const files = unzipSync(await writeDocx(document));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    return {
      body: text('word/document.xml'),
      styles: text('word/styles.xml'),
      headers: Object.keys(files)
        .filter((name) => /header\d*\.xml$/.test(name))
        .map(text)
        .join(''),
    };
  };

  test('lies on its side with the margins of the offices, the page number from the second page', async () => {
    const { body, headers } = await parts(DOCUMENT);
    expect(body).toMatch(/<w:pgSz w:w="1683\d" w:h="1190\d" w:orient="landscape"/);
    expect(body).toMatch(/<w:pgMar w:top="170\d" w:right="85\d" w:bottom="85\d" w:left="113\d"/);
    expect(body).toContain('<w:titlePg/>');
    expect(headers).toMatch(/<w:jc w:val="center"\/>.*PAGE/s);
  });

  test('stands upright with 30 mm on the left when it is a text', async () => {
    const { body } = await parts({ ...DOCUMENT, orientation: 'portrait' });
    expect(body).toMatch(/<w:pgSz w:w="1190\d" w:h="1683\d"/);
    expect(body).toMatch(/<w:pgMar w:top="113\d" w:right="85\d" w:bottom="113\d" w:left="170\d"/);
  });

  test('repeats the header rows, splits no row, keeps a section with its first measure', async () => {
    const { body, styles } = await parts(DOCUMENT);
    const rows = body.match(/<w:tr>.*?<\/w:tr>/gs) ?? [];
    expect(rows.map((row) => row.includes('<w:tblHeader/>'))).toEqual([true, true, false, false, false]);
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
    expect(rows[2]).toContain('<w:keepNext/>');
    expect(body).toContain('<w:vMerge w:val="restart"/>');
    expect(styles).toContain('Times New Roman');
  });
});

test('a workbook has one tab a table, the header repeated in print, numbers as numbers and texts as texts', async () => {
  const book = await readXlsx(await writeWorkbook(DOCUMENT), { readStyles: true });
  expect(book.sheets.map(({ name }) => name)).toEqual(['План', 'Сокращения']);
  const [sheet] = book.sheets;
  const values = sheet?.rows.map((row) => row.filter((value) => value !== null && value !== '')) ?? [];
  expect(values).toContainEqual(['1.', 'первый абзац;\n=1+1 #set $x$ *a* _b_ <c> @d [e] {f} \\ `g` ~ "h"', 72]);
  expect(sheet?.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, printTitlesRow: '$5:$6' });
  expect(sheet?.freezePane).toMatchObject({ rows: 6 });
});

describe('a PDF', () => {
  test('takes no official text for mark-up', async () => {
    const { blocks } = await readDocument(writePdf(DOCUMENT), { fileName: 'a.pdf' });
    expect(JSON.stringify(blocks)).toContain(
      JSON.stringify('=1+1 #set $x$ *a* _b_ <c> @d [e] {f} \\ `g` ~ "h"').slice(1, -1),
    );
  });

  test('is the same bytes for the same document, from a compiler that is kept', () => {
    expect(Buffer.compare(writePdf(DOCUMENT), writePdf(DOCUMENT))).toBe(0);
  });

  test('is tagged for screen readers: language, title, headings, header cells', async () => {
    const bytes = new Uint8Array(writePdf(DOCUMENT));
    const file = Buffer.from(bytes).toString('latin1');
    expect(file).toContain('/Marked true');
    expect(file).toMatch(/<pdfuaid:part>1</);
    expect(file).toContain('/Lang (ru)');
    const { getDocument } = await getResolvedPDFJS();
    const pdf = await getDocument({ data: bytes }).promise;
    const roles = rolesIn(await (await pdf.getPage(1)).getStructTree());
    expect(roles.filter((role) => /^H\d$/.test(role))).toEqual(['H1', 'H2']);
    expect(roles.filter((role) => role === 'TH')).toHaveLength(4);
    expect(roles.filter((role) => role === 'TD').length).toBeGreaterThanOrEqual(6);
    await pdf.loadingTask.destroy();
  });

  test.each([
    ['nowhere', { title: [' '], blocks: [TABLE] }],
    ['in no heading', { blocks: [{ kind: 'paragraph', style: 'heading', text: '  ' }, TABLE] }],
    ['of letters no font has', { title: ['\uE000 \u{1F600} ଅ \u0001 \uFFFE'] }],
  ] satisfies [string, Partial<OfficialDocument>][])('is written also where there are words %s', (_name, part) => {
    expect(Buffer.from(writePdf({ ...DOCUMENT, ...part })).toString('latin1')).toContain('/Marked true');
  });

  test('loses no line of a cell that is longer than a page', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `слово${index}`).join(' длинного текста в одной ячейке, ');
    const table = { ...TABLE, rows: [{ cells: [cell('1.'), cell(long), cell(1)] }] };
    const { blocks } = await readDocument(writePdf({ ...DOCUMENT, blocks: [table] }), { fileName: 'a.pdf' });
    const text = JSON.stringify(blocks);
    expect(
      Array.from({ length: 400 }, (_, index) => index).filter((index) => !new RegExp(`слово${index}\\b`).test(text)),
    ).toEqual([]);
  });
});

type Tag = { role?: string; children?: readonly object[] };

function rolesIn(tag: Tag): string[] {
  return [
    ...(tag.role === undefined ? [] : [tag.role]),
    ...(tag.children ?? []).flatMap((child: Tag) => rolesIn(child)),
  ];
}

describe('column widths', () => {
  const texts = fc.array(fc.array(fc.string({ maxLength: 200 }), { minLength: 4, maxLength: 4 }), {
    minLength: 1,
    maxLength: 30,
  });

  test('fill the page and leave no column without room, whatever the texts', () => {
    fc.assert(
      fc.property(texts, (rows) => {
        const table: OfficialTable = {
          kind: 'table',
          columns: Array.from({ length: 4 }, () => ({ align: 'left' as const })),
          header: [],
          rows: rows.map((row) => ({ cells: row.map((text) => cell(text)) })),
        };
        const widths = columnWidths(table, 260, 12);
        expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(260, 3);
        expect(Math.min(...widths)).toBeGreaterThan(5);
      }),
    );
  });

  test('give most to the column with most text, and a number no more than it needs', () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      cells: [cell(`${index}.`), cell('Очень длинное описание мероприятия '.repeat(6)), cell('приказ')],
    }));
    const [number, text, result] = columnWidths({ ...TABLE, header: [], rows }, 260, 12);
    expect(text).toBeGreaterThan(200);
    expect(number).toBeLessThan(15);
    expect(result).toBeLessThan(40);
  });
});

test('cells stand where spans leave them', () => {
  const [first, second, third] = placeCells([...TABLE.header, ...TABLE.rows], 3).map((row) =>
    row.map((place) => place?.paragraphs[0]),
  );
  expect(first).toEqual(['№ п/п', 'Программа', undefined]);
  expect(second).toEqual([undefined, 'название', 'часов']);
  expect(third).toEqual(['I. Раздел', undefined, undefined]);
});

describe('what stays on one line', () => {
  test.each([
    ['25 мая 2019 г.', '25~мая 2019~г.'],
    ['директор школы № 7 Тестова А. Б., методист', 'директор школы №~7 Тестова~А.~Б., методист'],
    ['сентябрь – октябрь', 'сентябрь~– октябрь'],
    ['72 часа, п. 5 ст. 28', '72~часа, п.~5 ст.~28'],
    ['в 9 и 11 классах', 'в 9 и 11 классах'],
  ])('%s', (text, kept) => expect(keepTogether(text)).toBe(kept.replaceAll('~', '\u00A0')));

  test('only spaces change, so folding white space gives the text back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(keepTogether(text).replaceAll('\u00A0', ' ')).toBe(text.replaceAll('\u00A0', ' '));
        expect(keepNumbersTogether(text)).toHaveLength(text.length);
        expect(
          pieces(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('a short word with a hyphen is whole, a long one may break', () => {
    expect(pieces('в 2019-2020 учебном').filter(({ whole }) => whole)).toEqual([{ text: '2019-2020', whole: true }]);
    expect(pieces('учителей-предметников').filter(({ whole }) => whole)).toEqual([]);
  });
});
