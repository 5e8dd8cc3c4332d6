import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { readDocument, type ReadOptions } from '#documents/read.ts';
import { tablesOf } from './fixtures/grid.ts';
import { p, tbl, tc, tr, wordDocument, zipped } from './fixtures/packages.ts';

const FOLDER = fileURLToPath(new URL('../../../tests/golden/documents/same-plan/', import.meta.url));
const EXTENSIONS = ['docx', 'doc', 'odt', 'rtf', 'xlsx', 'pdf', 'html', 'txt'];
const GOOD = new Map(
  EXTENSIONS.map((extension) => [extension, new Uint8Array(readFileSync(`${FOLDER}input.${extension}`))]),
);
const MEGABYTE = 1024 * 1024;

async function refusal(bytes: Uint8Array, options: ReadOptions = {}): Promise<AppError> {
  const error = await readDocument(bytes, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

async function code(bytes: Uint8Array, options: ReadOptions = {}): Promise<ErrorCode> {
  return (await refusal(bytes, options)).code;
}

test('an empty file, a blank one and a document without text are said to be empty', async () => {
  expect(await code(new Uint8Array())).toBe('fileEmpty');
  expect(await code(strToU8(' \r\n\t'), { fileName: 'план.txt' })).toBe('fileEmpty');
  expect(await code(wordDocument({ body: p('') }), { fileName: 'план.docx' })).toBe('fileEmpty');
});

test('another kind of file behind the extension is named', async () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
  const error = await refusal(png, { fileName: 'план.docx' });
  expect([error.code, error.text]).toEqual(['fileTypeMismatch', 'Файл назван .docx, но внутри изображение PNG.']);
  expect(error.advice).toMatch(/исходный документ Word/);
  expect((await refusal(zipped({ 'план.txt': 'архив' }), { fileName: 'план.zip' })).advice).toBe(
    'Распакуйте архив и загрузите сам документ.',
  );
  expect(await code(strToU8('Просто текст'), { fileName: 'план.docx' })).toBe('fileTypeMismatch');
  expect(await code(zipped({ 'readme.txt': 'архив' }), { fileName: 'план.docx' })).toBe('fileTypeMismatch');
  expect(await code(zipped({ 'readme.txt': 'архив' }), { fileName: 'архив.zip' })).toBe('fileTypeUnknown');
  expect(
    await code(
      Uint8Array.from({ length: 600 }, (_, index) => (index * 131) % 251),
      { fileName: 'план.dat' },
    ),
  ).toBe('fileTypeUnknown');
});

test('a document behind another document extension is read for what it is', async () => {
  const { format } = await readDocument(GOOD.get('rtf')!, { fileName: 'план.doc' });
  expect(format).toBe('rtf');
});

test.each(['docx', 'doc', 'odt', 'pdf'])('a %s with a password is told apart from a damaged one', async (extension) => {
  const { text, advice } = await refusal(readFileSync(`${FOLDER}../password/input.${extension}`), {
    fileName: `план.${extension}`,
  });
  expect([text, advice]).toEqual(['Файл защищён паролем.', 'Снимите защиту и загрузите файл снова.']);
});

test('an encrypted archive is not unpacked', async () => {
  expect(await code(withPasswordFlag(GOOD.get('docx')!), { fileName: 'план.docx' })).toBe('fileEncrypted');
});

test('a zip bomb is refused before it unpacks', async () => {
  const zeros = new Uint8Array(24 * MEGABYTE).fill(0x20);
  const dense = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': zeros }, { level: 6 });
  expect(dense.length).toBeLessThan(MEGABYTE);
  expect(await code(dense, { fileName: 'план.docx' })).toBe('fileBomb');
  const lying = withStatedSize(dense, 1000);
  expect(await code(lying, { fileName: 'план.docx' })).toBe('fileBomb');
  expect(await code(wordDocument({ body: p('а'.repeat(3 * MEGABYTE)) }), { limits: { unpackedBytes: MEGABYTE } })).toBe(
    'fileBomb',
  );
});

test('an archive with its sizes written beside (ZIP64), as streaming writers do, is read as any other', async () => {
  const plain = GOOD.get('docx')!;
  const beside = withSizesBeside(plain);
  expect(beside.length).toBeGreaterThan(plain.length);
  expect(await readDocument(beside, { fileName: 'план.docx' })).toEqual(
    await readDocument(plain, { fileName: 'план.docx' }),
  );
});

/** The same archive, its directory written with ZIP64 fields. */
function withSizesBeside(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes);
  const end = source.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const start = source.readUInt32LE(end + 16);
  const entries: Buffer[] = [];
  for (let at = start; at < end; ) {
    const length = 46 + source.readUInt16LE(at + 28);
    const extra = source.readUInt16LE(at + 30);
    const entry = Buffer.from(source.subarray(at, at + length));
    const field = Buffer.alloc(28);
    field.writeUInt16LE(1, 0);
    field.writeUInt16LE(24, 2);
    [24, 20, 42].forEach((place, k) => {
      field.writeBigUInt64LE(BigInt(entry.readUInt32LE(place)), 4 + 8 * k);
      entry.writeUInt32LE(0xffffffff, place);
    });
    entry.writeUInt16LE(field.length, 30);
    entry.writeUInt16LE(0, 32);
    entries.push(entry, field);
    at += length + extra + source.readUInt16LE(at + 32);
  }
  return new Uint8Array(Buffer.concat([source.subarray(0, start), ...entries, source.subarray(end)]));
}

