/** The list of overdue measures as a file, with the filters of the page and without its paging. */
import { AppError } from '#kernel/errors.ts';
import { tableToCsv } from '#documents/write/csv.ts';
import type { Sheet } from '#documents/write/sheet.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { LEVEL_NAMES } from '#modules/plans/index.ts';
import { type OccurrenceRow, occurrences } from '../queries/occurrences.ts';
import { LISTED, STANDING_NAMES } from '../words.ts';
import { overdueFilter } from './parts/overdue-filter.ts';

/** More rows than a person reads, fewer than would hold the server up. */
const ROWS_AT_MOST = 20_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { filter, standing, order } = await overdueFilter(ctx, new URL(request.url));
  const { rows } = await occurrences(ctx.scope, ctx.db, filter, { limit: ROWS_AT_MOST, offset: 0, order });
  const sheet = sheetOf(rows, `${LISTED[standing]} на ${filter.today}`);
  const name = `Мероприятия, ${LISTED[standing]}, ${filter.today}`;
  if (params.format === 'csv') return download(tableToCsv(sheet), `${name}.csv`, 'text/csv; charset=utf-8');
  if (params.format === 'xlsx') {
    return download(
      await tableToXlsx(sheet),
      `${name}.xlsx`,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
  }
  throw new AppError('notFound');
}

function sheetOf(rows: readonly OccurrenceRow[], name: string): Sheet {
  return {
    name,
    columns: [
      { header: 'Организация' },
      { header: 'Чья организация' },
      { header: 'Уровень' },
      { header: 'План' },
      { header: '№' },
      { header: 'Мероприятие' },
      { header: 'Период' },
      { header: 'Начало', kind: 'date' },
      { header: 'Срок', kind: 'date' },
      { header: 'Состояние' },
      { header: 'Исполнено', kind: 'date' },
    ],
    rows: rows.map((row) => [
      row.organisation.shortName,
      row.organisation.within,
      LEVEL_NAMES[row.plan.level],
      row.plan.title,
      row.measure.number,
      row.measure.text,
      row.label,
      row.from,
      row.dueOn,
      STANDING_NAMES[row.standing],
      row.doneOn,
    ]),
  };
}
