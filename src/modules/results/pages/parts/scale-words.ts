import type { Certainty, Scale } from '#modules/assessments/index.ts';

export function certaintyWords(certainty: Certainty): string {
  if (certainty === 'official') return 'официальный текст';
  if (certainty === 'published') return 'по публикации';
  return 'со слов специалистов, проверьте';
}

/** The page of a scale names the procedure, so that a scale not yet entered has an address too. */
export function scaleAddress({
  kind,
  subject,
  paperGrade,
  year,
}: Pick<Scale, 'kind' | 'subject' | 'paperGrade' | 'year'>): string {
  const parameters = new URLSearchParams({ kind, subject, grade: String(paperGrade), year: String(year) });
  return `/results/reference/scale?${parameters}`;
}

export function workAddress({
  kind,
  subject,
  paperGrade,
  year,
}: Pick<Scale, 'kind' | 'subject' | 'paperGrade' | 'year'>): string {
  const parameters = new URLSearchParams({ kind, subject, grade: String(paperGrade), year: String(year) });
  return `/results/reference/works/entry?${parameters}`;
}

export const REFERENCE_CRUMB = { label: 'Шкалы и описания работ', to: '/results/reference' };
export const WORKS_CRUMB = { label: 'Описания работ', to: '/results/reference/works' };
export const WORK_STEPS = [{ label: 'Файл' }, { label: 'Что изменится' }, { label: 'Запись' }];
