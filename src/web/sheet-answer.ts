/** A table as the file that the address names: «csv» or «xlsx». */
import { tableToCsv } from '#documents/write/csv.ts';
import type { Sheet } from '#documents/write/sheet.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { AppError } from '#kernel/errors.ts';
import { download } from '#platform/download.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function sheetAnswer(sheet: Sheet, name: string, format: string | undefined): Promise<Response> {
  if (format === 'csv') return download(tableToCsv(sheet), `${name}.csv`, 'text/csv; charset=utf-8');
  if (format === 'xlsx') return download(await tableToXlsx(sheet), `${name}.xlsx`, XLSX);
  throw new AppError('notFound');
}
