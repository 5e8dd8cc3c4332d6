/** A register from a file: XLSX, ODS or CSV with the headers in the first row of a table. */
import { parseCsv } from 'hucre/csv';
import type { Table } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import { decodeText } from '#documents/read/text/decode.ts';
import { startsLikeFormula } from '#documents/write/sheet.ts';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { COLUMNS, type ColumnKey, columnOf, HEADERS } from './columns.ts';

/** A whole region with all columns fits several times. */
const CELL_LIMIT = 500_000;
const ROW_LIMIT = 50_000;
/** So many of our headers make a row the header row. */
const ENOUGH_HEADERS = 2;

export type SheetRow = { line: number; cells: Partial<Record<ColumnKey, string>> };

export async function readRegisterSheet(
  bytes: Uint8Array,
  fileName: string,
): Promise<{ rows: SheetRow[]; issues: Issue[] }> {
  for (const grid of await gridsOf(bytes, fileName)) {
    const found = rowsUnderHeader(grid);
    if (found) return found;
  }
  throw new AppError('invalidInput', {
    text: 'В файле нет таблицы с заголовками столбцов.',
    advice: `Первая строка должна содержать заголовки: ${COLUMNS.slice(0, 4)
      .map(({ header }) => `«${header}»`)
      .join(', ')} и другие. Образец даст выгрузка списка организаций.`,
  });
}

/** Rows of texts by column. */
type Grid = string[][];

async function gridsOf(bytes: Uint8Array, fileName: string): Promise<Grid[]> {
  const text = /\.(?:csv|tsv|txt)$/i.test(fileName) && bytes.length > 0 ? decodeText(bytes) : null;
  if (text !== null)
    return [
      parseCsv(text, { typeInference: false, maxRows: ROW_LIMIT }).map((row) =>
        row.map((cell) => tidy(String(cell ?? ''))),
      ),
    ];
  const document = await readDocument(bytes, { fileName, limits: { cells: CELL_LIMIT } });
  return document.blocks.flatMap((block) => (block.kind === 'table' ? [gridOf(block)] : []));
}

function gridOf(table: Table): Grid {
  return table.rows.map(({ cells }) => {
    const texts: string[] = Array.from({ length: table.columnCount }, () => '');
    for (const { column, paragraphs } of cells) {
      texts[column] = tidy(paragraphs.map((paragraph) => `${paragraph.listNumber ?? ''} ${paragraph.text}`).join(' '));
    }
    return texts;
  });
}

function rowsUnderHeader(grid: Grid): { rows: SheetRow[]; issues: Issue[] } | null {
  const at = grid.slice(0, 10).findIndex((row) => headersOf(row).columns.size >= ENOUGH_HEADERS);
  const header = grid[at];
  if (!header) return null;
  const { columns, unknown } = headersOf(header);
  const rows = grid.slice(at + 1).map((row, index) => ({
    line: at + index + 2,
    cells: Object.fromEntries([...columns].map(([column, key]) => [key, row[column] ?? ''])),
  }));
  const issues = unknown.map(
    (text): Issue => ({
      severity: 'warning',
      code: 'column-unknown',
      where: `столбец «${text}»`,
      text: 'Столбец не распознан и не загружается.',
      advice: `Если он нужен, назовите его одним из заголовков: ${Object.values(HEADERS).join(', ')}.`,
    }),
  );
  return { rows: rows.filter(({ cells }) => Object.values(cells).some((text) => text !== '')), issues };
}

function headersOf(texts: readonly string[]): { columns: Map<number, ColumnKey>; unknown: string[] } {
  const columns = new Map<number, ColumnKey>();
  const unknown: string[] = [];
  texts.forEach((text, column) => {
    const key = columnOf(text, new Set(columns.values()));
    if (key) columns.set(column, key);
    else if (text !== '' && !/^№( п\/п)?$/.test(text)) unknown.push(text);
  });
  return { columns, unknown };
}

function tidy(cell: string): string {
  const text = cell.replace(/\s+/g, ' ').trim();
  // Our CSV puts an apostrophe before what a spreadsheet would run as a formula.
  return text.startsWith("'") && startsLikeFormula(text.slice(1)) ? text.slice(1) : text;
}
