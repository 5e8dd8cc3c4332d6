import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Block } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import { linesOf } from '../fixtures/grid.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const GOLDEN = `${ROOT}tests/golden/documents/`;
const SEEDS = process.env['OPORA_SEEDS'] ?? `${ROOT}../shared/seeds`;

async function read(path: string): Promise<Block[]> {
  return (await readDocument(readFileSync(path), { fileName: path })).blocks;
}

/** Headers, section titles and numbered rows; bullets, and merges that no line shows, are told by other tests. */
function tableRows(lines: string[]): string[] {
  const rows = [...new Set(lines.filter((line) => /^(?:№|начало|\d+\. \||Раздел)/.test(line)))];
  return rows.map((line) => {
    const plain = line.startsWith('№') ? line : line.replace(/ [×↓]\d+/g, '');
    return plain
      .replaceAll('¶', ' ')
      .replaceAll('• ', '')
      .replace(/(?: \| ?)+$/, '');
  });
}

test.each([
  ['pdf-without-lines', 'columns are found by the white between them'],
  ['pdf-with-level-lines', 'level lines give the rows, white gives the columns'],
  ['pdf-open-at-the-sides', 'full-width rows of a table without side lines belong to it'],
  ['pdf-from-browser', 'lines that a browser paints as thin rectangles are lines'],
])('%s: %s', async (folder) => {
  const expected = JSON.parse(readFileSync(`${GOLDEN}same-plan/expected.json`, 'utf8')) as string[];
  expect(tableRows(linesOf(await read(`${GOLDEN}${folder}/input.pdf`)))).toEqual(tableRows(expected));
});

test('page numbers are no text of the document', async () => {
  const blocks = await read(`${GOLDEN}same-plan/input.pdf`);
  expect(linesOf(blocks).filter((line) => /^\d+$/.test(line))).toEqual([]);
});

test('the Leningrad plan: every cell of the PDF is the document’s text', async ({ skip }) => {
  if (!existsSync(SEEDS)) skip(`SKIPPED: no seeds at ${SEEDS}; set OPORA_SEEDS.`);
  const fromPdf = wholeRows(await read(`${SEEDS}/leningrad-2019-2020.pdf`));
  const fromText = wholeRows(await read(`${SEEDS}/leningrad-2019-2020.txt`));
  expect(fromPdf).toHaveLength(30);
  expect(fromPdf).toEqual(fromText);
});

/** The rows of the only table as texts, parts on further pages joined to the row above, headers once. */
function wholeRows(blocks: Block[]): string[][] {
  const rows: string[][] = [];
  for (const block of blocks) {
    if (block.kind !== 'table') continue;
    for (const row of block.rows) {
      const cells = row.cells.map((cell) => cell.paragraphs.map((paragraph) => paragraph.text).join(' '));
      if (rows.length > 0 && row.header) continue;
      const last = rows.at(-1);
      if (last && cells[0] === '') cells.forEach((cell, column) => (last[column] = `${last[column]} ${cell}`.trim()));
      else rows.push(cells);
    }
  }
  return rows.map((cells) => cells.map((cell) => cell.replace(/\s+/g, ' ').trim()));
}
