import { expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { linesOf } from '../fixtures/grid.ts';
import { zipped } from '../fixtures/packages.ts';
import { numberText } from './number-text.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

type SheetParts = { name: string; rows: string; after?: string; state?: string };

function workbook(sheets: SheetParts[]): Uint8Array {
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name, state = 'visible' }, index) => `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="r${index}"/>`).join('')}</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">Лист!$1:$1</definedName></definedNames></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_, index) => `<Relationship Id="r${index}" Type="${OFFICE}/worksheet" Target="worksheets/s${index}.xml"/>`).join('')}<Relationship Id="st" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="ss" Type="${OFFICE}/sharedStrings" Target="/xl/strings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><fonts><font/><font><b/></font></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="49" fontId="1"/></cellXfs></styleSheet>`,
    'xl/strings.xml': `<sst ${MAIN}><si><t>Мероприятие</t></si><si><r><t>Сем</t></r><r><rPr><b/></rPr><t>инар</t></r><rPh><t>нет</t></rPh></si></sst>`,
  };
  sheets.forEach(({ rows, after = '' }, index) => {
    parts[`xl/worksheets/s${index}.xml`] = `<worksheet ${MAIN}><sheetData>${rows}</sheetData>${after}</worksheet>`;
  });
  return zipped(parts);
}

function row(number: number, ...cells: string[]): string {
  return `<row r="${number}">${cells.join('')}</row>`;
}

function text(at: string, value: string): string {
  return `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
}

test('cells show strings, dates, numbers and last results as the sheet does', async () => {
  const rows = [
    row(1, text('A1', 'Лист'), '<c r="B1" t="s"><v>0</v></c>', text('C1', 'Срок')),
    row(2, '<c r="A2"><v>1.1</v></c>', '<c r="B2" t="s"><v>1</v></c>', '<c r="C2" s="1"><v>45566</v></c>'),
    row(3, '<c r="A3"><f>1+1</f><v>2</v></c>', '<c r="B3" t="b"><v>1</v></c>', text('C3', 'до&#10;мая')),
  ];
  const { blocks } = await readDocument(workbook([{ name: 'Лист', rows: rows.join('') }]));
  expect(linesOf(blocks)).toEqual(['Лист | Мероприятие | Срок', '1.1 | Семинар | 01.10.2024', '2 | ИСТИНА | до¶мая']);
  expect(blocks[0]).toMatchObject({ rows: [{ header: true }, { header: false }, { header: false }] });
});

test('titles above and notes below are text; merges span; far-off columns cost nothing', async () => {
  const rows = [
    row(1, text('A1', 'План мероприятий')),
    row(3, text('A3', '№'), text('B3', 'Мероприятие'), text('D3', 'сбоку')),
    row(4, text('A4', 'Раздел I')),
    row(5, text('A5', '1'), text('B5', 'Семинар'), text('XFD5', 'далеко')),
    row(8, text('A8', 'Исполнитель: отдел')),
  ];
  const after = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A4:B4"/></mergeCells>';
  const bytes = workbook([{ name: 'Лист', rows: rows.join(''), after }]);
  const { blocks } = await readDocument(bytes);
  expect(linesOf(blocks)).toEqual([
    'План мероприятий',
    '№ | Мероприятие | сбоку | ',
    'Раздел I ×2 |  | ',
    '1 | Семинар |  | далеко',
    'Исполнитель: отдел',
  ]);
});

test('several sheets come under their names, hidden ones do not come', async () => {
  const rows = row(1, text('A1', 'а'), text('B1', 'б')) + row(2, text('A2', 'в'), text('B2', 'г'));
  const { blocks, sheets } = await readDocument(
    workbook([
      { name: 'Первый', rows },
      { name: 'Тайный', rows, state: 'hidden' },
      { name: 'Второй', rows },
    ]),
  );
  expect(linesOf(blocks)).toEqual(['Первый', 'а | б', 'в | г', 'Второй', 'а | б', 'в | г']);
  expect(sheets).toEqual(['Первый', 'Второй']);
});

test.each([
  [45566, 'dd.mm.yyyy', '01.10.2024'],
  [45566, '[$-FC19]d mmmm yyyy" г."', '1 октября 2024 г.'],
  [45566, '[$-419]mmmm yyyy;@', 'Октябрь 2024'],
  [45566, 'mmm.yy', 'окт.24'],
  [45551, 'yyyy-mm-dd h:mm:ss', '2024-09-16'],
  [45566.5, 'dd.mm.yyyy h:mm', '01.10.2024 12:00'],
  [45566, '[$-F800]dddd, mmmm dd, yyyy', '1 октября 2024 г.'],
  [12.5, 'General', '12.5'],
  [0.1 + 0.2, 'General', '0.3'],
  [1.1, '0.00', '1.10'],
  [1234567.891, '#,##0.00', '1 234 567.89'],
  [0.256, '0%', '26%'],
  [-5, '0;(0)', '(5)'],
  [3, '0" шк."', '3 шк.'],
  [7, '000', '007'],
])('the number %s in the format %s is shown as %s', (value, code, shown) => {
  expect(numberText(value, code, false)).toBe(shown);
});
