/** The issues of an import as a file, to be handed to whoever corrects them. */
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { importById, importIssues } from '../queries/imports.ts';
import { idIn } from './parts/address.ts';
import { issueFilterFrom } from './parts/issue-filter.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { SEVERITIES } from '#web/file-issues.tsx';

const ROWS_AT_MOST = 100_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const found = await importById(scope, db, idIn(params, 'importId'));
  const filter = issueFilterFrom(new URL(request.url));
  const { rows } = await importIssues(db, found.id, filter, { limit: ROWS_AT_MOST, offset: 0 });
  return sheetAnswer(
    {
      name: 'Замечания',
      columns: ['Важность', 'Файл', 'Где', 'Что не так', 'Что сделать'].map((header) => ({ header })),
      rows: rows.map(({ severity, file, where, text, advice }) => [
        SEVERITIES[severity].label,
        file,
        where,
        text,
        advice,
      ]),
    },
    `Замечания к загрузке ${found.id}`,
    params['format'],
  );
}
