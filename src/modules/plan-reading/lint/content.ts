import type { Issue } from '#kernel/issue.ts';
import { opening } from '../parties/starts.ts';
import { hasColumn, issue, placeOf, type Row, type Rule } from './place.ts';

export const checkContent: Rule = ({ rows }) => [
  ...checkColumns(rows),
  ...rows.flatMap((row) => [...checkText(row), ...checkResponsible(row), ...checkResults(row)]),
];

/** A table without a header is read by what stands in it; someone should confirm that. */
function checkColumns(rows: readonly Row[]): Issue[] {
  const guessed = new Set(
    rows.filter(({ raw }) => raw.columns.every(({ header }) => header === '')).map(({ raw }) => raw.table),
  );
  return [...guessed].map((table) =>
    issue(
      'note',
      'columns-guessed',
      `таблица ${table}`,
      'У таблицы нет заголовков; смысл столбцов определён по содержанию.',
      'Проверьте, что мероприятия, сроки и ответственные стоят на своих местах.',
    ),
  );
}

function checkText(row: Row): Issue[] {
  if (row.measure.text !== '') return [];
  return [
    issue(
      'error',
      'text-missing',
      placeOf(row, 'text'),
      'В строке нет текста мероприятия.',
      'Впишите мероприятие или удалите строку.',
    ),
  ];
}

function checkResponsible(row: Row): Issue[] {
  if (!hasColumn(row, 'responsible')) return [];
  const where = placeOf(row, 'responsible');
  const { responsible } = row.measure;
  if (responsible.length === 0) {
    return [issue('warning', 'responsible-missing', where, 'Ответственный не указан.', 'Назначьте ответственного.')];
  }
  return responsible
    .filter((party) => party.organisation === null && party.person === null && opening(party.text) === null)
    .map((party) =>
      issue(
        'note',
        'responsible-unknown',
        where,
        `Не понятно, кто это: «${party.text}».`,
        'Выберите организацию или должность из списка.',
      ),
    );
}

function checkResults(row: Row): Issue[] {
  if (!hasColumn(row, 'result') || row.measure.results.length > 0) return [];
  return [
    issue(
      'warning',
      'result-missing',
      placeOf(row, 'result'),
      'Ожидаемый результат не указан.',
      'Укажите документ, который подтвердит исполнение.',
    ),
  ];
}
