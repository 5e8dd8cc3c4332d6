import type { Issue } from '#kernel/issue.ts';
import { parseDeadline } from '../deadlines/index.ts';
import { hasColumn, issue, placeOf, type Row, type Rule } from './place.ts';

export const checkDeadlines: Rule = ({ reading, rows }) => {
  const dated = rows.filter((row) => hasColumn(row, 'deadline', 'deadline-start', 'deadline-end', 'deadline-mark'));
  const issues = dated.flatMap((row) => checkOne(row, reading.period));
  if (rows.length > 0 && dated.length === 0) {
    issues.push(
      issue(
        'note',
        'deadline-column-missing',
        'таблица 1',
        'В документе нет столбца со сроками.',
        'Назначьте сроки после загрузки.',
      ),
    );
  }
  return issues;
};

function checkOne(row: Row, period: { from: string; to: string } | null): Issue[] {
  const { deadline } = row.measure;
  const where = placeOf(row, 'deadline');
  if (deadline.kind === 'unspecified') {
    return [
      issue(
        'warning',
        'deadline-missing',
        where,
        'Срок не указан.',
        'Укажите срок или уточните его у составителя плана.',
      ),
    ];
  }
  if (isReversed(deadline.text) || (deadline.from !== null && deadline.to !== null && deadline.from > deadline.to)) {
    return [
      issue(
        'warning',
        'deadline-reversed',
        where,
        `Начало срока «${deadline.text}» позже его конца.`,
        'Проверьте месяцы и годы.',
      ),
    ];
  }
  if (deadline.kind === 'unrecognised') {
    return [
      issue(
        'warning',
        'deadline-unrecognised',
        where,
        `Срок «${deadline.text}» не распознан.`,
        'Впишите срок датой, месяцем, периодом или словами «в течение года».',
      ),
    ];
  }
  const { from, to } = deadline;
  if (period === null) return [];
  const startsOutside = from !== null && (from < period.from || from > period.to);
  const endsOutside = to !== null && (to > period.to || to < period.from);
  if (!startsOutside && !endsOutside) return [];
  const wholly = (from !== null && from > period.to) || (to !== null && to < period.from);
  return [
    wholly
      ? issue(
          'warning',
          'deadline-outside-period',
          where,
          `Срок «${deadline.text}» вне периода плана.`,
          'Проверьте год в сроке и период в названии плана.',
        )
      : issue(
          'note',
          'deadline-outside-period',
          where,
          `Срок «${deadline.text}» выходит за период плана.`,
          'Проверьте, так ли задумано.',
        ),
  ];
}

/** A range whose end comes before its beginning means nothing to the grammar; its halves still do. */
function isReversed(text: string): boolean {
  const halves = text.replace(/^с\s+/i, '').split(/\s*[–—-]\s*|\s+по\s+/);
  if (halves.length !== 2 || parseDeadline(text).kind !== 'unrecognised') return false;
  const [start, end] = halves.map(parseDeadline);
  return (start?.from ?? '') > (end?.to ?? '9');
}
