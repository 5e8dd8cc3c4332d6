/** Sums per group, from which every criterion of the mixed model is made. */

export type Totals = { xx: Float64Array; xy: Float64Array; yy: number };

/** Sums per group: counts, Σx (groups × p) and Σy. */
export type Sums = { count: Float64Array; x: Float64Array; y: Float64Array };

export function groupSums(codes: Int32Array, groups: number, x: readonly Float64Array[], y: Float64Array): Sums {
  const p = x.length;
  const sums: Sums = { count: new Float64Array(groups), x: new Float64Array(groups * p), y: new Float64Array(groups) };
  for (let i = 0; i < y.length; i += 1) {
    const j = codes[i] as number;
    add(sums.count, j, 1);
    add(sums.y, j, y[i] as number);
  }
  for (let k = 0; k < p; k += 1) {
    const column = x[k] as Float64Array;
    for (let i = 0; i < y.length; i += 1) add(sums.x, (codes[i] as number) * p + k, column[i] as number);
  }
  return sums;
}

export function residualSum(sums: Sums, j: number, beta: Float64Array, p: number): number {
  let sum = sums.y[j] as number;
  for (let k = 0; k < p; k += 1) sum -= (sums.x[j * p + k] as number) * (beta[k] as number);
  return sum;
}

export function crossProducts(x: readonly Float64Array[], y: Float64Array): Totals {
  const p = x.length;
  const totals: Totals = { xx: new Float64Array(p * p), xy: new Float64Array(p), yy: 0 };
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      const value = dot(x[a] as Float64Array, x[b] as Float64Array);
      totals.xx[a * p + b] = value;
      totals.xx[b * p + a] = value;
    }
    totals.xy[a] = dot(x[a] as Float64Array, y);
  }
  totals.yy = dot(y, y);
  return totals;
}

export function copy(totals: Totals): Totals {
  return { xx: Float64Array.from(totals.xx), xy: Float64Array.from(totals.xy), yy: totals.yy };
}

export function subtractOuter(out: Totals, x: Float64Array, at: number, y: number, weight: number, p: number): void {
  for (let a = 0; a < p; a += 1) {
    const xa = weight * (x[at + a] as number);
    add(out.xy, a, -xa * y);
    for (let b = 0; b < p; b += 1) add(out.xx, a * p + b, -xa * (x[at + b] as number));
  }
  out.yy -= weight * y * y;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function add(array: Float64Array, at: number, value: number): void {
  array[at] = (array[at] as number) + value;
}
