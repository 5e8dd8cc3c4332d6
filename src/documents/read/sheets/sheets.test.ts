import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { CELL, columnLetter, type DataSheet, readSheets, type ReadSheetsOptions } from '#documents/read-sheets.ts';
import { zipped } from '../fixtures/packages.ts';

type Value = string | number | boolean | null;

/** Rows of values, cut after the last filled column. */
function valuesOf(sheet: DataSheet): Value[][] {
  return Array.from({ length: sheet.rowCount }, (_, row) => {
    const values = sheet.columns.map((column): Value => {
      if (!column) return null;
      const value = column.values[row]!;
      switch (column.kinds[row]) {
        case CELL.number:
          return value;
        case CELL.text:
          return sheet.texts[value]!;
        case CELL.boolean:
          return value === 1;
        default:
          return null;
      }
    });
    while (values.length > 0 && values.at(-1) === null) values.pop();
    return values;
  });
}

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

function workbookParts(sheetXml: string, strings = '', more: Record<string, string> = {}): Record<string, string> {
  return {
    '[Content_Types].xml':
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}"><sheets><sheet name="Лист1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    'xl/sharedStrings.xml': `<sst xmlns="${NAMESPACE}">${strings}</sst>`,
    ...more,
  };
}

function workbook(rows: string, strings = '', more: Record<string, string> = {}): Uint8Array {
  return zipped(
    workbookParts(`<worksheet xmlns="${NAMESPACE}"><sheetData>${rows}</sheetData></worksheet>`, strings, more),
  );
}

const csv = (text: string, options?: ReadSheetsOptions) => readSheets(strToU8(text), { fileName: 'a.csv', ...options });

