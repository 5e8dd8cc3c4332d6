/** Tables of a file, whatever its format, as rows of texts; the line before a table may say what it is about. */
import { readDocument } from '#documents/read.ts';
import { CELL, type DataSheet, readSheets } from '#documents/read-sheets.ts';
import { isAppError } from '#kernel/errors.ts';

export type Grid = { title: string; rows: string[][] };

/** Work descriptions have dozens of rows; whole collections of them a few thousand. */
const ROW_LIMIT = 20_000;

export async function gridsOf(bytes: Uint8Array, fileName: string): Promise<Grid[]> {
  try {
    const { sheets } = await readSheets(bytes, { fileName, limits: { rows: ROW_LIMIT } });
    return sheets.map((sheet) => ({ title: sheet.name, rows: rowsOf(sheet) }));
  } catch (error) {
    // A document of Word or a PDF is no sheet, but may hold the table.
    if (!isAppError(error) || (error.code !== 'fileTypeUnknown' && error.code !== 'fileTypeMismatch')) throw error;
  }
  const { blocks } = await readDocument(bytes, { fileName });
  const grids: Grid[] = [];
  let title = '';
  for (const block of blocks) {
    if (block.kind !== 'table') {
      title = block.text;
      continue;
    }
    const rows = block.rows.map(({ cells }) => {
      const texts = Array.from({ length: block.columnCount }, () => '');
      for (const { column, paragraphs } of cells)
        texts[column] = tidy(paragraphs.map(({ listNumber, text }) => `${listNumber ?? ''} ${text}`).join(' '));
      return texts;
    });
    grids.push({ title, rows });
  }
  return grids;
}

function rowsOf(sheet: DataSheet): string[][] {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    sheet.columns.map((column) => {
      if (column?.kinds[row] === CELL.number) return String(column.values[row]);
      return column?.kinds[row] === CELL.text ? tidy(sheet.texts[column.values[row]!] ?? '') : '';
    }),
  );
}

function tidy(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}
