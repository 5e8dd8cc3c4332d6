/** The design of a linear model: an intercept, numeric columns, factors by treatment contrasts. */
import { StatsError } from './errors.ts';

export type Predictor =
  | { name: string; values: Float64Array }
  /** `codes` are indices into `levels`; the first level is the reference. */
  | { name: string; codes: Int32Array; levels: readonly string[] };

export type Design = {
  /** '(Intercept)', 'standLRT', 'sexM'. */
  terms: string[];
  /** One column of length n for each term. */
  columns: Float64Array[];
};

/** @throws StatsError lengthsDiffer, missingValues, constantPredictor */
export function designMatrix(predictors: readonly Predictor[], n: number): Design {
  const terms = ['(Intercept)'];
  const columns: Float64Array[] = [new Float64Array(n).fill(1)];
  for (const predictor of predictors) {
    if ('values' in predictor) {
      requireValues(predictor.name, predictor.values, n);
      if (isConstant(predictor.values)) throw new StatsError('constantPredictor', { predictor: predictor.name });
      terms.push(predictor.name);
      columns.push(predictor.values);
    } else {
      const { name, codes, levels } = predictor;
      if (codes.length !== n)
        throw new StatsError('lengthsDiffer', { predictor: name, length: codes.length, expected: n });
      if (levels.length < 2) throw new StatsError('constantPredictor', { predictor: name });
      for (let level = 1; level < levels.length; level += 1) {
        terms.push(`${name}${levels[level]}`);
        columns.push(Float64Array.from(codes, (code) => (code === level ? 1 : 0)));
      }
    }
  }
  return { terms, columns };
}

/** @throws StatsError noData, lengthsDiffer, missingValues (with the name of the column and the count) */
export function requireValues(name: string, values: Float64Array, n = values.length): void {
  if (values.length !== n) throw new StatsError('lengthsDiffer', { column: name, length: values.length, expected: n });
  if (n === 0) throw new StatsError('noData');
  let missing = 0;
  for (let i = 0; i < n; i += 1) if (!Number.isFinite(values[i] as number)) missing += 1;
  if (missing > 0) throw new StatsError('missingValues', { column: name, count: missing });
}

function isConstant(values: Float64Array): boolean {
  const first = values[0];
  return values.every((value) => value === first);
}