async function refusal(bytes: Uint8Array, options: ReadSheetsOptions = {}): Promise<AppError> {
  const error = await readSheets(bytes, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe('a sheet of XLSX', () => {
  test('comes back as it was written by another program, whatever stands in it', async () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      fc.constantFrom(
        'X',
        'Х',
        'не пройд.',
        '1\u00a0',
        'a < b & "c"',
        ' два  пробела ',
        'строка\nвторая',
        '007',
        '=1+1',
        'ё',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value, { maxLength: 6 }), { maxLength: 12 }), async (rows) => {
        const bytes = await writeXlsx({ sheets: [{ name: 'Лист', rows }] });
        const [sheet] = (await readSheets(bytes)).sheets;
        const wanted = rows.map((row) => {
          const cut = [...row];
          while (cut.length > 0 && cut.at(-1) === null) cut.pop();
          return cut;
        });
        while (wanted.length > 0 && wanted.at(-1)!.length === 0) wanted.pop();
        expect(valuesOf(sheet!)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  test('cells without addresses, prefixed tags, inline and formatted texts are understood', async () => {
    const [sheet] = (
      await readSheets(
        zipped(
          workbookParts(
            `<x:worksheet xmlns:x="${NAMESPACE}"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>12.5</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>раз</x:t></x:r><x:r><x:t> два</x:t></x:r><x:rPh><x:t>эхо</x:t></x:rPh></x:is></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#ДЕЛ/0!</x:v></x:c><x:c s="3"/><x:c t="str"><x:v>&#1064;&amp;</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
            `<si><r><rPr><b/></rPr><t>жирн</t></r><r><t xml:space="preserve">ый </t></r><rPh sb="0" eb="1"><t>нет</t></rPh></si>`,
          ),
        ),
      )
    ).sheets;
    expect(valuesOf(sheet!)).toEqual([['жирный ', 12.5, 'раз два', true, null, null, 'Ш&']]);
  });

  test('a row and a cell that are left out leave their place empty', async () => {
    const [sheet] = (
      await readSheets(workbook('<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="AA4"><v>2</v></c></row>'))
    ).sheets;
    expect([sheet!.rowCount, sheet!.columns.length, sheet!.columns.filter(Boolean).length]).toEqual([4, 27, 2]);
    expect(sheet!.columns[26]!.values[3]).toBe(2);
  });

  test('formulas give the value of the last saving, and are counted', async () => {
    const [sheet] = (
      await readSheets(
        workbook(
          '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c><c r="C1"><f t="shared" si="0"/><v>3</v></c></row>',
        ),
      )
    ).sheets;
    expect(valuesOf(sheet!)).toEqual([[2, null, 3]]);
    expect(sheet!.formulas).toEqual({ count: 3, withoutValue: 1, firstRow: 0 });
  });

  test('macros are told and left alone', async () => {
    const book = await readSheets(workbook('<row><c><v>1</v></c></row>', '', { 'xl/vbaProject.bin': 'x' }), {
      fileName: 'a.xlsm',
    });
    expect(book.macros).toBe(true);
  });

  test('is the same whatever pieces it unpacks in', async () => {
    const rows = Array.from(
      { length: 4000 },
      (_, row) =>
        `<row r="${row + 1}"><c r="A${row + 1}"><v>${row}</v></c><c r="B${row + 1}" t="inlineStr"><is><t>строка № ${row} ${'ы'.repeat(row % 200)}</t></is></c></row>`,
    );
    const parts = workbookParts(`<worksheet xmlns="${NAMESPACE}"><sheetData>${rows.join('')}</sheetData></worksheet>`);
    const stored = zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
      level: 0,
    });
    const [deflated] = (await readSheets(zipped(parts))).sheets;
    expect(valuesOf(deflated!)).toEqual(valuesOf((await readSheets(stored)).sheets[0]!));
    expect(valuesOf(deflated!)[3999]).toEqual([3999, `строка № 3999 ${'ы'.repeat(199)}`]);
  });
});

describe('separated text', () => {
  test.each([
    [
      'semicolons',
      'а;б\n1;2',
      [
        ['а', 'б'],
        [1, 2],
      ],
    ],
    [
      'commas',
      'а,б\r\n"1,5",2\r\n',
      [
        ['а', 'б'],
        ['1,5', 2],
      ],
    ],
    ['tabs', 'а\tб\n1\t', [['а', 'б'], [1]]],
    [
      'quotes and line breaks in quotes',
      'а;"б ""в"";\nг" ;д\n;;1',
      [
        ['а', 'б "в";\nг', 'д'],
        [null, null, 1],
      ],
    ],
    [
      'codes with leading zeros stay texts',
      'а;б\n007;1.50',
      [
        ['а', 'б'],
        ['007', 1.5],
      ],
    ],
    [
      'the line of Excel that names the separator',
      'sep=,\nа,б;в\n1,2',
      [
        ['а', 'б;в'],
        [1, 2],
      ],
    ],
    ['an empty line keeps its place', 'а;б\n\n1;2', [['а', 'б'], [], [1, 2]]],
  ])('%s', async (_, text, rows) => {
    expect(valuesOf((await csv(text)).sheets[0]!)).toEqual(rows);
  });

  test('in cp1251, UTF-8 with a mark and UTF-16', async () => {
    const text = 'логин школы;класс;вариант\nsch990001;5а;отсутствовал\n';
    const windows = Uint8Array.from(
      [...text].map((letter) =>
        letter >= 'а' && letter <= 'я' ? letter.charCodeAt(0) - 0x430 + 0xe0 : letter.charCodeAt(0),
      ),
    );
    const utf16 = new Uint8Array(2 + text.length * 2);
    utf16.set([0xff, 0xfe]);
    [...text].forEach((letter, index) =>
      utf16.set([letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8], 2 + index * 2),
    );
    for (const bytes of [windows, strToU8(`\uFEFF${text}`), utf16]) {
      const [sheet] = (await readSheets(bytes, { fileName: 'a.csv' })).sheets;
      expect(valuesOf(sheet!)).toEqual(
        text
          .trim()
          .split('\n')
          .map((line) => line.split(';')),
      );
    }
  });
});

describe('a file that cannot be read is refused with a reason', () => {
  test('cut anywhere', async () => {
    const whole = await writeXlsx({
      sheets: [{ name: 'Лист', rows: Array.from({ length: 300 }, (_, row) => [row, `т${row}`]) }],
    });
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const error = await refusal(whole.subarray(0, Math.floor(whole.length * share)), { fileName: 'a.xlsx' });
      expect(error.code).toBe('fileDamaged');
    }
    const cutSheet = zipped(
      workbookParts(`<worksheet xmlns="${NAMESPACE}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`),
    );
    expect((await refusal(cutSheet)).text).toBe('Лист файла обрывается: он сохранён не полностью.');
  });

  test('bytes that changed on the way', async () => {
    const whole = await writeXlsx({ sheets: [{ name: 'Лист', rows: [['а', 1]] }] });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const spoilt = Uint8Array.from(whole);
        spoilt[at] = spoilt[at]! ^ change;
        const outcome = await readSheets(spoilt, { fileName: 'a.xlsx' }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
      }),
      { numRuns: 80 },
    );
  });

  test('a text that is referred to and does not exist', async () => {
    expect((await refusal(workbook('<row><c t="s"><v>7</v></c></row>'))).code).toBe('fileDamaged');
  });

  test('a zip bomb, in the sheet and in the texts', async () => {
    const bomb = (part: string) => {
      const parts = workbookParts(
        `<worksheet><sheetData>${part === 'sheet' ? ' '.repeat(20e6) : ''}</sheetData></worksheet>`,
        part === 'strings' ? ' '.repeat(2e6) : '',
      );
      return zipped(parts);
    };
    expect((await refusal(bomb('sheet'))).code).toBe('fileBomb');
    expect((await refusal(bomb('strings'), { limits: { unpackedBytes: 1e6 } })).code).toBe('fileBomb');
  });

  test('more rows or cells than there may be', async () => {
    const lines = Array.from({ length: 2001 }, (_, row) => `${row};1`).join('\n');
    const error = await refusal(strToU8(lines), { fileName: 'a.csv', limits: { rows: 2000 } });
    expect([error.code, error.text.replaceAll('\u00a0', ' ')]).toEqual(['fileTooLarge', 'В файле больше 2 000 строк.']);
    expect(error.advice).toContain('Разделите файл на части');
    expect((await refusal(strToU8(lines), { limits: { cells: 1000 } })).code).toBe('fileTooLarge');
    expect((await refusal(workbook('<row r="99999999"><c><v>1</v></c></row>'))).code).toBe('fileTooLarge');
  });

  test('another kind of file behind the extension', async () => {
    expect((await refusal(strToU8('%PDF-1.7 x'), { fileName: 'a.xlsx' })).text).toBe(
      'Файл назван .xlsx, но внутри документ PDF.',
    );
    expect((await refusal(zipped({ 'word/document.xml': '<w/>' }), { fileName: 'a.xlsx' })).code).toBe(
      'fileTypeMismatch',
    );
    expect((await refusal(strToU8('%PDF-1.7 x'), { fileName: 'a.pdf' })).code).toBe('fileTypeUnknown');
    expect((await refusal(new Uint8Array())).code).toBe('fileEmpty');
  });

  test('a quote that is never closed', async () => {
    expect((await refusal(strToU8('а;б\n1;"2\n3;4'), { fileName: 'a.csv' })).text).toBe(
      'В строке 2 открыта кавычка, которая нигде не закрывается.',
    );
  });

  test('work over its time', async () => {
    let time = 0;
    const now = () => (time += 50);
    expect((await refusal(workbook('<row/>'), { now, limits: { milliseconds: 60 } })).code).toBe('readTimeout');
  });
});

test('columns are named as sheets name them', () => {
  expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
});
