/** The results of one school as a file. */
import { AppError } from '#kernel/errors.ts';
import { procedureOfId, procedureTitle } from '#modules/assessments/index.ts';
import { organisationById } from '#modules/organisations/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import { hidesCount, isTooSmall, permittedUse } from '../domain/disclosure.ts';
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
  const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 10);
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
        const small = !own && isTooSmall(n);
        const hidesBelow = small || (!own && below !== null && hidesCount(below, n));
        return [
          procedure ? procedureTitle(procedure) : procedureId,
          small ? HIDDEN : n,
          small || (!own && isTooSmall(absent)) ? HIDDEN : absent,
          hidesBelow ? HIDDEN : rounded(below === null || n === 0 ? null : below / n),
          rounded(region.below === null || region.pupils === 0 ? null : region.below / region.pupils),
          small ? HIDDEN : rounded(meanPercent),
          rounded(region.meanPercent),
        ];
      }),
    },
    `Результаты. ${school.shortName}`,
    params['format'],
  );
}
