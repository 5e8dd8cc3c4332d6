/**
 * A vertex of the quantile-regression polyhedron: p observations with residual 0, and the moves between vertices.
 * Mutable, because a move touches everything; used by quantile-regression.ts only.
 */
import { StatsError } from '../errors.ts';

type Data = { x: Float64Array; y: Float64Array; weights: Float64Array; p: number };

const OPTIMALITY_TOLERANCE = 1e-9;
const REFACTOR_EVERY = 40;
const MOVES_PER_PARAMETER = 2_000;

export class Vertex {
  readonly n: number;
  readonly p: number;
  private readonly data: Data;
  /** Rows with residual 0. */
  private readonly basis: Int32Array;
  private readonly inBasis: Uint8Array;
  /** Inverse of the basis rows, p × p row-major: column k moves basis row k. */
  private readonly inverse: Float64Array;
  private readonly b: Float64Array;
  /** Of all rows; kept exact for active ones, refreshed for the rest by residualsOfAll. */
  private readonly residuals: Float64Array;
  private active: Int32Array;
  private isActive: Uint8Array;
  private movesSinceFactoring = 0;
  /** Scratch, one place for each active row: its rate along the edge; the breakpoints, their gains and rows. */
  private rate = new Float64Array(0);
  private at = new Float64Array(0);
  private gain = new Float64Array(0);
  private where = new Int32Array(0);

  constructor(data: Data, basis: Int32Array) {
    this.data = data;
    this.n = data.y.length;
    this.p = data.p;
    this.basis = Int32Array.from(basis);
    this.inBasis = new Uint8Array(this.n);
    for (const i of basis) this.inBasis[i] = 1;
    this.inverse = new Float64Array(this.p * this.p);
    this.b = new Float64Array(this.p);
    this.residuals = new Float64Array(this.n);
    this.active = new Int32Array(0);
    this.isActive = new Uint8Array(this.n);
    this.factor();
  }

  /** Coefficients of the plane through the basis rows for another right-hand side. */
  coefficientsFor(y: Float64Array): Float64Array {
    this.factor();
    return this.solveBasis(y);
  }

  /** Refreshes the residuals; rows not active that changed sides become active. Returns how many did. */
  residualsOfAll(): number {
    this.factor();
    const { x, y, p } = this.data;
    const { b, residuals, isActive } = this;
    let joined = 0;
    let at = 0;
    for (let i = 0; i < this.n; i += 1) {
      let r = y[i] as number;
      for (let k = 0; k < p; k += 1) r -= (x[at + k] as number) * (b[k] as number);
      at += p;
      if (isActive[i] === 0 && r < 0 !== (residuals[i] as number) < 0) {
        isActive[i] = 1;
        joined += 1;
      }
      residuals[i] = r;
    }
    for (const i of this.basis) residuals[i] = 0;
    return joined;
  }

  /** The rows nearest to the plane, about `count` of them, found without sorting. */
  activateNear(count: number): void {
    const band = nearestBand(this.residuals, count);
    for (let i = 0; i < this.n; i += 1)
      this.isActive[i] = Math.abs(this.residuals[i] as number) <= band || this.inBasis[i] ? 1 : 0;
    this.collectActive();
  }

  /** Rows that were taken by their sign but lie on the other side now; returns how many joined. */
  activateCrossed(): number {
    const joined = this.residualsOfAll();
    if (joined > 0) this.collectActive();
    return joined;
  }

  /** Moves along edges until none goes down, for the active rows with the others fixed on their sides. */
  descend(tau: number): void {
    const { p } = this.data;
    const gradient = new Float64Array(p);
    this.gradientAt(tau, gradient);
    const edge = new Float64Array(p);
    for (let moves = 0; ; moves += 1) {
      if (moves > MOVES_PER_PARAMETER * p) throw new StatsError('notConverged', { tau });
      const chosen = this.steepestEdge(gradient, tau);
      if (chosen === null) return;
      for (let j = 0; j < p; j += 1) edge[j] = chosen.direction * (this.inverse[j * p + chosen.k] as number);
      if (this.move(tau, chosen, edge, gradient)) continue;
      // The edge leaves all active rows behind: rows on a wrong side join first, then those that the edge meets.
      if (this.activateCrossed() === 0) this.activateAlong(edge, -chosen.slope);
      this.gradientAt(tau, gradient);
    }
  }

  /** Σ w ψ(r) x over the rows outside the basis. */
  private gradientAt(tau: number, gradient: Float64Array): void {
    const { x, weights, p } = this.data;
    gradient.fill(0);
    for (let i = 0; i < this.n; i += 1) {
      if (this.inBasis[i]) continue;
      addRow(gradient, x, i, p, (weights[i] as number) * ((this.residuals[i] as number) < 0 ? tau - 1 : tau));
    }
  }

