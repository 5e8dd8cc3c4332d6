import type { Issue } from '#kernel/issue.ts';
import { issue, placeOf, type Row, type Rule } from './place.ts';

/** Duplicates and gaps among the numbers of one section (numbering may start anew in the next). */
export const checkNumbers: Rule = ({ rows }) => {
  const issues: Issue[] = [];
  const restored =
    rows.length > 1 &&
    rows.every(({ measure, raw }) => raw.number !== measure.number && measure.number === String(measure.position));
  if (restored && rows.every(({ raw }) => raw.columns.some(({ role }) => role === 'number'))) {
    issues.push(
      issue(
        'note',
        'numbers-restored',
        `таблица ${rows[0]?.raw.table}`,
        'Нумерация строк утрачена; номером стало место строки.',
        'Сверьте номера с утверждённым документом.',
      ),
    );
  }
  const seen = new Map<string, Row>();
  let before: Row | null = null;
  for (const row of rows) {
    const { number, section } = row.measure;
    if (number === null) continue;
    const key = `${row.raw.table}/${section}/${number}`;
    if (seen.has(key)) {
      issues.push(
        issue(
          'warning',
          'number-duplicate',
          placeOf(row, null),
          `Номер ${number} повторяется.`,
          'Исправьте номер, чтобы на строку можно было ссылаться.',
        ),
      );
    }
    seen.set(key, row);
    if (before !== null && before.raw.table === row.raw.table) issues.push(...gapBetween(before, row));
    before = row;
  }
  return issues;
};

function gapBetween(before: Row, row: Row): Issue[] {
  const a = (before.measure.number as string).split('.');
  const b = (row.measure.number as string).split('.');
  const last = Number(b.at(-1));
  const previous = Number(a.at(-1));
  const sameSeries = a.length === b.length && a.slice(0, -1).join('.') === b.slice(0, -1).join('.');
  if (!sameSeries || !(last > previous + 1)) return [];
  return [
    issue(
      'note',
      'number-gap',
      placeOf(row, null),
      `После номера ${before.measure.number} идёт ${row.measure.number}.`,
      'Проверьте, не пропущена ли строка.',
    ),
  ];
}
