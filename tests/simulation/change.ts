/** Trends of short series. */
import { trend } from '#stats/change/trend.ts';
import { FALSE_ALARMS, holds, type Scenario, USUAL } from './scenario.ts';

export const CHANGE: readonly Scenario[] = [
  ...[5, 10, 20].map(
    (n): Scenario => ({
      name: `Theil–Sen slope between ranks, ${n} years`,
      measure: 'coverage',
      within: USUAL,
      cheap: true,
      replicate(random) {
        const { interpolated } = trend(Float64Array.from({ length: n }, (_, t) => 0.2 * t + random.normal()));
        return interpolated === null ? 0 : holds(interpolated, 0.2);
      },
    }),
  ),
  {
    name: 'Theil–Sen slope by whole ranks, 5 years',
    measure: 'coverage',
    within: [0.97, 0.995],
    why: 'ten slopes: by whole ranks 98.3 % or 91.7 %, nothing between',
    cheap: true,
    replicate: (random) =>
      holds(trend(Float64Array.from({ length: 5 }, (_, t) => 0.2 * t + random.normal())).interval, 0.2),
  },
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
