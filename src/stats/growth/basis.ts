/** The p observations that the plane goes through, and the inverse of their rows. Mutable; used by vertex.ts only. */

const REFACTOR_EVERY = 40;

export class Basis {
  /** Observation in each place. */
  readonly members: Int32Array;
  /** p × p, row-major: column k moves member k. */
  readonly inverse: Float64Array;
  private readonly x: Float64Array;
  private readonly rows: Int32Array;
  private readonly p: number;
  private readonly products: Float64Array;
  private exchanges = 0;

  /**
   * @param x distinct rows of the design, row-major
   * @param rows the row of each observation
   */
  constructor(members: Int32Array, x: Float64Array, rows: Int32Array, p: number) {
    this.members = Int32Array.from(members);
    this.x = x;
    this.rows = rows;
    this.p = p;
    this.inverse = new Float64Array(p * p);
    this.products = new Float64Array(p);
    this.factor();
  }

  /** Writes the plane through the members for a right-hand side over all observations. */
  writeSolution(y: Float64Array, b: Float64Array): void {
    const { p, inverse, members } = this;
    for (let j = 0; j < p; j += 1) {
      let sum = 0;
      for (let k = 0; k < p; k += 1) sum += (inverse[j * p + k] as number) * (y[members[k] as number] as number);
      b[j] = sum;
    }
  }

  /** The direction in which only the k-th member leaves the plane. */
  writeEdge(k: number, direction: 1 | -1, edge: Float64Array): void {
    for (let j = 0; j < this.p; j += 1) edge[j] = direction * (this.inverse[j * this.p + k] as number);
  }

  /** Puts an observation into place k by a rank-one update of the inverse. */
  exchange(k: number, entering: number): void {
    const { x, p, inverse, products } = this;
    this.members[k] = entering;
    this.exchanges += 1;
    if (this.exchanges >= REFACTOR_EVERY) {
      this.factor();
      return;
    }
    products.fill(0);
    const row = (this.rows[entering] as number) * p;
    for (let j = 0; j < p; j += 1) {
      const value = x[row + j] as number;
      for (let c = 0; c < p; c += 1) products[c] = (products[c] as number) + value * (inverse[j * p + c] as number);
    }
    const pivot = products[k] as number;
    for (let j = 0; j < p; j += 1) {
      const scaled = (inverse[j * p + k] as number) / pivot;
      for (let c = 0; c < p; c += 1)
        inverse[j * p + c] = (inverse[j * p + c] as number) - scaled * (products[c] as number);
      inverse[j * p + k] = scaled;
    }
  }

  /** The inverse afresh, by Gauss–Jordan with partial pivoting. */
  factor(): void {
    const { x, p, inverse } = this;
    const a = new Float64Array(p * p);
    inverse.fill(0);
    for (let k = 0; k < p; k += 1) {
      const row = (this.rows[this.members[k] as number] as number) * p;
      for (let j = 0; j < p; j += 1) a[k * p + j] = x[row + j] as number;
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
    this.exchanges = 0;
  }
}

function swapRows(matrix: Float64Array, a: number, b: number, p: number): void {
  if (a === b) return;
  for (let j = 0; j < p; j += 1) {
    const held = matrix[a * p + j] as number;
    matrix[a * p + j] = matrix[b * p + j] as number;
    matrix[b * p + j] = held;
  }
}
