/**
 * Groups of similar schools: k-means on standardised variables, distance Euclidean in standard deviations.
 *
 * Start: the school nearest to the middle, then each time the one farthest from all chosen (Gonzalez 1985). Then single
 * moves while one lessens the sum of squares: n_a ÷ (n_a − 1) d²(i, a) > n_b ÷ (n_b + 1) d²(i, b). No randomness; no
 * group falls empty. Source: Hartigan (1975), Clustering Algorithms, ch. 4; Telgarsky & Vattani (2010).
 */
import { StatsError } from '../errors.ts';
import { standardise } from './social-index.ts';

export type SimilarSchools = {
  /** Group of each school, 0 … k − 1, numbered by the rising mean of the first variable. */
  groups: Int32Array;
  /** In the units of the variables. */
  centres: { n: number; means: number[] }[];
  /** Distance of each school to its centre, in standard deviations. */
  distances: Float64Array;
  /** Sum of squares within groups and its complement as a share of all. */
  within: number;
  explained: number;
};

const LEAST_GAIN = 1e-12;
const MAXIMUM_ROUNDS = 1000;

/**
 * @param variables columns of length J
 * @param k groups, 2 … J
 * @throws StatsError noData, outOfRange, missingValues, lengthsDiffer, constantPredictor, notConverged;
 *   tooFew (fewer different schools than groups)
 */
export function similarSchools(
  variables: readonly { name: string; values: Float64Array }[],
  k: number,
): SimilarSchools {
  const n = variables[0]?.values.length ?? 0;
  if (n === 0) throw new StatsError('noData');
  if (!(Number.isInteger(k) && k >= 2 && k <= n)) throw new StatsError('outOfRange', { groups: k, schools: n });
  const standard = variables.map(({ name, values }) => standardise(name, values, n));
  const points = Array.from({ length: n }, (_, i) => Float64Array.from(standard, ({ z }) => z[i] as number));
  const state = nearestStarts(points, farthestFirst(points, k));
  for (let round = 0; moveEach(points, state); round += 1)
    if (round === MAXIMUM_ROUNDS) throw new StatsError('notConverged', { rounds: round });

  const order = Array.from({ length: k }, (_, g) => g).sort((a, b) => compare(centre(state, a), centre(state, b)));
  const squares = points.map((point, i) => squaredDistance(point, centre(state, state.groups[i] as number)));
  const within = squares.reduce((sum, value) => sum + value, 0);
  return {
    groups: state.groups.map((group) => order.indexOf(group)),
    centres: order.map((group) => ({
      n: state.counts[group] as number,
      means: Array.from(
        centre(state, group),
        (z, v) => (standard[v]?.mean as number) + z * (standard[v]?.sd as number),
      ),
    })),
    distances: Float64Array.from(squares, Math.sqrt),
    within,
    explained: 1 - within / (variables.length * (n - 1)),
  };
}

type State = { groups: Int32Array; counts: Float64Array; sums: Float64Array[] };

/** Standardised points have their middle at zero. */
function farthestFirst(points: readonly Float64Array[], k: number): number[] {
  const middle = new Float64Array((points[0] as Float64Array).length);
  const fromMiddle = points.map((point) => squaredDistance(point, middle));
  const starts = [fromMiddle.indexOf(fromMiddle.reduce((a, b) => Math.min(a, b)))];
  const away = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  while (starts.length < k) {
    const last = points[starts.at(-1) as number] as Float64Array;
    points.forEach((point, i) => {
      away[i] = Math.min(away[i] as number, squaredDistance(point, last));
    });
    const farthest = away.indexOf(away.reduce((a, b) => Math.max(a, b)));
    if (away[farthest] === 0) throw new StatsError('tooFew', { different: starts.length, groups: k });
    starts.push(farthest);
  }
  return starts;
}

function nearestStarts(points: readonly Float64Array[], starts: readonly number[]): State {
  const size = (points[0] as Float64Array).length;
  const state: State = {
    groups: new Int32Array(points.length),
    counts: new Float64Array(starts.length),
    sums: starts.map(() => new Float64Array(size)),
  };
  points.forEach((point, i) => {
    const away = starts.map((start) => squaredDistance(point, points[start] as Float64Array));
    const group = away.indexOf(Math.min(...away));
    state.groups[i] = group;
    put(state, point, group, 1);
  });
  return state;
}

/** One round over all schools; false when no move lessens the sum of squares. */
function moveEach(points: readonly Float64Array[], state: State): boolean {
  let moved = false;
  points.forEach((point, i) => {
    const from = state.groups[i] as number;
    const size = state.counts[from] as number;
    if (size < 2) return;
    const gain = (size / (size - 1)) * squaredDistance(point, centre(state, from));
    let best = from;
    let cost = gain - LEAST_GAIN * (1 + gain);
    state.counts.forEach((count, group) => {
      if (group === from) return;
      const one = (count / (count + 1)) * squaredDistance(point, centre(state, group));
      if (one < cost) [best, cost] = [group, one];
    });
    if (best === from) return;
    put(state, point, from, -1);
    put(state, point, best, 1);
    state.groups[i] = best;
    moved = true;
  });
  return moved;
}

function put(state: State, point: Float64Array, group: number, sign: 1 | -1): void {
  state.counts[group] = (state.counts[group] as number) + sign;
  const sum = state.sums[group] as Float64Array;
  point.forEach((value, v) => {
    sum[v] = (sum[v] as number) + sign * value;
  });
}

function centre(state: State, group: number): Float64Array {
  const count = state.counts[group] as number;
  return (state.sums[group] as Float64Array).map((sum) => sum / count);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v += 1) sum += ((a[v] as number) - (b[v] as number)) ** 2;
  return sum;
}

function compare(a: Float64Array, b: Float64Array): number {
  const v = a.findIndex((value, i) => value !== b[i]);
  return v < 0 ? 0 : (a[v] as number) - (b[v] as number);
}
