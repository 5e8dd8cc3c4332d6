/**
 * Logistic regression by Newton's method (iterated weighted least squares): P(y = 1) = 1 ÷ (1 + exp(−xb)).
 * Source: McCullagh & Nelder (1989), Generalized Linear Models, §4.4.
 */
import { StatsError } from '../errors.ts';
import { factorise, solveLower, solveLowerTransposed } from './cholesky.ts';

const MAXIMUM_STEPS = 50;
/** A linear predictor this large means that the columns tell the two kinds apart. */
const SEPARATED = 30;

/**
 * @param columns p columns of length n, the intercept among them
 * @param y 0 or 1, length n
 * @returns the linear predictor xb of each row
 * @throws StatsError collinear; notConverged where the columns separate the two kinds
 */
export function logisticScores(columns: readonly Float64Array[], y: Float64Array): Float64Array {
  const p = columns.length;
  const n = y.length;
  const b = new Float64Array(p);
  const eta = new Float64Array(n);
  for (let step = 0; step < MAXIMUM_STEPS; step += 1) {
    const gradient = new Float64Array(p);
    const information = new Float64Array(p * p);
    for (let i = 0; i < n; i += 1) {
      const chance = 1 / (1 + Math.exp(-(eta[i] as number)));
      const weight = chance * (1 - chance);
      for (let j = 0; j < p; j += 1) {
        const x = (columns[j] as Float64Array)[i] as number;
        gradient[j] = (gradient[j] as number) + x * ((y[i] as number) - chance);
        for (let k = 0; k <= j; k += 1)
          information[j * p + k] =
            (information[j * p + k] as number) + weight * x * ((columns[k] as Float64Array)[i] as number);
      }
    }
    if (!factorise(information, p)) throw new StatsError(step === 0 ? 'collinear' : 'notConverged');
    solveLower(information, gradient, p);
    const decrement = gradient.reduce((sum, one) => sum + one * one, 0);
    solveLowerTransposed(information, gradient, p);
    for (let j = 0; j < p; j += 1) b[j] = (b[j] as number) + (gradient[j] as number);
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < p; j += 1) sum += (b[j] as number) * ((columns[j] as Float64Array)[i] as number);
      eta[i] = sum;
    }
    if (eta.some((one) => !(Math.abs(one) < SEPARATED))) break;
    if (decrement < 1e-20 * n) return eta;
  }
  throw new StatsError('notConverged', { reason: 'столбцы разделяют две группы полностью' });
}
