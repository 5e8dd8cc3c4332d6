/** What the signs share: pupils enough to speak of, means, and leaving a sign out where a region is too small for it. */
import { StatsError } from '#stats/errors.ts';
import type { IntegrityWork, SchoolWork, Signal } from '../contract.ts';

/** Fewer pupils neither tell anything nor may be shown. */
export const FEWEST_PUPILS = 5;

/** What the region has for one kind of sign: a signal for each school that was tested. */
export type SignTest = Map<string, Signal>;

/** Works whose results schools themselves wrote down; state exams are marked elsewhere. */
export const isOwnWork = ({ assessment }: IntegrityWork): boolean => assessment !== 'ОГЭ' && assessment !== 'ЕГЭ';

export const meanShare = ({ n, sum }: SchoolWork, { maximum }: IntegrityWork): number => sum / n / maximum;

export function pupilSd({ n, sum, sumOfSquares }: Pick<SchoolWork, 'n' | 'sum' | 'sumOfSquares'>): number {
  return n > 1 ? Math.sqrt(Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1))) : Number.NaN;
}

export function regionMoments({ schools }: IntegrityWork): { n: number; sum: number; sumOfSquares: number } {
  const total = { n: 0, sum: 0, sumOfSquares: 0 };
  for (const { n, sum, sumOfSquares } of schools.values()) {
    total.n += n;
    total.sum += sum;
    total.sumOfSquares += sumOfSquares;
  }
  return total;
}

/** Too few schools, or nothing differs between them: the sign says nothing here. */
export function orNothing<T>(test: () => T): T | null {
  try {
    return test();
  } catch (error) {
    if (error instanceof StatsError) return null;
    throw error;
  }
}

export function allSchools(works: readonly IntegrityWork[]): string[] {
  return [...new Set(works.flatMap(({ schools }) => [...schools.keys()]))].sort();
}
