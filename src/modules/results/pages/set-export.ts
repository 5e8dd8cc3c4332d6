/** A data set as a file: a row a school, small numbers hidden, the permitted use above the table. */
import { AppError } from '#kernel/errors.ts';
import { procedureOfId, procedureTitle } from '#modules/assessments/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { meanShare, permittedUse, shownCounts } from '../domain/disclosure.ts';
import { keyInWords } from '../domain/school-key.ts';
import { type SetSchool, schoolsOfSet } from '../queries/set-rows.ts';
import { regionAt } from './parts/address.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';

const HIDDEN = 'скрыто';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { region } = await regionAt(ctx, new URL(request.url));
  const procedure = procedureOfId(params['procedureId'] ?? '');
  if (!procedure) throw new AppError('notFound');
  const rows = await schoolsOfSet(ctx.scope, ctx.db, region, params['procedureId'] ?? '');
  const title = procedureTitle(procedure);
  const use = permittedUse(procedure.kind);
  return sheetAnswer(
    {
      name: title,
      title: use ? `${title}. ${use}` : title,
      columns: [
        { header: 'Код в файлах' },
        { header: 'Школа' },
        { header: 'Муниципалитет' },
        { header: 'Писали' },
        { header: 'Отсутствовали' },
        { header: 'Ниже порога' },
        { header: 'Доля ниже порога, %' },
        { header: 'Средний процент выполнения' },
        // CSV has no line above the table, so the words go with it.
        ...(use && params['format'] === 'csv' ? [{ header: use }] : []),
      ],
      rows: rows.map(rowOf),
    },
    title,
    params['format'],
  );
}

function rowOf({ key, school, municipality, ...counts }: SetSchool) {
  const { n, below, sum, maximum } = counts;
  const mean = meanShare(sum, n, maximum);
  const shown = shownCounts({ ...counts, mean }, false);
  const or = (value: number | null, isKnown: boolean) => (value === null && isKnown ? HIDDEN : value);
  return [
    keyInWords(key),
    school,
    municipality,
    or(shown.n, true),
    or(shown.absent, true),
    or(shown.below, below !== null),
    or(shown.belowPercent, below !== null && n > 0),
    or(shown.meanPercent, mean !== null),
  ];
}
