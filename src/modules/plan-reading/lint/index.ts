/** What a careful reader would ask the authors of the plan. Errors are only what could not be read. */
import type { Issue } from '#kernel/issue.ts';
import type { PlanReading } from '../contract.ts';
import type { RawMeasure } from '../layout/table-shape.ts';
import { checkContent } from './content.ts';
import { checkCourses } from './courses.ts';
import { checkDeadlines } from './deadlines.ts';
import { checkExecution } from './execution.ts';
import { checkNumbers } from './numbers.ts';
import { issue, type Rule } from './place.ts';
import { checkSchools } from './schools.ts';

const RULES: readonly Rule[] = [checkContent, checkDeadlines, checkNumbers, checkExecution, checkSchools, checkCourses];

export function lint(reading: PlanReading, raws: readonly RawMeasure[], acronyms: ReadonlySet<string>): Issue[] {
  if (reading.measures.length === 0) {
    return [
      issue(
        reading.tables.length > 0 ? 'warning' : 'error',
        'no-measures',
        'документ',
        'Мероприятий в документе не найдено.',
        'Проверьте, что загружен план: нужна таблица со столбцами «Мероприятие», «Срок», «Ответственный».',
      ),
      ...checkCourses({ reading, rows: [], acronyms }),
    ];
  }
  const rows = reading.measures.map((measure, index) => ({ measure, raw: raws[index] as RawMeasure }));
  return RULES.flatMap((rule) => rule({ reading, rows, acronyms }));
}
