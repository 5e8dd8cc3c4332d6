/** Rows of the pupils of a school in the form in which they came. Codes of pupils are for the school itself; who took them is written down. */
import { AppError } from '#kernel/errors.ts';
import { procedureOfId } from '#modules/assessments/index.ts';
import { organisationById } from '#modules/organisations/index.ts';
import { recordReading } from '#platform/audit.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { insist, seesSmallNumbers } from '../policy.ts';
import { pupilRowsOf } from '../queries/pupil-rows.ts';
import { resultSheet } from '../reading/write-result-file.ts';
import { idIn } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await organisationById(ctx.scope, ctx.db, idIn(params, 'organisationId'));
  const procedure = procedureOfId(params['procedureId'] ?? '');
  if (!school || school.kind !== 'school' || !procedure) throw new AppError('notFound');
  insist(seesSmallNumbers(ctx.actor, school));
  const file = await pupilRowsOf(ctx, school, procedure, params['procedureId'] ?? '');
  const { fileName, sheet } = resultSheet(file);
  const answer = await sheetAnswer(sheet, fileName, params['format']);
  await recordReading(ctx, {
    action: 'results.pupils-exported',
    objectType: 'organisation',
    objectId: school.id,
    organisationId: school.id,
    after: { procedure: params['procedureId'], pupils: file.pupils.length },
  });
  return answer;
}
