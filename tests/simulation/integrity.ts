/** Integrity: bunching, density, and the control of false discoveries over schools. */
import { normalUpper } from '#stats/distributions/normal.ts';
import { bunching, bunchingInterval, type Histogram } from '#stats/integrity/bunching.ts';
import { densityDiscontinuity } from '#stats/integrity/density.ts';
import { adjustFalseDiscovery, combineSigns } from '#stats/false-discovery.ts';
import { falseShare } from './items.ts';
import type { Random } from './random.ts';
import { FALSE_ALARMS, holds, type Scenario, USUAL } from './scenario.ts';

const SCHOOLS = 200;
const OPTIONS = { cut: 15, below: 2, above: 2, degree: 4 };
const MOVED = 40;

export const INTEGRITY: readonly Scenario[] = [
  {
    name: 'bunching: manipulated pupils, bootstrap interval',
    measure: 'coverage',
    within: USUAL,
    replicate: (random) =>
      holds(
        bunchingInterval(counts(random, MOVED), OPTIONS, {
          seed: 1 + Math.floor(1e6 * random.uniform()),
          replications: 199,
        }).manipulated,
        MOVED,
      ),
  },
  {
    name: 'bunching: z > 1.645 where nobody was moved',
    measure: 'rejections',
    within: [0, 0.1],
    why: 'z counts the chance in the window only, not that of the fitted curve: judge by placebo cuts',
    cheap: true,
    replicate: (random) => (bunching(counts(random, 0), OPTIONS).z > 1.645 ? 1 : 0),
  },
  {
    name: 'density at a cut where it is smooth, 1000 pupils, p ≤ 0.05',
    measure: 'rejections',
    within: [0.02, 0.08],
    why: 'the normal law is a limit',
    replicate: (random) => (densityDiscontinuity(random.normals(1000), { cut: 0.3 }).pValue <= 0.05 ? 1 : 0),
  },
  {
    name: 'Benjamini–Hochberg, 20 of 200 schools real',
    measure: 'false discoveries',
    within: [0, 0.05],
    cheap: true,
    replicate(random) {
      const adjusted = adjustFalseDiscovery(Float64Array.from({ length: SCHOOLS }, (_, j) => oneP(random, j < 20)));
      return falseShare(Array.from(adjusted, (p, j) => [p <= 0.05, j < 20]));
    },
  },
  {
    name: 'three signs of each school joined (Simes), 20 of 200 schools real',
    measure: 'false discoveries',
    within: [0, 0.05],
    cheap: true,
    replicate(random) {
      const signs = ['a', 'b', 'c'].map((name) => ({
        name,
        p: Float64Array.from({ length: SCHOOLS }, (_, j) => oneP(random, j < 20)),
      }));
      return falseShare(combineSigns(signs).map(({ suspicious }, j) => [suspicious, j < 20]));
    },
  },
  {
    name: 'any school suspicious where none is real, three signs that depend on each other',
    measure: 'rejections',
    within: FALSE_ALARMS,
    cheap: true,
    replicate(random) {
      const common = random.normals(SCHOOLS);
      const signs = ['a', 'b', 'c'].map((name) => ({
        name,
        p: common.map((one) => normalUpper(Math.SQRT1_2 * one + Math.SQRT1_2 * random.normal())),
      }));
      return combineSigns(signs).some(({ suspicious }) => suspicious) ? 1 : 0;
    },
  },
];

function oneP(random: Random, real: boolean): number {
  return normalUpper(random.normal() + (real ? 3 : 0));
}

/** Raw scores 0 … 30 of about 2000 pupils along a smooth curve; `moved` of them from just below the cut to just above. */
function counts(random: Random, moved: number): Histogram {
  const shape = Float64Array.from({ length: 31 }, (_, score) => {
    const expected = 20 + 1.6 * score * (30 - score) * 0.36;
    const change = score === 13 || score === 14 ? -moved / 2 : score === 15 || score === 16 ? moved / 2 : 0;
    return random.poisson(expected + change);
  });
  return { first: 0, counts: shape };
}
