/** A description of a work as a table, with the headers that its reader knows; empty, it is the template. */
import type { Sheet } from '#documents/write/sheet.ts';
import { SUBJECTS } from '#modules/assessments/index.ts';
import { titleOf, type WorkContent, type WorkKey } from './works.ts';

const HEADERS = [
  'Класс',
  'Предмет',
  '№',
  'Проверяемые умения',
  'Уровень сложности',
  'Код КЭС',
  'Название КЭС',
  'Код КТ',
  'Название КТ',
  'Макс. балл',
  'Время, мин.',
];

export function workSheet(work: { of: WorkKey; content: WorkContent } | null): { name: string; sheet: Sheet } {
  const columns = HEADERS.map((header) => ({ header }));
  if (work === null) return { name: 'Описание работы. Шаблон', sheet: { name: 'Описание работы', columns, rows: [] } };
  const { of, content } = work;
  const words = (kind: 'КЭС' | 'КТ', codes: readonly string[]) => {
    const named = codes.map((code) => (content.topics[`${kind} ${code}`] ?? '').replaceAll(';', ','));
    return named.every((name) => name === '') ? null : named.join('; ');
  };
  return {
    name: `Описание работы. ${titleOf(of)}`,
    sheet: {
      name: 'Описание работы',
      columns,
      rows: content.items.map(({ name, skill, level, kes, kt, maximum, minutes }) => [
        of.paperGrade,
        SUBJECTS[of.subject],
        name,
        skill,
        level,
        kes.join('; '),
        words('КЭС', kes),
        kt.join('; '),
        words('КТ', kt),
        maximum,
        minutes,
      ]),
    },
  };
}
