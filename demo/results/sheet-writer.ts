/**
 * A workbook written row by row: text goes to the deflater in pieces while the next rows are made, so memory holds one
 * compressed sheet and the table of shared texts, however long the sheet is.
 */
import { writeFile } from 'node:fs/promises';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

export type Cell = string | number | null;
export type SheetWriter = {
  /** Adds a row; awaits only when enough text has gathered. */
  row(cells: readonly Cell[]): void | Promise<void>;
};
type Entry = { name: string; data: Buffer; size: number; crc: number };

const PIECE = 1 << 17;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export type SheetContent = { name: string; fill(sheet: SheetWriter): Promise<void> };

/** @param shared texts in a common table, as Excel writes; otherwise in the cells, as exporters of servers do. */
export async function writeWorkbook(path: string, sheets: readonly SheetContent[], { shared = true } = {}) {
  const texts = new Map<string, number>();
  const entries: Entry[] = [];
  for (const [index, { fill }] of sheets.entries()) {
    const stream = compressor(`xl/worksheets/sheet${index + 1}.xml`);
    let text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
    let number = 0;
    await fill({
      row(cells) {
        number += 1;
        text += rowXml(cells, number, shared ? texts : null);
        if (text.length < PIECE) return;
        const piece = text;
        text = '';
        return stream.write(piece);
      },
    });
    await stream.write(`${text}</sheetData></worksheet>`);
    entries.push(await stream.end());
  }
  if (shared) entries.push(await sharedTexts(texts));
  for (const [name, content] of frame(
    sheets.map(({ name }) => name),
    shared,
  ))
    entries.push(stored(name, content));
  await writeFile(path, zipOf(entries));
}

function rowXml(cells: readonly Cell[], number: number, texts: Map<string, number> | null): string {
  let xml = `<row r="${number}">`;
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i];
    if (cell === null || cell === undefined) continue;
    if (typeof cell === 'number') xml += `<c r="${columnName(i)}${number}"><v>${cell}</v></c>`;
    else if (texts === null)
      xml += `<c r="${columnName(i)}${number}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
    else {
      let place = texts.get(cell);
      if (place === undefined) {
        place = texts.size;
        texts.set(cell, place);
      }
      xml += `<c r="${columnName(i)}${number}" t="s"><v>${place}</v></c>`;
    }
  }
  return `${xml}</row>`;
}

const columnNames: string[] = [];
function columnName(index: number): string {
  let name = columnNames[index];
  if (name === undefined) {
    name =
      index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);
    columnNames[index] = name;
  }
  return name;
}

const escaped = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;

async function sharedTexts(texts: ReadonlyMap<string, number>): Promise<Entry> {
  const stream = compressor('xl/sharedStrings.xml');
  let text = `${HEAD}<sst xmlns="${MAIN}" uniqueCount="${texts.size}">`;
  for (const own of texts.keys()) {
    text += `<si><t xml:space="preserve">${escaped(own)}</t></si>`;
    if (text.length < PIECE) continue;
    await stream.write(text);
    text = '';
  }
  await stream.write(`${text}</sst>`);
  return stream.end();
}

function compressor(name: string) {
  const deflate = createDeflateRaw({ level: 3 });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  let crc = 0;
  let size = 0;
  return {
    write(text: string): Promise<void> | undefined {
      const bytes = Buffer.from(text);
      crc = crc32(bytes, crc);
      size += bytes.length;
      return deflate.write(bytes) ? undefined : new Promise((resolve) => deflate.once('drain', resolve));
    },
    async end(): Promise<Entry> {
      await new Promise<void>((resolve, reject) => {
        deflate.once('end', resolve).once('error', reject);
        deflate.end();
      });
      return { name, data: Buffer.concat(pieces), size, crc };
    },
  };
}

function stored(name: string, text: string): Entry {
  const bytes = Buffer.from(text);
  return { name, data: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes) };
}

function frame(names: readonly string[], shared: boolean): [string, string][] {
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const sheets = names.map((name, i) => ({ name, id: i + 1 }));
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${sheets
        .map(({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${types}.worksheet+xml"/>`)
        .join('')}${
        shared ? `<Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/>` : ''
      }</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${relations}"><sheets>${sheets
        .map(({ name, id }) => `<sheet name="${escaped(name)}" sheetId="${id}" r:id="rId${id}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${packageRelations}">${sheets
        .map(
          ({ id }) => `<Relationship Id="rId${id}" Type="${relations}/worksheet" Target="worksheets/sheet${id}.xml"/>`,
        )
        .join('')}${
        shared
          ? `<Relationship Id="rId${sheets.length + 1}" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>`
          : ''
      }</Relationships>`,
    ],
  ];
}

/** Times of entries are fixed: the same rows give the same bytes. */
function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, size, crc } of entries) {
    const bytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(0x5821, 8);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, bytes]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, central, bytes);
    parts.push(local, data);
    offset += local.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]);
}
