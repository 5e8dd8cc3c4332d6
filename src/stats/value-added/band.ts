/**
 * The unshrunk band: a school's mean residual with its interval, in the categories of England's Progress 8.
 *
 * Mean residual r̄ ± z·s ÷ √n with s the standard deviation of the residuals of all pupils. Well below: r̄ < −T and the interval
 * wholly below 0; below: the interval wholly below 0; average: 0 inside; above and well above likewise. T is half a
 * grade in Progress 8. Source: Department for Education, Secondary accountability measures (2016 – 2024).
 *
 * «Average» swallows a third to two thirds of the schools, so a rank and a quintile stand beside it. Not shrunk: the
 * extremes are mostly small schools.
 */
import { requireValues } from '../design.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import type { Grouping } from './mixed-model.ts';

export type Band = 'well-above' | 'above' | 'average' | 'below' | 'well-below';
export type SchoolBand =
  | { id: string; n: number; suppressed: true }
  | {
      id: string;
      n: number;
      suppressed: false;
      mean: number;
      low: number;
      high: number;
      band: Band;
      /** 1 for the highest mean among the schools shown; equal means share the better rank. */
      rank: number;
      /** 1 (lowest fifth) … 5. */
      quintile: number;
    };
export type BandOptions = {
  /** T, in units of the residual. */
  far: number;
  /** Schools with fewer pupils are not shown. */
  smallest?: number;
  level?: number;
  /** Standard deviation of the whole population, where the residuals are only part of it. */
  sd?: number;
};

/**
 * @param residuals of the pupils from a model without school effects, length n
 * @throws StatsError missingValues, lengthsDiffer, outOfRange, oneGroup, noVariance
 */
export function residualBands(residuals: Float64Array, schools: Grouping, options: BandOptions): SchoolBand[] {
  const { far, smallest = 10, level = 0.95 } = options;
  requireValues('residual', residuals);
  if (schools.codes.length !== residuals.length) {
    throw new StatsError('lengthsDiffer', {
      column: schools.name,
      length: schools.codes.length,
      expected: residuals.length,
    });
  }
  if (!(far >= 0)) throw new StatsError('outOfRange', { far });
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  if (!(smallest >= 1)) throw new StatsError('outOfRange', { smallest });
  const sd = options.sd ?? deviation(residuals);
  if (!(sd > 0)) throw new StatsError('noVariance', { column: 'residual' });
  const sums = schools.levels.map((id) => ({ id, n: 0, sum: 0 }));
  schools.codes.forEach((code, i) => {
    const own = sums[code];
    if (!own) throw new StatsError('outOfRange', { [schools.name]: code });
    own.n += 1;
    own.sum += residuals[i] as number;
  });
  const present = sums.filter(({ n }) => n > 0);
  if (present.length < 2) throw new StatsError('oneGroup', { group: schools.name });
  const means = present.filter(({ n }) => n >= smallest).map(({ n, sum }) => sum / n);
  const z = normalQuantile(1 - (1 - level) / 2);
  return present.map(({ id, n, sum }) => {
    if (n < smallest) return { id, n, suppressed: true };
    const mean = sum / n;
    const half = (z * sd) / Math.sqrt(n);
    const lower = means.filter((other) => other < mean).length;
    return {
      id,
      n,
      suppressed: false,
      mean,
      low: mean - half,
      high: mean + half,
      band: bandOf(mean, half, far),
      rank: 1 + means.filter((other) => other > mean).length,
      quintile: 1 + Math.floor((5 * lower) / means.length),
    };
  });
}

function bandOf(mean: number, half: number, far: number): Band {
  if (mean - half > 0) return mean > far ? 'well-above' : 'above';
  if (mean + half < 0) return mean < -far ? 'well-below' : 'below';
  return 'average';
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
