/** Shares: intervals for one, for a difference, for all schools at once; funnel limits. */
import { fitBetaBinomial, sharePosterior } from '#stats/shares/beta-binomial.ts';
import { funnel, type Overdispersion } from '#stats/shares/funnel.ts';
import { shareDifference, shareInterval, type ShareMethod } from '#stats/shares/intervals.ts';
import type { Random } from './random.ts';
import { holds, type Scenario, shareHeld, USUAL } from './scenario.ts';

const PUPILS = 60;
const CONSERVATIVE = [0.95, 0.99] as const;
const NEVER_BELOW = 'by construction never below the level, so somewhat above it';

export const SHARES: readonly Scenario[] = [
  ofOne('wilson'),
  ofOne('jeffreys'),
  ofOne('agresti-coull', [0.94, 0.98], 'slightly conservative near 0 and 1 (Brown, Cai & DasGupta 2001)'),
  ofOne('clopper-pearson', CONSERVATIVE, NEVER_BELOW),
  ofOne('wilson-continuity', CONSERVATIVE, NEVER_BELOW),
  {
    name: 'difference of two shares (Newcombe), 60 and 40 pupils',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const [p, q] = [0.05 + 0.9 * random.uniform(), 0.05 + 0.9 * random.uniform()];
      return holds(shareDifference(random.binomial(PUPILS, p), PUPILS, random.binomial(40, q), 40), p - q);
    },
  },
  {
    name: 'beta-binomial: shares of 200 schools of 10 … 60 pupils',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const n = sizes(random, 200);
      const truth = n.map(() => random.beta(3, 12));
      const x = n.map((size, j) => random.binomial(size, truth[j] as number));
      const prior = fitBetaBinomial(x, n);
      return shareHeld(
        Array.from(x, (one, j) => [sharePosterior(one, n[j] as number, prior), truth[j] as number] as const),
      );
    },
  },
  funnelLimits('none', 0, USUAL),
  funnelLimits('multiplicative', 0, USUAL),
  funnelLimits('multiplicative', 0.05, USUAL),
  funnelLimits('additive', 0.05, USUAL),
  funnelLimits('additive', 0.05, USUAL, 20),
];

/** The coverage of a share swings with p; what matters is its mean over p. */
function ofOne(method: ShareMethod, within: readonly [number, number] = USUAL, why?: string): Scenario {
  return {
    name: `${method}, ${PUPILS} pupils, share 0.03 … 0.97`,
    measure: 'coverage',
    within,
    ...(why === undefined ? {} : { why }),
    cheap: true,
    replicate(random) {
      const p = 0.03 + 0.94 * random.uniform();
      return holds(shareInterval(random.binomial(PUPILS, p), PUPILS, method), p);
    },
  };
}

/** 95 % limits hold 95 % of the schools where `spread` is the whole of their difference and is known to the limits. */
function funnelLimits(
  overdispersion: Overdispersion,
  spread: number,
  within: readonly [number, number],
  schools = 150,
): Scenario {
  return {
    name: `funnel limits, overdispersion ${overdispersion}, ${schools} schools differ by sd ${spread}`,
    measure: 'coverage',
    within,
    cheap: true,
    replicate(random) {
      const n = sizes(random, schools);
      const x = n.map((size) => random.binomial(size, Math.min(0.99, Math.max(0.01, 0.4 + spread * random.normal()))));
      const found = funnel(x, n, overdispersion);
      return shareHeld(found.schools.map(({ share }, j) => [found.limits(n[j] as number, 0.95), share] as const));
    },
  };
}

function sizes(random: Random, schools: number): Float64Array {
  return Float64Array.from({ length: schools }, () => 10 + Math.floor(51 * random.uniform()));
}
