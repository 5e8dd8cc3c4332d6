/**
 * Two groupings that cross: y = Xβ + Z₁b₁ + Z₂b₂ + e, `(1 | a) + (1 | b)` of lme4.
 *
 * The grouping with more levels has a diagonal block and is eliminated exactly; what is left is a dense Cholesky factor
 * of the order of the smaller grouping, so cost grows with the cube of the smaller and only linearly with the larger.
 * Source: Bates, Mächler, Bolker & Walker (2015), J. Stat. Softw. 67(1), §3; block elimination: Golub & Van Loan (2013), §4.5.
 */
import { StatsError } from '../errors.ts';
import { factorise, logDeterminantOfFactored, solveLower, solveLowerTransposed } from '../linear/cholesky.ts';
import { effect } from './group-effect.ts';
import { add, copy, crossProducts, groupSums, residualSum, subtractOuter, type Sums } from './group-sums.ts';
import type { Grouping } from './mixed-model.ts';
import type { RandomPart } from './random-part.ts';

/** A dense factor of this order takes some 100 MB. */
const LARGEST = 3500;

export function crossedIntercepts(
  first: Grouping,
  second: Grouping,
  x: readonly Float64Array[],
  y: Float64Array,
): RandomPart {
  const p = x.length;
  const swapped = first.levels.length < second.levels.length;
  const [many, few] = swapped ? [second, first] : [first, second];
  const q = few.levels.length;
  if (q > LARGEST) throw new StatsError('tooManyParameters', { group: few.name, levels: q, most: LARGEST });
  const totals = crossProducts(x, y);
  const sums = [groupSums(many.codes, many.levels.length, x, y), groupSums(few.codes, q, x, y)] as const;
  const cells = cellsOf(many, few);
  /** θ in the order of the input: of the many, of the few. */
  const ordered = ([a = 0, b = 0]: Float64Array) => (swapped ? ([b, a] as const) : ([a, b] as const));

  /** The factor of what is left of the few, and 1 ÷ (θ² n + 1) of the many. */
  const eliminate = (t1: number, t2: number) => {
    const inverse = sums[0].count.map((n) => 1 / (t1 * t1 * n + 1));
    const l = new Float64Array(q * q);
    sums[1].count.forEach((n, b) => {
      l[b * q + b] = t2 * t2 * n + 1;
    });
    const weight = t1 * t1 * t2 * t2;
    cells.forEach(({ few: own, counts }, a) => {
      for (let i = 0; i < own.length; i += 1) {
        const scaled = weight * (inverse[a] as number) * (counts[i] as number);
        const row = (own[i] as number) * q;
        for (let j = 0; j <= i; j += 1) add(l, row + (own[j] as number), -scaled * (counts[j] as number));
      }
    });
    return { inverse, l, definite: factorise(l, q) };
  };
  /** θ₂ Z₂ᵀv − A₂₁ A₁₁⁻¹ θ₁ Z₁ᵀv for a column v given by its sums. */
  const reducedSide = (
    t1: number,
    t2: number,
    inverse: Float64Array,
    one: (a: number) => number,
    two: (b: number) => number,
  ) => {
    const side = Float64Array.from({ length: q }, (_, b) => t2 * two(b));
    cells.forEach(({ few: own, counts }, a) => {
      const pull = t1 * t1 * t2 * (inverse[a] as number) * one(a);
      for (let i = 0; i < own.length; i += 1) add(side, own[i] as number, -pull * (counts[i] as number));
    });
    return side;
  };
  const column = (own: Sums, k: number) => (j: number) => (k < p ? own.x[j * p + k] : own.y[j]) as number;

  return {
    parameters: 2,
    start: [0.5, 0.5],
    reduce(theta) {
      const [t1, t2] = ordered(theta);
      const out = copy(totals);
      const { inverse, l, definite } = eliminate(t1, t2);
      if (!definite) return { ...out, logDeterminant: Number.POSITIVE_INFINITY };
      const logDeterminant = logDeterminantOfFactored(l, q) - inverse.reduce((sum, one) => sum + Math.log(one), 0);
      inverse.forEach((one, a) => subtractOuter(out, sums[0].x, a * p, sums[0].y[a] as number, t1 * t1 * one, p));
      const sides = Array.from({ length: p + 1 }, (_, k) => {
        const side = reducedSide(t1, t2, inverse, column(sums[0], k), column(sums[1], k));
        solveLower(l, side, q);
        return side;
      });
      const row = new Float64Array(p + 1);
      for (let b = 0; b < q; b += 1) {
        for (let k = 0; k <= p; k += 1) row[k] = (sides[k] as Float64Array)[b] as number;
        subtractOuter(out, row, 0, row[p] as number, 1, p);
      }
      return { ...out, logDeterminant };
    },
    normalise: (theta) => theta.map(Math.abs),
    variances: ([a = 0, b = 0], residual) => [
      { group: first.name, term: '(Intercept)', term2: null, value: a * a * residual },
      { group: second.name, term: '(Intercept)', term2: null, value: b * b * residual },
    ],
    effects(theta, beta, scale, residual) {
      const [t1, t2] = ordered(theta);
      const { inverse, l } = eliminate(t1, t2);
      const one = (a: number) => residualSum(sums[0], a, beta, p);
      const few2 = reducedSide(t1, t2, inverse, one, (b) => residualSum(sums[1], b, beta, p));
      solveLower(l, few2, q);
      solveLowerTransposed(l, few2, q);
      const rows = rowsOfInverse(l, q);
      const [variance1, variance2] = [t1 * t1 * residual, t2 * t2 * residual];
      const manyRows = many.levels.map((id, a) => {
        const { few: own, counts } = cells[a] as Cell;
        const d = inverse[a] as number;
        let mode = t1 * one(a);
        // A₁₂ S⁻¹ A₂₁ at a is the squared length of L⁻¹ applied to row a.
        const shared = new Float64Array(q);
        own.forEach((b, i) => {
          const weight = t1 * t2 * (counts[i] as number);
          mode -= weight * (few2[b] as number);
          for (let k = b; k < q; k += 1) add(shared, k, weight * (rows[offset(k) + b] as number));
        });
        const spread = d + d * d * shared.reduce((sum, value) => sum + value * value, 0);
        return effect(id, sums[0].count[a] as number, scale * t1 * d * mode, variance1 * spread, variance1);
      });
      const fewRows = few.levels.map((id, b) => {
        let spread = 0;
        for (let k = b; k < q; k += 1) spread += (rows[offset(k) + b] as number) ** 2;
        return effect(id, sums[1].count[b] as number, scale * t2 * (few2[b] as number), variance2 * spread, variance2);
      });
      return swapped
        ? { [first.name]: fewRows, [second.name]: manyRows }
        : { [first.name]: manyRows, [second.name]: fewRows };
    },
  };
}

