/** A method, a world whose truth is known, and how often the method must be right in it. */
import type { Random } from './random.ts';

export type Scenario = {
  name: string;
  /**
   * coverage: share of intervals that hold the truth; rejections: share of tests that see what is not there; false
   * discoveries: mean share of false ones among those pointed at.
   */
  measure: 'coverage' | 'rejections' | 'false discoveries';
  within: readonly [number, number];
  /** Where the bounds are not the usual ones: why. */
  why?: string;
  /** Milliseconds a replication at most, so that some hundred fit a test run. */
  cheap?: true;
  /** One drawn world; the share in it (0 or 1 where there is one interval). */
  replicate: (random: Random) => number;
};

export const USUAL = [0.93, 0.97] as const;
export const FALSE_ALARMS = [0, 0.06] as const;

export type Interval = { low: number; high: number };

export function holds({ low, high }: Interval, truth: number): number {
  return low <= truth && truth <= high ? 1 : 0;
}

export function shareHeld(pairs: readonly (readonly [Interval, number])[]): number {
  return pairs.reduce((sum, [interval, truth]) => sum + holds(interval, truth), 0) / pairs.length;
}

export function aroundNormal(estimate: number, se: number): Interval {
  return { low: estimate - 1.959_964 * se, high: estimate + 1.959_964 * se };
}

export type Outcome = { scenario: Scenario; replications: number; value: number; se: number; passed: boolean };

/** The same seed gives the same worlds; each scenario has its own, so that one can be run alone. */
export function simulate(scenario: Scenario, replications: number, random: Random): Outcome {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < replications; i += 1) {
    const one = scenario.replicate(random);
    sum += one;
    squares += one * one;
  }
  const value = sum / replications;
  const [low, high] = scenario.within;
  return {
    scenario,
    replications,
    value,
    se: Math.sqrt(Math.max(0, squares / replications - value * value) / replications),
    passed: value >= low && value <= high,
  };
}
