/** What all designs tell alike: the estimate, its interval, and what they allow to say. */
import { normalUpper } from '#stats/distributions/normal.ts';
import { effectVerdict, type Verdict } from '#stats/effect/verdict.ts';
import type { Coefficient } from '#stats/linear/coefficients.ts';
import { figure, grid } from '../text.ts';
import type { Call } from '../verb.ts';

const VERDICTS: Record<Verdict, string> = {
  better: 'стало лучше',
  worse: 'стало хуже',
  noDifference: 'важной разницы нет',
  cannotTellYet: 'пока нельзя сказать',
};

export type Found = { estimate: number; se: number; low: number; high: number; p: number };

/** For estimates with a normal law. */
export function withNormalP<T extends { estimate: number; se: number }>(found: T): T & { p: number } {
  return { ...found, p: 2 * normalUpper(Math.abs(found.estimate / found.se)) };
}

export function verdictOf(call: Call, { low, high }: Found): { verdict: Verdict } {
  return { verdict: effectVerdict({ low, high }, call.number('important') ?? 0) };
}

export function effectText(call: Call, found: Found): string {
  const { verdict } = verdictOf(call, found);
  return `Эффект ${figure(found.estimate)}, от ${figure(found.low)} до ${figure(found.high)} (ошибка ${figure(found.se)}, p ${figure(found.p)}). Вывод: ${VERDICTS[verdict]}.\n`;
}

export function coefficientGrid(coefficients: readonly Coefficient[]): string {
  return grid(
    ['', 'оценка', 'ошибка', 't', 'p', 'от', 'до'],
    coefficients.map((one) => [one.term, one.estimate, one.se, one.t, one.p, one.low, one.high]),
    60,
  );
}
