/** Trends of short series. */
import { trend } from '#stats/change/trend.ts';
import { FALSE_ALARMS, holds, type Scenario } from './scenario.ts';

export const CHANGE: readonly Scenario[] = [
  ...[5, 10, 20].map(
    (n): Scenario => ({
      name: `Theil–Sen slope, ${n} years`,
      measure: 'coverage',
      within: n < 8 ? [0.93, 1] : [0.94, 0.985],
      why: 'ranks are whole numbers: the interval states its own exact coverage, at least about the level',
      cheap: true,
      replicate(random) {
        const { interval } = trend(Float64Array.from({ length: n }, (_, t) => 0.2 * t + random.normal()));
        return holds(interval, 0.2);
      },
    }),
  ),
  {
    name: 'Mann–Kendall, exact p, 8 years without a trend',
    measure: 'rejections',
    within: FALSE_ALARMS,
    cheap: true,
    replicate(random) {
      const { test } = trend(random.normals(8));
      return test !== null && (test.exactP ?? test.p) <= 0.05 ? 1 : 0;
    },
  },
  {
    name: 'Mann–Kendall with ties, 12 years of whole numbers without a trend',
    measure: 'rejections',
    within: FALSE_ALARMS,
    cheap: true,
    replicate(random) {
      const y = Float64Array.from({ length: 12 }, () => Math.floor(5 * random.uniform()));
      if (y.every((one) => one === y[0])) return 0;
      return (trend(y).test?.p ?? 1) <= 0.05 ? 1 : 0;
    },
  },
];
