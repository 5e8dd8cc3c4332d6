import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { tableToCsv } from './csv.ts';
import type { Sheet } from './sheet.ts';
import { cellText, columnLetter, tableToXlsx, tabName } from './xlsx.ts';

const SHEET: Sheet = {
  name: 'Школы: список/2024',
  title: 'Организации района',
  columns: [{ header: 'Название' }, { header: 'Учеников', kind: 'number' }, { header: 'Открыта', kind: 'date' }],
  rows: [
    ['Школа «Родник»; филиал\nв посёлке', 412, '1978-09-01'],
    ['=HYPERLINK("http://example.org")', 0.5, null],
    ['+7 (000) 000-00-00', null, 'неизвестно'],
  ],
};

test('a CSV opens in Russian Excel: byte order mark, semicolons, dates and decimals as written here', () => {
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(tableToCsv(SHEET))).toBe(
    '\uFEFFНазвание;Учеников;Открыта\r\n' +
      '"Школа «Родник»; филиал\nв посёлке";412;01.09.1978\r\n' +
      '"\'=HYPERLINK(""http://example.org"")";0,5;\r\n' +
      "'+7 (000) 000-00-00;;неизвестно\r\n",
  );
});

test('a workbook keeps texts as texts, numbers as numbers, dates as dates', async () => {
  const book = await readXlsx(await tableToXlsx(SHEET), { readStyles: true });
  const sheet = book.sheets[0];
  expect(sheet?.name).toBe('Школы список 2024');
  expect(sheet?.rows.slice(1)).toEqual([
    ['Название', 'Учеников', 'Открыта'],
    ['Школа «Родник»; филиал\nв посёлке', 412, new Date('1978-09-01T00:00:00Z')],
    ['=HYPERLINK("http://example.org")', 0.5, null],
    ['+7 (000) 000-00-00', null, 'неизвестно'],
  ]);
  expect(sheet?.cells?.get('3,0')?.formula).toBeUndefined();
  expect(sheet?.rows[0]?.[0]).toBe('Организации района');
});

test('a workbook prints on A4 landscape with its header row on every page and frozen on the screen', async () => {
  const sheet = (await readXlsx(await tableToXlsx(SHEET))).sheets[0];
  expect(sheet?.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, printTitlesRow: '$2:$2' });
  expect(sheet?.freezePane).toMatchObject({ rows: 2 });
});

test('names of tabs and texts are made into what Excel accepts', () => {
  expect(tabName("  'План [2024]: меры и очень длинное название листа' ", 0)).toBe('План 2024 меры и очень длинное');
  expect(tabName('***', 2)).toBe('Лист 3');
  expect(cellText('a\u0000b\u000Bc\n')).toBe('abc\n');
  expect(cellText('я'.repeat(40_000))).toHaveLength(32_767);
  expect([0, 25, 26, 51, 52, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'AAA']);
});