  /** Activates the rows that an edge meets until the slope is used up. */
  private activateAlong(edge: Float64Array, needed: number): void {
    const { x, weights, p } = this.data;
    const at = new Float64Array(this.n);
    const gain = new Float64Array(this.n);
    const where = new Int32Array(this.n);
    let count = 0;
    for (let i = 0; i < this.n; i += 1) {
      let a = 0;
      for (let j = 0; j < p; j += 1) a += (x[i * p + j] as number) * (edge[j] as number);
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

  /** The basis row whose release lowers the objective fastest, per unit of its own residual. */
  private steepestEdge(gradient: Float64Array, tau: number): { k: number; direction: 1 | -1; slope: number } | null {
    const { weights, p } = this.data;
    let best: { k: number; direction: 1 | -1; slope: number } | null = null;
    let bestScore = OPTIMALITY_TOLERANCE;
    for (let k = 0; k < p; k += 1) {
      let along = 0;
      let length = 0;
      for (let j = 0; j < p; j += 1) {
        const c = this.inverse[j * p + k] as number;
        along += (gradient[j] as number) * c;
        length += c * c;
      }
      const w = weights[this.basis[k] as number] as number;
      const up = w * tau + along;
      const down = w * (1 - tau) - along;
      const slope = Math.min(up, down);
      const score = -slope / Math.sqrt(1 + length);
      if (slope < -OPTIMALITY_TOLERANCE * w && score > bestScore) {
        bestScore = score;
        best = { k, direction: up < down ? 1 : -1, slope };
      }
    }
    return best;
  }

  private move(
    tau: number,
    { k, direction, slope }: { k: number; direction: 1 | -1; slope: number },
    edge: Float64Array,
    gradient: Float64Array,
  ): boolean {
    const { x, weights, p } = this.data;
    const { active, rate, at, gain, where, residuals, inBasis } = this;
    // Breakpoints: where an active row meets the plane. Passing one adds w·|rate| to the slope.
    let count = 0;
    for (let m = 0; m < active.length; m += 1) {
      const i = active[m] as number;
      let a = 0;
      const start = i * p;
      for (let j = 0; j < p; j += 1) a += (x[start + j] as number) * (edge[j] as number);
      rate[m] = a;
      const r = residuals[i] as number;
      if (r * a < 0 && !inBasis[i]) {
        at[count] = -r / a;
        gain[count] = (weights[i] as number) * Math.abs(a);
        where[count] = i;
        count += 1;
      }
    }
    const stop = weightedStop(at, gain, where, count, -slope);
    if (stop === null) return false;
    const step = at[stop] as number;
    const entering = where[stop] as number;
    const leaving = this.basis[k] as number;
    for (let m = 0; m < active.length; m += 1) {
      const i = active[m] as number;
      if (inBasis[i]) continue;
      const r = residuals[i] as number;
      const next = r + step * (rate[m] as number);
      residuals[i] = next;
      if (i !== entering && r < 0 !== next < 0) addRow(gradient, x, i, p, (weights[i] as number) * (next < 0 ? -1 : 1));
      if (i === entering) addRow(gradient, x, i, p, -(weights[i] as number) * (r < 0 ? tau - 1 : tau));
    }
    this.residuals[entering] = 0;
    this.residuals[leaving] = direction * step;
    addRow(gradient, x, leaving, p, (weights[leaving] as number) * (direction > 0 ? tau : tau - 1));
    for (let j = 0; j < p; j += 1) this.b[j] = (this.b[j] as number) - step * (edge[j] as number);
    this.exchange(k, entering, leaving);
    return true;
  }

  /** Puts `entering` into place k of the basis; a rank-one update of the inverse. */
  private exchange(k: number, entering: number, leaving: number): void {
    const { x, p } = this.data;
    this.basis[k] = entering;
    this.inBasis[entering] = 1;
    this.inBasis[leaving] = 0;
    this.movesSinceFactoring += 1;
    if (this.movesSinceFactoring >= REFACTOR_EVERY) {
      this.factor();
      return;
    }
    const products = new Float64Array(p);
    for (let c = 0; c < p; c += 1)
      for (let j = 0; j < p; j += 1)
        products[c] = (products[c] as number) + (x[entering * p + j] as number) * (this.inverse[j * p + c] as number);
    const pivot = products[k] as number;
    for (let j = 0; j < p; j += 1) {
      const scaled = (this.inverse[j * p + k] as number) / pivot;
      for (let c = 0; c < p; c += 1)
        if (c !== k) this.inverse[j * p + c] = (this.inverse[j * p + c] as number) - scaled * (products[c] as number);
      this.inverse[j * p + k] = scaled;
    }
  }

  /** The inverse of the basis rows afresh, by Gauss–Jordan with partial pivoting, and the plane through them. */
  private factor(): void {
    const { x, p } = this.data;
    const a = new Float64Array(p * p);
    const inverse = new Float64Array(p * p);
    for (let k = 0; k < p; k += 1) {
      for (let j = 0; j < p; j += 1) a[k * p + j] = x[(this.basis[k] as number) * p + j] as number;
      inverse[k * p + k] = 1;
    }
    for (let c = 0; c < p; c += 1) {
      let pivot = c;
      for (let r = c + 1; r < p; r += 1)
        if (Math.abs(a[r * p + c] as number) > Math.abs(a[pivot * p + c] as number)) pivot = r;
      swapRows(a, c, pivot, p);
      swapRows(inverse, c, pivot, p);
      const head = a[c * p + c] as number;
      for (let j = 0; j < p; j += 1) {
        a[c * p + j] = (a[c * p + j] as number) / head;
        inverse[c * p + j] = (inverse[c * p + j] as number) / head;
      }
      for (let r = 0; r < p; r += 1) {
        const factor = a[r * p + c] as number;
        if (r === c || factor === 0) continue;
        for (let j = 0; j < p; j += 1) {
          a[r * p + j] = (a[r * p + j] as number) - factor * (a[c * p + j] as number);
          inverse[r * p + j] = (inverse[r * p + j] as number) - factor * (inverse[c * p + j] as number);
        }
      }
    }
    this.inverse.set(inverse);
    this.movesSinceFactoring = 0;
    this.b.set(this.solveBasis(this.data.y));
  }

  private solveBasis(y: Float64Array): Float64Array {
    const b = new Float64Array(this.p);
    for (let j = 0; j < this.p; j += 1) {
      for (let k = 0; k < this.p; k += 1)
        b[j] = (b[j] as number) + (this.inverse[j * this.p + k] as number) * (y[this.basis[k] as number] as number);
    }
    return b;
  }

  private collectActive(): void {
    let count = 0;
    for (const one of this.isActive) count += one;
    const active = new Int32Array(count);
    let m = 0;
    for (let i = 0; i < this.n; i += 1) if (this.isActive[i]) active[m++] = i;
    this.active = active;
    if (this.rate.length < count) {
      this.rate = new Float64Array(count);
      this.at = new Float64Array(count);
      this.gain = new Float64Array(count);
      this.where = new Int32Array(count);
    }
  }
}

/**
 * The first breakpoint at which the slope, negative at the start, turns non-negative: a weighted quantile by quickselect.
 * Reorders the first `count` places of the three arrays; returns the place, or null when the gains never reach `needed`.
 */
function weightedStop(
  at: Float64Array,
  gain: Float64Array,
  where: Int32Array,
  count: number,
  needed: number,
): number | null {
  let low = 0;
  let high = count;
  let remaining = needed;
  while (low < high) {
    const pivot = at[(low + high) >> 1] as number;
    // [low, below) < pivot, [below, above) = pivot, [above, high) > pivot
    let below = low;
    let above = high;
    let sumBelow = 0;
    let sumSame = 0;
    for (let i = low; i < above; ) {
      const value = at[i] as number;
      if (value < pivot) {
        sumBelow += gain[i] as number;
        swapPlaces(at, gain, where, i, below);
        below += 1;
        i += 1;
      } else if (value > pivot) {
        above -= 1;
        swapPlaces(at, gain, where, i, above);
      } else {
        sumSame += gain[i] as number;
        i += 1;
      }
    }
    if (sumBelow >= remaining) high = below;
    else if (sumBelow + sumSame >= remaining) return below;
    else {
      remaining -= sumBelow + sumSame;
      low = above;
    }
  }
  return null;
}

function swapPlaces(at: Float64Array, gain: Float64Array, where: Int32Array, i: number, j: number): void {
  const heldAt = at[i] as number;
  const heldGain = gain[i] as number;
  const heldWhere = where[i] as number;
  at[i] = at[j] as number;
  gain[i] = gain[j] as number;
  where[i] = where[j] as number;
  at[j] = heldAt;
  gain[j] = heldGain;
  where[j] = heldWhere;
}

/** |r| of about the count-th nearest row, from a sample: exactness does not matter here. */
function nearestBand(residuals: Float64Array, count: number): number {
  const n = residuals.length;
  if (count >= n) return Number.POSITIVE_INFINITY;
  const stride = Math.max(1, Math.floor(n / 600));
  const sample = new Float64Array(Math.ceil(n / stride));
  for (let s = 0; s < sample.length; s += 1) sample[s] = Math.abs(residuals[s * stride] as number);
  sample.sort();
  return sample[Math.min(sample.length - 1, Math.floor((count / n) * sample.length))] ?? Number.POSITIVE_INFINITY;
}

function addRow(target: Float64Array, x: Float64Array, i: number, p: number, factor: number): void {
  const start = i * p;
  for (let k = 0; k < p; k += 1) target[k] = (target[k] as number) + factor * (x[start + k] as number);
}

function swapRows(matrix: Float64Array, a: number, b: number, p: number): void {
  if (a === b) return;
  for (let j = 0; j < p; j += 1) {
    const held = matrix[a * p + j] as number;
    matrix[a * p + j] = matrix[b * p + j] as number;
    matrix[b * p + j] = held;
  }
}
