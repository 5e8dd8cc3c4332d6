/**
 * Linear regression with absorbed fixed effects: of schools (within), or of schools and years (two ways).
 *
 * The first grouping is swept out by subtracting its means, the second enters as indicators, so that coefficients,
 * (XᵀX)⁻¹ and residuals are those of the full dummy regression (Frisch & Waugh 1933; Lovell 1963). k counts the
 * absorbed effects. Two ways with a treatment that starts at different times mixes effects of different age with
 * negative weights (Goodman-Bacon 2021): for that use comparisons cohort by cohort.
 * With clusters `se` and `t` are CR1 (or CR0) as in sandwich; the interval and p rest on CR2 and Satterthwaite's degrees of
 * freedom (bell-mccaffrey.ts), which hold with few clusters too.
 */
import { type Predictor, designMatrix, requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import { type LeastSquares, leastSquares } from '../linear/least-squares.ts';
import { bellMcCaffrey } from '../linear/bell-mccaffrey.ts';
import { type ClusterCorrection, clusterCovariance, countClusters } from '../linear/cluster-robust.ts';
import { type Coefficient, coefficientTable, type IntervalErrors } from '../linear/coefficients.ts';

export type FixedEffectsInput = {
  /** Length n. */
  outcome: Float64Array;
  predictors: readonly Predictor[];
  /** None: an ordinary regression with an intercept. Codes of length n, integers from 0 on; the second over years. */
  absorb: readonly [] | readonly [Int32Array] | readonly [Int32Array, Int32Array];
  /** Without it the errors are classical: independent, of one variance. */
  clusters?: { codes: Int32Array; correction: ClusterCorrection };
};

export type FixedEffects = {
  n: number;
  /** All estimated parameters, absorbed ones too. */
  parameters: number;
  clusters: number | null;
  coefficients: Coefficient[];
  /** Of the shown coefficients, p × p row-major. */
  covariance: Float64Array;
  /** Length n. */
  residuals: Float64Array;
  /** Residual variance rss ÷ (n − k). */
  residual: number;
};

const CONSTANT_WITHIN = 1e-10;
/** Of p³ × clusters: some seconds. */
const MOST_STEPS = 1e8;

/** @throws StatsError missingValues, lengthsDiffer, constantPredictor, noVariance, collinear, tooManyParameters, oneGroup */
export function fixedEffects({ outcome, predictors, absorb, clusters }: FixedEffectsInput): FixedEffects {
  const n = outcome.length;
  requireValues('outcome', outcome);
  for (const codes of absorb)
    if (codes.length !== n) throw new StatsError('lengthsDiffer', { absorb: codes.length, expected: n });
  const design = designMatrix(predictors, n);
  const [first, second] = absorb;
  const terms = first ? design.terms.slice(1) : design.terms;
  const shown = first ? design.columns.slice(1) : design.columns;
  const dummies = second ? indicators(second) : [];
  const sweep = (column: Float64Array) => (first ? withoutGroupMeans(column, first) : column);
  const swept = shown.map((column, j) => {
    const within = sweep(column);
    if (norm(within) <= CONSTANT_WITHIN * norm(column))
      throw new StatsError('constantPredictor', { predictor: terms[j] });
    return within;
  });
  const columns = [...dummies.map(sweep), ...swept];
  const names = [...dummies.map((_, j) => `absorb ${j + 2}`), ...terms];
  const parameters = columns.length + (first ? countClusters(first) : 0);
  if (n <= parameters) throw new StatsError('tooManyParameters', { observations: n, parameters });

  const response = sweep(outcome);
  if (norm(response) <= CONSTANT_WITHIN * norm(outcome)) throw new StatsError('noVariance', { column: 'outcome' });
  const fit = leastSquares(columns, response, names);
  const residual = fit.rss / (n - parameters);
  const full = clusters
    ? clusterCovariance(columns, fit.residuals, fit.inverse, clusters.codes, clusters.correction, parameters)
    : fit.inverse.map((value) => residual * value);
  const covariance = lastBlock(full, columns.length, terms.length);
  const groups = clusters ? countClusters(clusters.codes) : null;
  const intervals = clusters ? intervalErrors(columns, fit, clusters.codes, terms.length) : null;
  return {
    n,
    parameters,
    clusters: groups,
    coefficients: coefficientTable(
      terms,
      fit.coefficients.slice(dummies.length),
      covariance,
      groups === null ? n - parameters : groups - 1,
      { intervals },
    ),
    covariance,
    residuals: fit.residuals,
    residual,
  };
}

/** Of the last q coefficients; null where finding them would take longer than they are worth: there clusters are many. */
function intervalErrors(
  columns: readonly Float64Array[],
  { residuals, inverse }: LeastSquares,
  codes: Int32Array,
  q: number,
): IntervalErrors | null {
  const p = columns.length;
  if (p ** 3 * countClusters(codes) > MOST_STEPS) return null;
  const { se, degrees } = bellMcCaffrey(columns, residuals, inverse, codes);
  return { se: se.slice(p - q), degrees: degrees.slice(p - q) };
}

function withoutGroupMeans(column: Float64Array, codes: Int32Array): Float64Array {
  const size = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  codes.forEach((code, i) => {
    sums[code] = (sums[code] as number) + (column[i] as number);
    counts[code] = (counts[code] as number) + 1;
  });
  return column.map((value, i) => {
    const code = codes[i] as number;
    return value - (sums[code] as number) / (counts[code] as number);
  });
}

/** One column for each code but the least. */
function indicators(codes: Int32Array): Float64Array[] {
  const [, ...others] = [...new Set(codes)].sort((a, b) => a - b);
  return others.map((level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0)));
}

function norm(column: Float64Array): number {
  return Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
}

/** The lower right q × q part of a p × p matrix. */
function lastBlock(matrix: Float64Array, p: number, q: number): Float64Array {
  const block = new Float64Array(q * q);
  for (let i = 0; i < q; i += 1)
    for (let j = 0; j < q; j += 1) block[i * q + j] = matrix[(p - q + i) * p + (p - q + j)] as number;
  return block;
}
