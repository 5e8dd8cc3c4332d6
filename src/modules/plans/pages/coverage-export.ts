/** The coverage matrix as a file: all organisations of the level, one column a measure. */
import type { Sheet } from '#documents/write/sheet.ts';
import { AppError } from '#kernel/errors.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { PLAN_LEVELS } from '../domain/levels.ts';
import { type Coverage, coverage } from '../queries/coverage.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { idOf, oneOf } from './parts/address.ts';
import { DECISION_WORDS } from './parts/words.ts';

const ORGANISATIONS_AT_MOST = 10_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const asked = new URL(request.url).searchParams;
  const level = oneOf(PLAN_LEVELS, asked.get('level'));
  if (level === undefined) throw new AppError('badRequest');
  const text = asked.get('q');
  const matrix = await coverage(
    scope,
    db,
    { planId: idOf(params, 'planId'), level, ...(text ? { text } : {}) },
    { limit: ORGANISATIONS_AT_MOST, offset: 0 },
  );
  return sheetAnswer(sheetOf(matrix), `Охват ${clock.today()}`, params['format']);
}

function sheetOf({ organisations, measures, cells }: Coverage): Sheet {
  const decided = new Map(cells.map((cell) => [`${cell.measureId}/${cell.organisationId}`, cell]));
  const words = (measureId: number, organisationId: number) => {
    const cell = decided.get(`${measureId}/${organisationId}`);
    const { text } = DECISION_WORDS[cell?.decision ?? 'none'];
    return cell?.reason ? `${text}: ${cell.reason}` : text;
  };
  return {
    name: 'Охват',
    columns: [
      { header: 'Организация' },
      { header: 'Входит в' },
      ...measures.map(({ number, text }) => ({ header: [number, text].filter(Boolean).join('. ') })),
    ],
    rows: organisations.map((row) => [
      row.shortName,
      row.parent,
      ...measures.map((measure) => words(measure.id, row.id)),
    ]),
  };
}
