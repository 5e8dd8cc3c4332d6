/** The rows of a run as a file, with the filters of the page; every row says what it may be used for. */
import { insistUse } from '#kernel/permitted-use.ts';
import type { Sheet } from '#documents/write/sheet.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { type RunHead, runHead, runRows, type RunRow } from '../queries/runs.ts';
import { idOf, regionOf } from './parts/address.ts';
import { runFilter } from './parts/run-filter.ts';
import { reasonLong, STATUS_WORDS } from './parts/words.ts';

const ROWS_AT_MOST = 50_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  await regionOf(ctx);
  const run = await runHead(ctx.scope, ctx.db, idOf(params, 'runId'));
  insistUse(run.permittedUses, 'system-analysis');
  const filter = runFilter(new URL(request.url));
  const { rows } = await runRows(ctx.actor, ctx.db, run.id, filter, { limit: ROWS_AT_MOST, offset: 0 });
  const sheet = sheetOf(run, rows);
  const name = `Расчёт ${run.id}, ${run.year} год`;
  return sheetAnswer(sheet, name, params['format']);
}

function sheetOf(run: RunHead, rows: readonly RunRow[]): Sheet {
  const use = `${run.permittedUse}; не для рейтингов и не для оценки учителей`;
  return {
    name: 'Школы',
    title: `${run.methodology.title}, ${run.year} год. Разрешённое использование: ${use}. Отпечаток: ${run.hash ?? ''}`,
    columns: [
      { header: 'Логин' },
      { header: 'Школа' },
      { header: 'Муниципалитет' },
      { header: 'Статус' },
      { header: 'Вероятность', kind: 'number' },
      { header: 'Почему' },
      { header: 'Что изменило бы ответ' },
      { header: 'Разрешённое использование' },
    ],
    rows: rows.map(({ login, name, municipality, status, probability, reasons, nearest, note }) => [
      login,
      name,
      municipality,
      STATUS_WORDS[status].text,
      probability,
      reasons.map((reason) => `${reason.title}: ${reasonLong(reason)}`).join('\n') || note,
      nearest.map(({ change, effect }) => `${change} – ${effect}`).join('\n'),
      use,
    ]),
  };
}
