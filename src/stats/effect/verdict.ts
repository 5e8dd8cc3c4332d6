/**
 * What an interval allows to say about an effect: it helped, it harmed, it made no difference that matters, or
 * nothing yet. Source: equivalence by confidence intervals, Schuirmann (1987), J. Pharmacokinet. Biopharm. 15.
 */
import { StatsError } from '../errors.ts';

export type Verdict = 'better' | 'worse' | 'noDifference' | 'cannotTellYet';

/**
 * @param interval bounds in units of the outcome, where more is better
 * @param important the least difference that matters, 0 or more; with 0 «no difference» is never said
 * @throws StatsError outOfRange, missingValues
 */
export function effectVerdict(interval: { low: number; high: number }, important = 0): Verdict {
  const { low, high } = interval;
  if (!Number.isFinite(low) || !Number.isFinite(high)) throw new StatsError('missingValues', { low, high });
  if (!(low <= high) || !(important >= 0)) throw new StatsError('outOfRange', { low, high, important });
  if (-important < low && high < important) return 'noDifference';
  if (low > 0) return 'better';
  if (high < 0) return 'worse';
  return 'cannotTellYet';
}
