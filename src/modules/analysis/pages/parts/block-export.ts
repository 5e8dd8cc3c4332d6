/** The table of one chart as a file, with its permitted use. */
import type { Sheet } from '#documents/write/sheet.ts';
import { AppError } from '#kernel/errors.ts';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import { permittedUse } from '#modules/results/index.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import type { Block } from '../../domain/block.ts';

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
  return sheetAnswer(sheet, name, format);
}
