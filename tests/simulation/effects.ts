/** Effects of support with a known truth. */
import { ancova } from '#stats/effect/ancova.ts';
import { differenceInDifferences } from '#stats/effect/difference-in-differences.ts';
import { fixedEffects } from '#stats/effect/fixed-effects.ts';
import { interruptedSeries } from '#stats/effect/interrupted-series.ts';
import { matching } from '#stats/effect/matching.ts';
import { regressionToMean } from '#stats/effect/regression-to-mean.ts';
import { holds, type Scenario, USUAL } from './scenario.ts';

const EFFECT = 0.5;

export const EFFECTS: readonly Scenario[] = [
  withClusters('ANCOVA', 40, USUAL),
  withClusters('ANCOVA', 10, USUAL),
  withClusters('DiD', 40, USUAL),
  twoWays(30, USUAL),
  twoWays(8, USUAL),
  series(0, 40),
  series(0.4, 40),
  series(0.4, 200),
  series(0.4, 12),
  ...(['mahalanobis', 'propensity'] as const).map(matched),
  {
    name: 'regression to the mean: true shift of the chosen third, reliability known, 120 schools',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const truth = random.normals(120);
      const noise = Math.sqrt(1 / 0.6 - 1);
      const before = truth.map((one) => one + noise * random.normal());
      const border = Float64Array.from(before).sort()[40] as number;
      const chosen = before.map((one) => (one < border ? 1 : 0));
      const after = truth.map((one, j) => one + noise * random.normal() + 0.1 + EFFECT * (chosen[j] as number));
      return holds(regressionToMean(before, after, chosen, 0.6), EFFECT);
    },
  },
];

/** Whole schools are supported, pupils of one school go together. */
function withClusters(design: 'ANCOVA' | 'DiD', schools: number, within: readonly [number, number]): Scenario {
  return {
    name: `${design}, errors by ${schools} schools of 20`,
    measure: 'coverage',
    within,
    cheap: true,
    replicate(random) {
      const n = schools * 20;
      const clusters = Int32Array.from({ length: n }, (_, i) => i % schools);
      const common = random.normals(schools).map((one) => 0.4 * one);
      const supported = Float64Array.from(clusters, (code) => code % 2);
      const noise = () => random.normal();
      if (design === 'ANCOVA') {
        const baseline = random.normals(n);
        const outcome = baseline.map(
          (one, i) =>
            0.6 * one + EFFECT * (supported[i] as number) + (common[clusters[i] as number] as number) + noise(),
        );
        return holds(ancova({ outcome, treated: supported, baseline, clusters }).effect, EFFECT);
      }
      const after = Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? 0 : 1));
      const drift = random.normals(schools).map((one) => 0.3 * one);
      const outcome = after.map((late, i) => {
        const code = clusters[i] as number;
        return (
          (common[code] as number) +
          late * (0.2 + (drift[code] as number) + EFFECT * (supported[i] as number)) +
          noise()
        );
      });
      return holds(differenceInDifferences({ outcome, supported, after, clusters }).effect, EFFECT);
    },
  };
}

/** A panel of schools over eight years, errors autocorrelated within a school. */
function twoWays(schools: number, within: readonly [number, number]): Scenario {
  return {
    name: `two-way fixed effects, ${schools} schools, 8 years`,
    measure: 'coverage',
    within,
    cheap: true,
    replicate(random) {
      const years = 8;
      const codes = Int32Array.from({ length: schools * years }, (_, i) => Math.floor(i / years));
      const period = Int32Array.from(codes, (_, i) => i % years);
      const treated = Float64Array.from(codes, (code, i) => (code % 2 === 1 && (period[i] as number) >= 4 ? 1 : 0));
      let error = 0;
      const outcome = treated.map((flag, i) => {
        error = period[i] === 0 ? random.normal() : 0.5 * error + Math.sqrt(0.75) * random.normal();
        return (codes[i] as number) / 10 + 0.1 * (period[i] as number) + EFFECT * flag + error;
      });
      const fit = fixedEffects({
        outcome,
        predictors: [{ name: 'treated', values: treated }],
        absorb: [codes, period],
        clusters: { codes, correction: 'CR1' },
      });
      return holds(fit.coefficients[0] ?? { low: 0, high: 0 }, EFFECT);
    },
  };
}

function series(rho: number, n: number): Scenario {
  return {
    name: `interrupted series, ${n} points, autocorrelation ${rho}`,
    measure: 'coverage',
    within: USUAL,
    ...(n < 20 ? { cheap: true } : {}),
    replicate(random) {
      let error = random.normal();
      const t = Float64Array.from({ length: n }, (_, i) => i);
      const y = t.map((moment) => {
        error = rho * error + Math.sqrt(1 - rho * rho) * random.normal();
        return 1 + 0.02 * moment + (moment >= n / 2 ? EFFECT : 0) + error;
      });
      const level = interruptedSeries(y, t, n / 2).coefficients.find(({ term }) => term === 'level');
      return holds(level ?? { low: 0, high: 0 }, EFFECT);
    },
  };
}

/** Support goes to schools by two traits that also decide the result. */
function matched(distance: 'mahalanobis' | 'propensity'): Scenario {
  return {
    name: `matching, ${distance}, 200 schools, a quarter supported`,
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const covariates = ['before', 'poverty'].map((name) => ({ name, values: random.normals(200) }));
      const [before, poverty] = covariates.map(({ values }) => values) as [Float64Array, Float64Array];
      const treated = before.map((one, i) => {
        const pull = 0.7 * (poverty[i] as number) - 0.7 * one - 1.3;
        return random.uniform() < 1 / (1 + Math.exp(-pull)) ? 1 : 0;
      });
      const outcome = before.map(
        (one, i) => 0.6 * one - 0.4 * (poverty[i] as number) + EFFECT * (treated[i] as number) + 0.5 * random.normal(),
      );
      return holds(matching({ outcome, treated, covariates, distance }), EFFECT);
    },
  };
}
