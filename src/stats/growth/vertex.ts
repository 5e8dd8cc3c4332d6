/**
 * A vertex of the quantile-regression polyhedron: p observations with residual 0, and the moves between vertices.
 * Mutable, because a move touches everything; used by quantile-regression.ts only.
 *
 * Pupils with the same priors share a row of the design. Whatever depends on the row alone — fitted values, rates along an
 * edge, the weight below the plane that the gradient needs — is kept for each distinct row, not for each pupil.
 */
import { StatsError } from '../errors.ts';
import { Basis } from './basis.ts';
import { rowProduct } from './row-product.ts';
import { weightedStop } from './weighted-stop.ts';

type Data = {
  /** Distinct rows, row-major. */
  x: Float64Array;
  /** The row of each observation; length n. */
  rows: Int32Array;
  y: Float64Array;
  weights: Float64Array;
  p: number;
};
type Edge = { k: number; direction: 1 | -1; slope: number };

const OPTIMALITY_TOLERANCE = 1e-9;
const MOVES_PER_PARAMETER = 2_000;
const SAMPLE = 600;

export class Vertex {
  readonly n: number;
  readonly p: number;
  private readonly data: Data;
  private readonly basis: Basis;
  private readonly inBasis: Uint8Array;
  private readonly b: Float64Array;
  /** Of all observations; kept exact for active ones, refreshed for the rest by residualsOfAll. */
  private readonly residuals: Float64Array;
  private readonly isActive: Uint8Array;
  private active: Int32Array;
  private activeCount = 0;
  /** Of each distinct row: its weight in all, and that of its observations below the plane. */
  private readonly weightOf: Float64Array;
  private readonly weightBelow: Float64Array;
  private readonly fitted: Float64Array;
  private readonly gradient: Float64Array;
  private readonly edge: Float64Array;
  /** Scratch: rates along the edge of active observations; the breakpoints, their gains and observations. */
  private rate = new Float64Array(0);
  private at = new Float64Array(0);
  private gain = new Float64Array(0);
  private where = new Int32Array(0);

  constructor(data: Data, basis: Int32Array) {
    const { x, rows, y, weights, p } = data;
    this.data = data;
    this.n = y.length;
    this.p = p;
    this.basis = new Basis(basis, x, rows, p);
    this.inBasis = new Uint8Array(this.n);
    for (const i of basis) this.inBasis[i] = 1;
    this.b = new Float64Array(p);
    this.residuals = new Float64Array(this.n);
    this.isActive = new Uint8Array(this.n);
    this.active = new Int32Array(0);
    const distinct = x.length / p;
    this.weightOf = new Float64Array(distinct);
    for (let i = 0; i < this.n; i += 1) add(this.weightOf, rows[i] as number, weights[i] as number);
    this.weightBelow = new Float64Array(distinct);
    this.fitted = new Float64Array(distinct);
    this.gradient = new Float64Array(p);
    this.edge = new Float64Array(p);
  }

  /** Coefficients of the plane through the basis for another right-hand side. */
  coefficientsFor(y: Float64Array): Float64Array {
    this.basis.factor();
    const b = new Float64Array(this.p);
    this.basis.writeSolution(y, b);
    return b;
  }

  /** Refreshes the residuals; observations not active that changed sides become active. Returns how many did. */
  residualsOfAll(): number {
    const { x, rows, y, weights, p } = this.data;
    const { b, residuals, isActive, fitted, weightBelow } = this;
    this.basis.factor();
    this.basis.writeSolution(y, b);
    for (let d = 0; d < fitted.length; d += 1) fitted[d] = rowProduct(x, d * p, b, p);
    let joined = 0;
    for (let i = 0; i < this.n; i += 1) {
      const row = rows[i] as number;
      const r = (y[i] as number) - (fitted[row] as number);
      if (r < 0 !== (residuals[i] as number) < 0) {
        add(weightBelow, row, r < 0 ? (weights[i] as number) : -(weights[i] as number));
        if (isActive[i] === 0) {
          isActive[i] = 1;
          joined += 1;
        }
      }
      residuals[i] = r;
    }
    for (const i of this.basis.members) {
      if ((residuals[i] as number) < 0) add(weightBelow, rows[i] as number, -(weights[i] as number));
      residuals[i] = 0;
    }
    return joined;
  }

