import { issue, type Rule } from './place.ts';

/** ИТОГО against the sum of the rows. */
export const checkCourses: Rule = ({ reading }) =>
  reading.tables.flatMap((table, index) =>
    (['teachers', 'managers'] as const).flatMap((column) => {
      const stated = table.totals[column];
      const sum = table.rows.reduce((total, row) => total + (row[column] ?? 0), 0);
      if (stated === null || stated === sum) return [];
      const name = column === 'teachers' ? 'педагогов' : 'руководителей';
      const where = `таблица курсов ${index + 1}${table.title === null ? '' : ` «${table.title}»`}, ИТОГО`;
      return [
        issue(
          'warning',
          'totals-differ',
          where,
          `В строке ИТОГО ${name} ${stated}, а сумма по строкам ${sum}.`,
          'Проверьте числа в строках и итог.',
        ),
      ];
    }),
  );