/** Levels of the smaller grouping that meet one of the larger, ascending, with the number of observations. */
type Cell = { few: Int32Array; counts: Float64Array };

function cellsOf(many: Grouping, few: Grouping): Cell[] {
  const meetings = many.levels.map(() => new Map<number, number>());
  many.codes.forEach((a, i) => {
    const own = meetings[a] as Map<number, number>;
    const b = few.codes[i] as number;
    own.set(b, (own.get(b) ?? 0) + 1);
  });
  return meetings.map((own) => {
    const ordered = [...own].sort(([a], [b]) => a - b);
    return { few: Int32Array.from(ordered, ([b]) => b), counts: Float64Array.from(ordered, ([, count]) => count) };
  });
}

function offset(row: number): number {
  return (row * (row + 1)) / 2;
}

/** L⁻¹ by rows, the lower triangle packed. */
function rowsOfInverse(l: Float64Array, q: number): Float64Array {
  const out = new Float64Array(offset(q));
  for (let i = 0; i < q; i += 1) {
    const at = offset(i);
    for (let k = 0; k < i; k += 1) {
      const factor = l[i * q + k] as number;
      if (factor === 0) continue;
      const from = offset(k);
      for (let j = 0; j <= k; j += 1) add(out, at + j, -factor * (out[from + j] as number));
    }
    const diagonal = l[i * q + i] as number;
    for (let j = 0; j < i; j += 1) out[at + j] = (out[at + j] as number) / diagonal;
    out[at + i] = 1 / diagonal;
  }
  return out;
}
