/** The list of plans as a file, with the filters of the page and without its paging. */
import type { Sheet } from '#documents/write/sheet.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { LEVEL_NAMES } from '../domain/levels.ts';
import { type PlanRow, plansMatching } from '../queries/list.ts';
import { placeOf } from '../queries/organisations.ts';
import { whole } from './parts/address.ts';
import { filterFrom, sliceFrom } from './parts/list-address.ts';
import { stateWords } from './parts/words.ts';

const ROWS_AT_MOST = 20_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const asked = new URL(request.url).searchParams;
  const organisation = asked.get('organisation') ? await placeOf(scope, db, whole(asked.get('organisation'), 0)) : null;
  const { rows } = await plansMatching(scope, db, filterFrom(asked, organisation?.path), {
    ...sliceFrom(asked),
    limit: ROWS_AT_MOST,
    offset: 0,
  });
  return sheetAnswer(sheetOf(rows), `Планы ${clock.today()}`, params['format']);
}

function sheetOf(rows: readonly PlanRow[]): Sheet {
  return {
    name: 'Планы',
    columns: [
      { header: 'План' },
      { header: 'Организация' },
      { header: 'Вышестоящая организация' },
      { header: 'Уровень' },
      { header: 'Начало', kind: 'date' },
      { header: 'Окончание', kind: 'date' },
      { header: 'Состояние' },
      { header: 'Мероприятий' },
      { header: 'Сроков' },
      { header: 'Исполнено' },
    ],
    rows: rows.map((row) => [
      row.title,
      row.organisation.shortName,
      row.organisation.within,
      LEVEL_NAMES[row.level],
      row.period?.from ?? null,
      row.period?.to ?? null,
      stateWords(row.state, row.amending).text,
      row.measures,
      row.due,
      row.accepted,
    ]),
  };
}
