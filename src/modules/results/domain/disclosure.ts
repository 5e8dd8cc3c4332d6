/** What may be shown of results, to whom, and with which words. */
import { PERMITTED_USES, type PermittedUse, usesInWords } from '#kernel/permitted-use.ts';
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

const OF_HELP: readonly PermittedUse[] = ['system-analysis', 'support-programmes', 'school-self-analysis'];

/** The same for programs: what the results of the assessment may be asked for. */
export function permittedUses(assessment: AssessmentKind): readonly PermittedUse[] {
  return permittedUse(assessment) === null ? PERMITTED_USES : OF_HELP;
}

/** The words that go with results of the assessment, whichever it is. */
export function permittedUseInWords(assessment: AssessmentKind): string {
  return permittedUse(assessment) ?? `Разрешённое использование: ${usesInWords(PERMITTED_USES)}.`;
}

type Counts = {
  n: number;
  absent: number;
  below: number | null;
  marks?: readonly number[] | null;
  /** Mean share of the work that was done, 0 … 1. */
  mean: number | null;
};

export type ShownCounts = {
  n: number | null;
  absent: number | null;
  below: number | null;
  belowPercent: number | null;
  marks: number[] | null;
  meanPercent: number | null;
  /** Something was hidden: a null then does not mean that it is unknown. */
  hidden: boolean;
};

/** The numbers of one school, percentages to a tenth; those that stand for a few pupils are left out, but for the school itself. */
export function shownCounts({ n, absent, below, marks = null, mean }: Counts, own: boolean): ShownCounts {
  const small = !own && isTooSmall(n);
  const hidesAbsent = small || (!own && isTooSmall(absent));
  const hidesBelow = small || (!own && below !== null && hidesCount(below, n));
  const hidesMarks = !own && marks !== null && (hidesBelow || marks.some((count) => hidesCount(count, n)));
  return {
    n: small ? null : n,
    absent: hidesAbsent ? null : absent,
    below: hidesBelow ? null : below,
    belowPercent: hidesBelow || below === null || n === 0 ? null : tenths(below / n),
    marks: hidesMarks || marks === null ? null : [...marks],
    meanPercent: small || mean === null ? null : tenths(mean),
    hidden: small || hidesAbsent || hidesBelow || hidesMarks,
  };
}

/** Percent to a tenth. */
export function tenths(share: number): number {
  return Math.round(share * 1000) / 10;
}

export function meanShare(sum: number, n: number, maximum: number): number | null {
  return n === 0 || maximum === 0 ? null : sum / n / maximum;
}
