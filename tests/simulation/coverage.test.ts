/** The cheap scenarios of `npm run simulate`, with fewer replications and always the same draws. */
import { expect, test } from 'vitest';
import { outcomeOf, SCENARIOS } from './index.ts';

const REPLICATIONS = 120;

test.each(SCENARIOS.filter(({ cheap }) => cheap).map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  (_, scenario) => {
    const { value, se } = outcomeOf(scenario, REPLICATIONS, 1);
    const [low, high] = scenario.within;
    // Fewer draws: the bounds are widened by the chance of that many.
    const slack = 2.6 * Math.max(se, Math.sqrt((0.05 * 0.95) / REPLICATIONS));
    expect(value).toBeGreaterThanOrEqual(low - slack);
    expect(value).toBeLessThanOrEqual(high + slack);
  },
);
