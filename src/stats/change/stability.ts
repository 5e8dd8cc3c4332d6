/**
 * How much of the difference between schools stays from year to year.
 *
 * One-way random effects: y_jt = μ + u_j + e_jt with unequal numbers of years; variances by moments,
 * MSW = Σ(y − ȳ_j)² ÷ (N − J), MSB = Σ n_j(ȳ_j − ȳ)² ÷ (J − 1), n₀ = (N − Σn_j² ÷ N) ÷ (J − 1),
 * persistent = max(0, (MSB − MSW) ÷ n₀). Reliability of one year = persistent ÷ (persistent + MSW); of the mean of
 * k years = k r ÷ (1 + (k − 1) r) (Spearman–Brown). With known sampling variances the rest of MSW is transitory.
 * Source: Searle, Casella & McCulloch (1992), ch. 3; Kane & Staiger (2002), J. Econ. Perspect. 16(4).
 */
import { StatsError } from '../errors.ts';

export type Stability = {
  schools: number;
  /** School-years used. */
  observations: number;
  /** Correlation over the schools that have both years, pooled over all pairs of years this far apart. */
  correlations: { lag: number; pairs: number; correlation: number }[];
  /** Variances; `transitory` and `sampling` only where sampling variances are given. */
  variance: { persistent: number; yearly: number; transitory: number | null; sampling: number | null };
  reliability: { oneYear: number; threeYears: number };
};

/**
 * @param values years × schools: one Float64Array of length J for each year, NaN where a school has no result;
 *   common changes of a year are removed by its mean
 * @param samplingVariance the same shape, squared standard errors
 * @throws StatsError tooFew, lengthsDiffer, oneGroup, noVariance
 */
export function stability(values: readonly Float64Array[], samplingVariance?: readonly Float64Array[]): Stability {
  if (values.length < 2) throw new StatsError('tooFew', { years: values.length, minimum: 2 });
  const schools = (values[0] as Float64Array).length;
  for (const year of [...values, ...(samplingVariance ?? [])])
    if (year.length !== schools) throw new StatsError('lengthsDiffer', { length: year.length, expected: schools });
  const centred = values.map(centre);
  const counts = new Float64Array(schools);
  const means = new Float64Array(schools);
  let observations = 0;
  for (let j = 0; j < schools; j += 1) {
    const own = centred.map((year) => year[j] as number).filter(Number.isFinite);
    counts[j] = own.length;
    means[j] = own.length > 0 ? own.reduce((sum, value) => sum + value, 0) / own.length : 0;
    observations += own.length;
  }
  const present = counts.filter((count) => count > 0).length;
  if (present < 2) throw new StatsError('oneGroup', { schools: present });
  if (observations <= present) throw new StatsError('tooFew', { years: 'ни одна школа не встречается дважды' });

  const within = squaresWithin(centred, means) / (observations - present);
  const grand = means.reduce((sum, mean, j) => sum + mean * (counts[j] as number), 0) / observations;
  const squares = means.reduce((sum, mean, j) => sum + (counts[j] as number) * (mean - grand) ** 2, 0);
  const size = (observations - counts.reduce((sum, n) => sum + n * n, 0) / observations) / (present - 1);
  const persistent = Math.max(0, (squares / (present - 1) - within) / size);
  if (persistent + within === 0) throw new StatsError('noVariance');
  const oneYear = persistent / (persistent + within);
  const sampling = samplingVariance ? meanWherePresent(values, samplingVariance) : null;
  return {
    schools: present,
    observations,
    correlations: correlationsByLag(centred),
    variance: {
      persistent,
      yearly: within,
      transitory: sampling === null ? null : Math.max(0, within - sampling),
      sampling,
    },
    reliability: { oneYear, threeYears: reliabilityOfMean(oneYear, 3) },
  };
}

/** Spearman–Brown: reliability of the mean of k years from that of one. */
export function reliabilityOfMean(oneYear: number, years: number): number {
  return (years * oneYear) / (1 + (years - 1) * oneYear);
}

function centre(year: Float64Array): Float64Array {
  const present = year.filter(Number.isFinite);
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  return year.map((value) => value - mean);
}

function squaresWithin(years: readonly Float64Array[], means: Float64Array): number {
  let sum = 0;
  for (const year of years)
    for (let j = 0; j < year.length; j += 1)
      if (Number.isFinite(year[j])) sum += ((year[j] as number) - (means[j] as number)) ** 2;
  return sum;
}

function meanWherePresent(values: readonly Float64Array[], variances: readonly Float64Array[]): number {
  let sum = 0;
  let count = 0;
  values.forEach((year, t) => {
    year.forEach((value, j) => {
      const variance = variances[t]?.[j] ?? Number.NaN;
      if (!Number.isFinite(value)) return;
      if (!(variance >= 0))
        throw new StatsError('missingValues', { column: 'samplingVariance', year: t + 1, row: j + 1 });
      sum += variance;
      count += 1;
    });
  });
  return sum / count;
}

/** A lag without spread or without three pairs is left out. */
function correlationsByLag(years: readonly Float64Array[]) {
  return Array.from({ length: years.length - 1 }, (_, k) => k + 1).flatMap((lag) => {
    const pairs: [number, number][] = [];
    for (let t = 0; t + lag < years.length; t += 1)
      (years[t] as Float64Array).forEach((first, j) => {
        const second = years[t + lag]?.[j] as number;
        if (Number.isFinite(first) && Number.isFinite(second)) pairs.push([first, second]);
      });
    const correlation = pearson(pairs);
    return pairs.length < 3 || Number.isNaN(correlation) ? [] : [{ lag, pairs: pairs.length, correlation }];
  });
}

function pearson(pairs: readonly [number, number][]): number {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  return xy / Math.sqrt(xx * yy);
}
