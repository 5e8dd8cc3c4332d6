import type { Procedure } from '#modules/assessments/index.ts';
import type { ResultProcedure } from '#modules/results/index.ts';

export function procedureOf(one: ResultProcedure): Procedure {
  return {
    kind: one.assessment as Procedure['kind'],
    subject: one.subject as Procedure['subject'],
    year: one.year,
    round: one.round as Procedure['round'],
    paperGrade: one.paperGrade,
    pupilGrade: one.pupilGrade,
  };
}