  /** The observations nearest to the plane, about `count` of them, found without sorting. */
  activateNear(count: number): void {
    const band = nearestBand(this.residuals, count);
    for (let i = 0; i < this.n; i += 1) this.isActive[i] = Math.abs(this.residuals[i] as number) <= band ? 1 : 0;
    this.collectActive();
  }

  /** Observations that were taken by their sign but lie on the other side now; returns how many joined. */
  activateCrossed(): number {
    const joined = this.residualsOfAll();
    if (joined > 0) this.collectActive();
    return joined;
  }

  /** Moves along edges until none goes down, for the active observations with the others fixed on their sides. */
  descend(tau: number): void {
    this.gradientAt(tau);
    for (let moves = 0; ; moves += 1) {
      if (moves > MOVES_PER_PARAMETER * this.p) throw new StatsError('notConverged', { tau });
      const chosen = this.steepestEdge(tau);
      if (chosen === null) return;
      this.basis.writeEdge(chosen.k, chosen.direction, this.edge);
      if (this.move(tau, chosen)) continue;
      // The edge leaves all active observations behind: those on a wrong side join first, then those that it meets.
      if (this.activateCrossed() === 0) this.activateAlong(-chosen.slope);
      this.gradientAt(tau);
    }
  }

  /** Σ w ψ(r) x over the observations outside the basis; one in the basis has residual 0 and counts as above. */
  private gradientAt(tau: number): void {
    const { x, rows, weights, p } = this.data;
    const { gradient, weightOf, weightBelow } = this;
    gradient.fill(0);
    for (let d = 0; d < weightOf.length; d += 1)
      addRow(gradient, x, d, p, tau * (weightOf[d] as number) - (weightBelow[d] as number));
    for (const i of this.basis.members) addRow(gradient, x, rows[i] as number, p, -tau * (weights[i] as number));
  }

  /** Activates the observations that the edge meets until the slope is used up. */
  private activateAlong(needed: number): void {
    const { x, rows, weights, p } = this.data;
    const at = new Float64Array(this.n);
    const gain = new Float64Array(this.n);
    const where = new Int32Array(this.n);
    let count = 0;
    for (let i = 0; i < this.n; i += 1) {
      const a = rowProduct(x, (rows[i] as number) * p, this.edge, p);
      const r = this.residuals[i] as number;
      if (r * a >= 0 || this.inBasis[i]) continue;
      at[count] = -r / a;
      gain[count] = (weights[i] as number) * Math.abs(a);
      where[count] = i;
      count += 1;
    }
    const stop = weightedStop(at, gain, where, count, needed);
    if (stop === null) throw new StatsError('notConverged', { reason: 'unbounded' });
    const last = at[stop] as number;
    for (let m = 0; m < count; m += 1) if ((at[m] as number) <= last) this.isActive[where[m] as number] = 1;
    this.collectActive();
  }

  /** The member of the basis whose release lowers the objective fastest, per unit of its own residual. */
  private steepestEdge(tau: number): Edge | null {
    const { weights, p } = this.data;
    const { inverse, members } = this.basis;
    let best: Edge | null = null;
    let bestScore = OPTIMALITY_TOLERANCE;
    for (let k = 0; k < p; k += 1) {
      let along = 0;
      let length = 0;
      for (let j = 0; j < p; j += 1) {
        const c = inverse[j * p + k] as number;
        along += (this.gradient[j] as number) * c;
        length += c * c;
      }
      const w = weights[members[k] as number] as number;
      const up = w * tau + along;
      const down = w * (1 - tau) - along;
      const slope = Math.min(up, down);
      if (slope >= -OPTIMALITY_TOLERANCE * w) continue;
      const score = -slope / Math.sqrt(1 + length);
      if (score > bestScore) {
        bestScore = score;
        best = { k, direction: up < down ? 1 : -1, slope };
      }
    }
    return best;
  }

  private move(tau: number, { k, direction, slope }: Edge): boolean {
    const { weights } = this.data;
    const { active, activeCount, rate, at, gain, where, residuals } = this;
    this.ratesOfActive();
    // Breakpoints: where an active observation meets the plane. Passing one adds w·|rate| to the slope.
    let count = 0;
    for (let m = 0; m < activeCount; m += 1) {
      const i = active[m] as number;
      const r = residuals[i] as number;
      const a = rate[m] as number;
      if (r * a < 0) {
        at[count] = -r / a;
        gain[count] = (weights[i] as number) * Math.abs(a);
        where[count] = i;
        count += 1;
      }
    }
    // Within half the tolerance of optimality a slope counts as flat, so that ties of the objective stop at their first
    // vertex whatever the order in which the gains are added.
    const leavingWeight = weights[this.basis.members[k] as number] as number;
    const stop = weightedStop(at, gain, where, count, -slope - 0.5 * OPTIMALITY_TOLERANCE * leavingWeight);
    if (stop === null) return false;
    this.step(tau, at[stop] as number, where[stop] as number, { k, direction });
    return true;
  }

