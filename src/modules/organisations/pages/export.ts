import { tableToCsv } from '#documents/write/csv.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { registerSheet } from '../import/export.ts';
import { listed } from '../queries/listed.ts';
import { filterFrom, isFiltered } from './parts/list-filter.ts';

/** More than any region has. */
const ALL = { limit: 100_000, offset: 0 };

/** The register as a file that can be loaded back, with the filters of the list. */
export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const url = new URL(request.url);
  const { filter } = await filterFrom(scope, db, url);
  const only = isFiltered(filter)
    ? new Set((await listed(scope, db, filter, ALL)).rows.map(({ id }) => id))
    : undefined;
  const sheet = await registerSheet(scope, db, only);
  const name = `Организации, ${clock.today()}`;
  if (url.pathname.endsWith('.csv')) return download(tableToCsv(sheet), `${name}.csv`, 'text/csv; charset=utf-8');
  return download(
    await tableToXlsx(sheet),
    `${name}.xlsx`,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  );
}