test('XML entities are never expanded', async () => {
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>';
  expect(await code(zipped({ 'word/document.xml': bomb }))).toBe('fileBomb');
  const external = bomb.replace(/\[.*\]/, '[<!ENTITY b SYSTEM "file:///etc/passwd">]');
  expect(await code(zipped({ 'word/document.xml': external }))).toBe('fileBomb');
});

test('references to the outside are left alone', async () => {
  const body = `${p('Текст')}<w:altChunk r:id="l1"/>${p('<w:r><w:drawing><wps:pic r:link="l1"/></w:drawing></w:r>')}`;
  const { blocks } = await readDocument(wordDocument({ body, links: { l1: 'http://127.0.0.1:1/never' } }));
  expect(blocks).toHaveLength(1);
});

test('a scanned PDF is said to have no text', async () => {
  expect(await code(imageOnlyPdf(), { fileName: 'скан.pdf' })).toBe('fileNoText');
});

test('limits on size, cells, depth and time refuse with their own words', async () => {
  const docx = GOOD.get('docx')!;
  expect((await refusal(docx, { limits: { inputBytes: 1000 } })).code).toBe('fileTooLarge');
  expect((await refusal(docx, { limits: { cells: 50 } })).text).toBe('В документе больше 50 ячеек таблиц.');
  const nested = '<w:sdt><w:sdtContent>'.repeat(400) + p('дно') + '</w:sdtContent></w:sdt>'.repeat(400);
  expect(await code(wordDocument({ body: nested }))).toBe('fileDamaged');
  expect(await code(strToU8(`<html><body>${'<div>'.repeat(20_000)}дно`))).toBe('fileDamaged');
  expect(await code(strToU8(`{\\rtf1 ${'{'.repeat(20_000)}дно`))).toBe('fileDamaged');
  let now = 0;
  const slowClock = () => (now += 15_000);
  for (const extension of ['docx', 'rtf', 'pdf'])
    expect(await code(GOOD.get(extension)!, { now: slowClock }), extension).toBe('readTimeout');
});

test('five thousand rows are read whole', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) =>
    tr(
      ['', 'Консультация для школ', 'май', 'Методический центр'].map((text, column) =>
        tc(column === 0 ? String(index + 1) : text),
      ),
    ),
  );
  const word = await readDocument(wordDocument({ body: tbl(rows) }));
  expect(tablesOf(word.blocks)[0]!.rows).toHaveLength(5000);
  const text = `№\tМероприятие\tСрок\n${Array.from({ length: 5000 }, (_, index) => `${index + 1}\tСеминар\tмай`).join('\n')}`;
  expect(tablesOf((await readDocument(strToU8(text))).blocks)[0]!.rows).toHaveLength(5001);
  const html = `<table>${Array.from({ length: 5000 }, (_, index) => `<tr><td>${index + 1}<td>Семинар<td>май`).join('')}</table>`;
  expect(tablesOf((await readDocument(strToU8(html))).blocks)[0]!.rows).toHaveLength(5000);
}, 30_000);

test('long lines that look like borders or spaces do not slow the reader down', async () => {
  const long = 200_000;
  for (const line of [
    '-'.repeat(long),
    ' '.repeat(long),
    `|${' '.repeat(long)}`,
    `+${'-'.repeat(long)}`,
    '\t'.repeat(1000),
    'слово-'.repeat(long / 10),
  ]) {
    const { blocks } = await readDocument(strToU8(`План\n${line}x\n№\t${line}x\n`), { limits: { milliseconds: 3000 } });
    expect(blocks.length).toBeGreaterThan(0);
  }
});

test.each(EXTENSIONS)('a truncated %s is refused or read as far as it goes', async (extension) => {
  const whole = GOOD.get(extension)!;
  for (const share of [0.1, 0.5, 0.9, 0.99])
    await readOrRefuse(whole.subarray(0, Math.floor(whole.length * share)), extension);
});

test.each(EXTENSIONS)(
  'a %s with changed bytes never breaks the reader',
  async (extension) => {
    const whole = GOOD.get(extension)!;
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      byte: fc.nat(255),
      length: fc.integer({ min: 1, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = whole.slice();
        for (const { at, byte, length } of changes) bytes.fill(byte, at, at + length);
        await readOrRefuse(bytes, extension);
      }),
      { numRuns: 25 },
    );
  },
  60_000,
);

async function readOrRefuse(bytes: Uint8Array, extension: string): Promise<void> {
  try {
    await readDocument(bytes, { fileName: `план.${extension}`, limits: { milliseconds: 5000 } });
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
  }
}

function eachDirectoryEntry(bytes: Uint8Array, change: (view: DataView, at: number) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at += 1) if (view.getUint32(at, true) === 0x02014b50) change(view, at);
  return copy;
}

function withPasswordFlag(bytes: Uint8Array): Uint8Array {
  return eachDirectoryEntry(bytes, (view, at) => view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true));
}

function withStatedSize(bytes: Uint8Array, size: number): Uint8Array {
  return eachDirectoryEntry(bytes, (view, at) => view.setUint32(at + 24, size, true));
}

function imageOnlyPdf(): Uint8Array {
  const content = 'q 500 0 0 700 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u0000 EI Q';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return strToU8(
    `${file}xref\n0 5\n0000000000 65535 f \n${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF`,
    true,
  );
}
