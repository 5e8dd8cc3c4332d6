/** A list as a file, with the filters of its page; every row says what it may be used for. */
import { insistUse } from '#kernel/permitted-use.ts';
import type { Sheet } from '#documents/write/sheet.ts';
import { oneOf } from '#web/list-address.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import type { ListHead, ListSchool } from '../queries/lists.ts';
import { listAt } from './parts/list-address.ts';
import { matching, STANDINGS, STANDING_WORDS, standingOf } from './parts/list-filter.ts';
import { reasonLong } from './parts/words.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const url = new URL(request.url);
  const {
    detail: { list, schools },
  } = await listAt(ctxOf(context), params);
  insistUse(list.permittedUses, 'support-programmes');
  const rows = matching(schools, {
    standing: oneOf(url, 'standing', STANDINGS),
    municipality: url.searchParams.get('municipality') ?? '',
    text: url.searchParams.get('text')?.trim() ?? '',
  });
  const sheet = sheetOf(list, rows);
  const name = `Список ${list.id}, ${list.year} год`;
  return sheetAnswer(sheet, name, params['format']);
}

function sheetOf(list: ListHead, rows: readonly ListSchool[]): Sheet {
  const use = `${list.permittedUse}; не для рейтингов и не для оценки учителей`;
  return {
    name: 'Список',
    title: `${list.title}. Разрешённое использование: ${use}`,
    columns: [
      { header: 'Муниципалитет' },
      { header: 'Школа' },
      { header: 'Логин' },
      { header: 'Положение' },
      { header: 'Решение' },
      { header: 'Вероятность', kind: 'number' },
      { header: 'Почему' },
      { header: 'В списке с', kind: 'date' },
      { header: 'Вышла', kind: 'date' },
      { header: 'Наблюдение до', kind: 'date' },
      { header: 'Разрешённое использование' },
    ],
    rows: rows.map((school) => [
      school.municipality,
      school.name,
      school.login,
      STANDING_WORDS[standingOf(school)].text,
      school.decisionReason,
      school.probability,
      school.reasons.map((reason) => `${reason.title}: ${reasonLong(reason)}`).join('\n'),
      school.enteredOn,
      school.leftOn,
      school.leftOn === null ? null : school.watchUntil,
      use,
    ]),
  };
}