  /** Rates of the active observations along the edge, by distinct row where rows are fewer. */
  private ratesOfActive(): void {
    const { x, rows, p } = this.data;
    const { active, activeCount, rate, edge, fitted, inBasis } = this;
    const byRow = fitted.length < activeCount;
    // Between two refreshes nobody reads the fitted values: their array holds the rates.
    if (byRow) for (let d = 0; d < fitted.length; d += 1) fitted[d] = rowProduct(x, d * p, edge, p);
    for (let m = 0; m < activeCount; m += 1) {
      const i = active[m] as number;
      const row = rows[i] as number;
      // A member of the basis stays in the plane; its own leaving is written by hand.
      if (inBasis[i]) rate[m] = 0;
      else rate[m] = byRow ? (fitted[row] as number) : rowProduct(x, row * p, edge, p);
    }
  }

  /** Goes `length` along the edge to where `entering` meets the plane: residuals, gradient, basis. */
  private step(tau: number, length: number, entering: number, { k, direction }: Pick<Edge, 'k' | 'direction'>): void {
    const { x, rows, weights, p } = this.data;
    const { active, activeCount, rate, residuals, gradient, weightBelow } = this;
    const enteringBelow = (residuals[entering] as number) < 0;
    for (let m = 0; m < activeCount; m += 1) {
      const i = active[m] as number;
      const r = residuals[i] as number;
      const next = r + length * (rate[m] as number);
      residuals[i] = next;
      if (r < 0 === next < 0 || i === entering) continue;
      const change = next < 0 ? (weights[i] as number) : -(weights[i] as number);
      const row = rows[i] as number;
      add(weightBelow, row, change);
      addRow(gradient, x, row, p, -change);
    }
    const enteringRow = rows[entering] as number;
    const enteringWeight = weights[entering] as number;
    residuals[entering] = 0;
    addRow(gradient, x, enteringRow, p, -enteringWeight * (enteringBelow ? tau - 1 : tau));
    if (enteringBelow) add(weightBelow, enteringRow, -enteringWeight);
    const leaving = this.basis.members[k] as number;
    const leavingRow = rows[leaving] as number;
    const leavingWeight = weights[leaving] as number;
    residuals[leaving] = direction * length;
    addRow(gradient, x, leavingRow, p, leavingWeight * (direction > 0 ? tau : tau - 1));
    if (direction < 0) add(weightBelow, leavingRow, leavingWeight);
    this.inBasis[entering] = 1;
    this.inBasis[leaving] = 0;
    this.basis.exchange(k, entering);
  }

  private collectActive(): void {
    for (const i of this.basis.members) this.isActive[i] = 1;
    let count = 0;
    for (const one of this.isActive) count += one;
    if (this.active.length < count) {
      this.active = new Int32Array(count);
      this.rate = new Float64Array(count);
      this.at = new Float64Array(count);
      this.gain = new Float64Array(count);
      this.where = new Int32Array(count);
    }
    this.activeCount = count;
    let m = 0;
    for (let i = 0; i < this.n; i += 1) if (this.isActive[i]) this.active[m++] = i;
  }
}

/** |r| of about the count-th nearest observation, from a sample: exactness does not matter here. */
function nearestBand(residuals: Float64Array, count: number): number {
  const n = residuals.length;
  if (count >= n) return Number.POSITIVE_INFINITY;
  const stride = Math.max(1, Math.floor(n / SAMPLE));
  const sample = new Float64Array(Math.ceil(n / stride));
  for (let s = 0; s < sample.length; s += 1) sample[s] = Math.abs(residuals[s * stride] as number);
  sample.sort();
  return sample[Math.min(sample.length - 1, Math.floor((count / n) * sample.length))] ?? Number.POSITIVE_INFINITY;
}

function addRow(target: Float64Array, x: Float64Array, row: number, p: number, factor: number): void {
  const start = row * p;
  for (let k = 0; k < p; k += 1) target[k] = (target[k] as number) + factor * (x[start + k] as number);
}

function add(array: Float64Array, at: number, value: number): void {
  array[at] = (array[at] as number) + value;
}
