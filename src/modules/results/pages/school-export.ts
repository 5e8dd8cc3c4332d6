/** The results of one school as a file. */
import { AppError } from '#kernel/errors.ts';
import { procedureOfId, procedureTitle } from '#modules/assessments/index.ts';
import { organisationById } from '#modules/organisations/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import { permittedUse, shownCounts, tenths } from '../domain/disclosure.ts';
import { seesSmallNumbers } from '../policy.ts';
import { resultsOfSchool } from '../queries/school-page.ts';
import { idIn } from './parts/address.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';

const HIDDEN = 'скрыто';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { scope, db, actor } = ctx;
  const school = await organisationById(scope, db, idIn(params, 'organisationId'));
  if (!school || school.kind !== 'school') throw new AppError('notFound');
  const own = seesSmallNumbers(actor, school);
  await recordSeenInside(ctx, school.id);
  const { series } = await resultsOfSchool(scope, db, school);
  const uses = [...new Set(series.flatMap(({ assessment }) => permittedUse(assessment) ?? []))].join(' ');
  const rounded = (value: number | null) => (value === null ? null : tenths(value));
  const cells = series.flatMap(({ years }) => Object.values(years).flat());
  return sheetAnswer(
    {
      name: 'Результаты',
      title: `${school.shortName}. ${uses}`,
      columns: [
        { header: 'Процедура' },
        { header: 'Писали' },
        { header: 'Отсутствовали' },
        { header: 'Доля ниже порога, %' },
        { header: 'В регионе, %' },
        { header: 'Выполнено, %' },
        { header: 'В регионе выполнено, %' },
        ...(uses && params['format'] === 'csv' ? [{ header: uses }] : []),
      ],
      rows: cells.map(({ procedureId, n, absent, below, meanPercent, region }) => {
        const procedure = procedureOfId(procedureId);
        const shown = shownCounts({ n, absent, below, mean: meanPercent }, own);
        const or = (value: number | null, isKnown: boolean) => (value === null && isKnown ? HIDDEN : value);
        return [
          procedure ? procedureTitle(procedure) : procedureId,
          or(shown.n, true),
          or(shown.absent, true),
          or(shown.belowPercent, below !== null && n > 0),
          rounded(region.below === null || region.pupils === 0 ? null : region.below / region.pupils),
          or(shown.meanPercent, meanPercent !== null),
          rounded(region.meanPercent),
        ];
      }),
    },
    `Результаты. ${school.shortName}`,
    params['format'],
  );
}
