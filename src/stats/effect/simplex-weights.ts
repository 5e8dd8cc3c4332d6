/**
 * Weights on the simplex (non-negative, summing to one) that make A·w close to b with a ridge:
 * minimise ζ² Σw² + Σ(A w − b)² ÷ rows, by Frank–Wolfe with an exact line search; then weights up to a quarter of the
 * largest are set to zero and the search runs again from there.
 * Source: Frank & Wolfe (1956); Arkhangelsky et al. (2021), Am. Econ. Rev. 111(12), and their R package synthdid.
 */
export type SimplexProblem = {
  /** Columns of A, each as long as b. */
  columns: readonly Float64Array[];
  target: Float64Array;
  zeta: number;
  /** Fit up to a constant: the means are taken out first. */
  intercept: boolean;
  /** Stop when the objective falls by less than the square of this. */
  leastFall: number;
  start?: Float64Array;
};

const STEPS_BEFORE_SPARSIFYING = 100;
const STEPS = 10_000;

export function simplexWeights(problem: SimplexProblem): Float64Array {
  const centre = problem.intercept ? withoutMean : (column: Float64Array) => column;
  const columns = problem.columns.map(centre);
  const target = centre(problem.target);
  const start = problem.start ?? new Float64Array(columns.length).fill(1 / columns.length);
  const rough = frankWolfe(columns, target, problem, start, STEPS_BEFORE_SPARSIFYING);
  return frankWolfe(columns, target, problem, sparsified(rough), STEPS);
}

function frankWolfe(
  columns: readonly Float64Array[],
  target: Float64Array,
  { zeta, leastFall }: SimplexProblem,
  start: Float64Array,
  steps: number,
): Float64Array {
  const rows = target.length;
  const state: State = {
    columns,
    ridge: rows * zeta * zeta,
    w: Float64Array.from(start),
    fitted: combination(columns, start, rows),
    fittedProducts: new Float64Array(columns.length),
    targetProducts: Float64Array.from(columns, (column) => dot(column, target)),
    vertexProducts: new Map(),
  };
  state.fittedProducts.set(columns.map((column) => dot(column, state.fitted)));
  let previous = Number.POSITIVE_INFINITY;
  let value = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps && (step < 2 || previous - value > leastFall * leastFall); step += 1) {
    moveTowardBestVertex(state, target);
    previous = value;
    value = zeta * zeta * dot(state.w, state.w) + squaredDistance(state.fitted, target) / rows;
  }
  return state.w;
}

/** Everything that moves with w, so that a step costs rows + columns, not their product. */
type State = {
  columns: readonly Float64Array[];
  ridge: number;
  w: Float64Array;
  /** A w. */
  fitted: Float64Array;
  /** Aᵀ A w. */
  fittedProducts: Float64Array;
  /** Aᵀ b. */
  targetProducts: Float64Array;
  /** Aᵀ a_k for the vertices visited. */
  vertexProducts: Map<number, Float64Array>;
};

function moveTowardBestVertex(state: State, target: Float64Array): void {
  const { columns, ridge, w, fitted, fittedProducts, targetProducts } = state;
  const size = w.length;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let along = 0;
  let length2 = 0;
  for (let k = 0; k < size; k += 1) {
    const weight = w[k] as number;
    const gradient = (fittedProducts[k] as number) - (targetProducts[k] as number) + ridge * weight;
    along += gradient * weight;
    length2 += weight * weight;
    if (gradient < least) [best, least] = [k, gradient];
  }
  const vertex = columns[best] as Float64Array;
  const slope = least - along;
  const curvature = squaredDistance(vertex, fitted) + ridge * (length2 + 1 - 2 * (w[best] as number));
  if (!(curvature > 0)) return;
  const step = Math.min(1, Math.max(0, -slope / curvature));
  const products = state.vertexProducts.get(best) ?? Float64Array.from(columns, (column) => dot(column, vertex));
  state.vertexProducts.set(best, products);
  for (let k = 0; k < size; k += 1) {
    w[k] = (w[k] as number) * (1 - step);
    fittedProducts[k] =
      (fittedProducts[k] as number) + step * ((products[k] as number) - (fittedProducts[k] as number));
  }
  w[best] = (w[best] as number) + step;
  for (let i = 0; i < target.length; i += 1)
    fitted[i] = (fitted[i] as number) + step * ((vertex[i] as number) - (fitted[i] as number));
}

function sparsified(w: Float64Array): Float64Array {
  const largest = w.reduce((most, weight) => Math.max(most, weight), 0);
  const kept = w.map((weight) => (weight <= largest / 4 ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return kept.map((weight) => weight / total);
}

function combination(columns: readonly Float64Array[], w: Float64Array, rows: number): Float64Array {
  const sum = new Float64Array(rows);
  columns.forEach((column, k) => {
    const weight = w[k] as number;
    for (let i = 0; i < rows; i += 1) sum[i] = (sum[i] as number) + weight * (column[i] as number);
  });
  return sum;
}

function withoutMean(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
}
