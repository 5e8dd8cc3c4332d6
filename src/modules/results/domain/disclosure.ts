/** What may be shown of results, to whom, and with which words. */
import type { AssessmentKind } from '#modules/assessments/index.ts';

/** Fewer pupils could be recognised by those who know the class. */
export const SMALLEST_SHOWN = 5;

export function isTooSmall(pupils: number): boolean {
  return pupils > 0 && pupils < SMALLEST_SHOWN;
}

/** A number that stands for a few pupils is hidden; its complement would give it away, so it hides with it. */
export function hidesCount(count: number, of: number): boolean {
  return isTooSmall(of) || isTooSmall(count) || isTooSmall(of - count);
}

/** Stands wherever results of the assessment are shown, printed or exported. */
export function permittedUse(assessment: AssessmentKind): string | null {
  if (assessment === 'ВПР')
    return 'ВПР не предназначены для оценки школ и учителей. Результаты — для анализа состояния системы, программ поддержки и работы самой школы.';
  if (assessment === 'НИКО' || assessment === 'ДКР' || assessment === 'РТ')
    return 'Диагностика показывает, где нужна помощь. Для оценки школ и учителей её результаты не используют.';
  return null;
}
