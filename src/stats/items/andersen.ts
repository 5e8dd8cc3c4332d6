/**
 * Andersen's likelihood-ratio test: are the difficulties the same in groups of persons?
 *
 *   LR = 2 (Σ_g log L_g − log L),   χ² with Σ_g (k − 1) − (k − 1) degrees of freedom
 *
 * Items that all or none solved in some group are left out of the whole comparison. Source: Andersen (1973), Psychometrika 38.
 */
import { chiSquareUpper } from '../distributions/gamma.ts';
import { StatsError } from '../errors.ts';
import { quantileOfSorted } from '../quantile.ts';
import { extremeItems, fitRasch, type RaschItems } from './rasch.ts';
import { rawScores, type Responses, selectResponses } from './responses.ts';

export type Andersen = {
  LR: number;
  df: number;
  p: number;
  /** Names of the items left out. */
  excluded: string[];
  groups: { name: string; persons: number; fit: RaschItems }[];
};

/** 'median': raw score ≤ median against above; 'mean': below the mean against the rest. */
export function splitByRawScore(responses: Responses, by: 'median' | 'mean'): string[] {
  const { raw } = rawScores(responses);
  if (by === 'median') {
    const middle = quantileOfSorted(Float64Array.from(raw).sort(), 0.5);
    return Array.from(raw, (one) => (one <= middle ? 'low' : 'high'));
  }
  const mean = raw.reduce((sum, one) => sum + one, 0) / raw.length;
  return Array.from(raw, (one) => (one < mean ? 'low' : 'high'));
}

/**
 * @param split the group of each person, at least two different
 * @throws StatsError lengthsDiffer, oneGroup, tooFew when fewer than two items can be compared
 */
export function andersenTest(responses: Responses, split: readonly string[]): Andersen {
  if (split.length !== responses.persons)
    throw new StatsError('lengthsDiffer', { split: split.length, persons: responses.persons });
  const names = [...new Set(split)];
  if (names.length < 2) throw new StatsError('oneGroup', { group: names[0] ?? '' });
  const members = names.map((name) => split.flatMap((one, person) => (one === name ? [person] : [])));
  const everyItem = responses.items.map((_, item) => item);
  const excluded = new Set(members.flatMap((persons) => extremeItems(selectResponses(responses, persons, everyItem))));
  const kept = everyItem.filter((item) => !excluded.has(item));
  if (kept.length < 2) throw new StatsError('tooFew', { items: kept.length });
  const everybody = Array.from({ length: responses.persons }, (_, person) => person);
  const whole = fitRasch(selectResponses(responses, everybody, kept));
  const groups = names.map((name, g) => {
    const persons = members[g] ?? [];
    return { name, persons: persons.length, fit: fitRasch(selectResponses(responses, persons, kept)) };
  });
  const LR = 2 * (groups.reduce((sum, { fit }) => sum + fit.logLik, 0) - whole.logLik);
  const df = (names.length - 1) * (kept.length - 1);
  return {
    LR,
    df,
    p: chiSquareUpper(LR, df),
    excluded: [...excluded].map((item) => responses.items[item] ?? ''),
    groups,
  };
}
