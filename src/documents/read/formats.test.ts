import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { linesOf } from './fixtures/grid.ts';

/** Made-up documents, converted by LibreOffice into every format once. */
const GOLDEN = fileURLToPath(new URL('../../../tests/golden/documents/', import.meta.url));
const FOLDER = `${GOLDEN}same-plan/`;
const EXPECTED = expected('same-plan');

function expected(folder: string): string[] {
  return JSON.parse(readFileSync(`${GOLDEN}${folder}/expected.json`, 'utf8')) as string[];
}

async function read(extension: string, folder = 'same-plan') {
  return readDocument(readFileSync(`${GOLDEN}${folder}/input.${extension}`), { fileName: `input.${extension}` });
}

test('every format has its file', () => {
  const extensions = readdirSync(FOLDER).map((name) => name.split('.').at(-1));
  expect(extensions.sort()).toEqual(['doc', 'docx', 'html', 'json', 'ods', 'odt', 'pdf', 'rtf', 'txt', 'xlsx']);
});

test.each(['docx', 'doc', 'odt', 'rtf', 'html', 'xlsx', 'ods'])(
  'the plan reads the same from %s',
  async (extension) => {
    const { blocks } = await read(extension);
    expect(linesOf(blocks)).toEqual(EXPECTED);
  },
);

test.each(['docx', 'doc', 'odt', 'html', 'pdf'])('%s tells which rows are the header', async (extension) => {
  const { blocks } = await read(extension);
  const table = blocks.find((block) => block.kind === 'table');
  expect(table?.rows.map((row) => row.header).slice(0, 3)).toEqual([true, true, false]);
});

test('a PDF gives the same table over its page breaks, each page with its header', async () => {
  const { blocks } = await read('pdf');
  const [heading, below] = EXPECTED.filter((line) => line.startsWith('№ п/п') || line.startsWith('начало'));
  const lines = linesOf(blocks);
  expect(lines.filter((line) => line === heading).length).toBeGreaterThan(1);
  const first = lines.indexOf(heading!);
  const once = lines.filter((line, index) => index <= first + 1 || (line !== heading && line !== below));
  // Where a paragraph fills its line to the end, a page cannot show that another one begins.
  expect(once.map(onOneLine)).toEqual(EXPECTED.map(onOneLine));
});

test('a text gives the same cells; it cannot show which of them are merged', async () => {
  const { blocks } = await read('txt');
  const filled = (line: string) =>
    line
      .replace(/ [×↓]\d+/g, '')
      .split(' | ')
      .filter((cell) => cell.trim() !== '')
      .map((cell) => cell.trim());
  expect(linesOf(blocks).map(filled)).toEqual(EXPECTED.map(filled));
});

test('formats that keep links and headings give them', async () => {
  for (const extension of ['docx', 'doc', 'odt', 'rtf', 'html']) {
    const { blocks } = await read(extension);
    const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flatMap((row) => row.cells) : []));
    const links = cells.flatMap((cell) => cell.paragraphs.flatMap((paragraph) => paragraph.links));
    expect(links, extension).toEqual(['https://example.org/monitoring']);
    const headings = blocks.filter((block) => block.kind === 'paragraph').filter((block) => block.headingLevel === 1);
    expect(
      headings.map((block) => block.text.slice(0, 16)),
      extension,
    ).toEqual(['План мероприятий']);
  }
});

test.each(['docx', 'doc', 'odt', 'rtf'])(
  'lists, revisions, nested tables and text boxes read the same from %s',
  async (extension) => {
    const { blocks } = await read(extension, 'lists-and-revisions');
    const lines = expected('lists-and-revisions');
    // LibreOffice leaves the text box out of RTF; the reader's own tests have one.
    expect(linesOf(blocks)).toEqual(
      extension === 'rtf' ? lines.filter((_, index) => index !== 1 && index !== 2) : lines,
    );
  },
);

function onOneLine(line: string): string {
  return line.replaceAll('¶', ' ');
}
