/** The table of one chart as a file, with its permitted use. */
import { tableToCsv } from '#documents/write/csv.ts';
import type { Sheet } from '#documents/write/sheet.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { AppError } from '#kernel/errors.ts';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import { permittedUse } from '#modules/results/index.ts';
import { download } from '#platform/download.ts';
import type { Block } from '../../domain/block.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Asked = { id: string | undefined; format: string | undefined };

export async function blockAnswer(
  title: string,
  assessments: readonly AssessmentKind[],
  blocks: readonly Block[],
  { id, format }: Asked,
): Promise<Response> {
  const block = blocks.find((one) => one.id === id);
  if (!block) throw new AppError('notFound', { text: 'Такой таблицы на странице нет.' });
  const uses = [...new Set(assessments.flatMap((assessment) => permittedUse(assessment) ?? []))].join(' ');
  const name = `${block.title}. ${title}`;
  const sheet: Sheet = {
    name: block.title,
    title: [name, block.conclusion, uses].filter(Boolean).join('. ').replaceAll('..', '.'),
    columns: [
      ...block.table.columns.map(({ header }) => ({ header })),
      // CSV has no line above the table, so the words go with it.
      ...(uses && format === 'csv' ? [{ header: uses }] : []),
    ],
    rows: block.table.rows,
  };
  if (format === 'csv') return download(tableToCsv(sheet), `${name}.csv`, 'text/csv; charset=utf-8');
  if (format === 'xlsx') return download(await tableToXlsx(sheet), `${name}.xlsx`, XLSX);
  throw new AppError('notFound');
}
