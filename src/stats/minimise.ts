/**
 * Unconstrained minimum of a smooth function of few variables: BFGS on central differences, then Newton steps on a
 * numerical Hessian, which bring the argument to about the square root of the function's own precision and beyond.
 * Source: Nocedal & Wright (2006), algorithms 6.1 and 3.1.
 */
import { factorise, solveLower, solveLowerTransposed } from './linear/cholesky.ts';

const GRADIENT_STEP = 1e-5;
const HESSIAN_STEP = 1e-3;
const MAXIMUM_STEPS = 200;

export type Minimum = { x: Float64Array; value: number; steps: number; converged: boolean };

export function minimise(
  f: (x: Float64Array) => number,
  start: Float64Array,
  options: { tolerance?: number } = {},
): Minimum {
  const n = start.length;
  const tolerance = options.tolerance ?? 1e-9;
  let x = Float64Array.from(start);
  let value = f(x);
  let gradient = centralGradient(f, x, GRADIENT_STEP);
  const h = identity(n);
  let steps = 0;
  for (; steps < MAXIMUM_STEPS; steps += 1) {
    const direction = multiply(h, gradient, n).map((one) => -one);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      h.set(identity(n));
      for (let i = 0; i < n; i += 1) direction[i] = -(gradient[i] as number);
      slope = -dot(gradient, gradient);
    }
    if (-slope < tolerance * tolerance * (1 + Math.abs(value))) break;
    const next = lineSearch(f, x, value, direction, slope);
    if (next === null) break;
    const nextGradient = centralGradient(f, next.x, GRADIENT_STEP);
    updateInverseHessian(h, subtract(next.x, x), subtract(nextGradient, gradient), n);
    x = next.x;
    value = next.value;
    gradient = nextGradient;
  }
  return polish(f, { x, value, steps, converged: steps < MAXIMUM_STEPS });
}

function lineSearch(
  f: (x: Float64Array) => number,
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
) {
  let step = 1;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const candidate = x.map((one, i) => one + step * (direction[i] as number));
    const candidateValue = f(candidate);
    if (candidateValue <= value + 1e-4 * step * slope) return { x: candidate, value: candidateValue };
    step /= 2;
  }
  return null;
}

/** Two Newton steps; each is kept only where the Hessian is positive definite and the value does not rise. */
function polish(f: (x: Float64Array) => number, found: Minimum): Minimum {
  const n = found.x.length;
  let { x, value } = found;
  for (let round = 0; round < 2; round += 1) {
    const hessian = centralHessian(f, x, HESSIAN_STEP);
    if (!factorise(hessian, n)) break;
    const step = richardsonGradient(f, x);
    solveLower(hessian, step, n);
    solveLowerTransposed(hessian, step, n);
    if (!step.every((one) => Math.abs(one) < 1e-2)) break;
    const next = subtract(x, step);
    const nextValue = f(next);
    if (nextValue > value + 1e-10 * (1 + Math.abs(value))) break;
    x = next;
    value = nextValue;
  }
  return { ...found, x, value };
}

function centralGradient(f: (x: Float64Array) => number, x: Float64Array, relative: number): Float64Array {
  const probe = Float64Array.from(x);
  return x.map((one, i) => {
    const step = relative * Math.max(1, Math.abs(one));
    probe[i] = one + step;
    const up = f(probe);
    probe[i] = one - step;
    const down = f(probe);
    probe[i] = one;
    return (up - down) / (2 * step);
  });
}

/** Central differences at two steps, extrapolated: the error falls to the fourth power of the step. */
function richardsonGradient(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  const wide = centralGradient(f, x, 2e-3);
  const narrow = centralGradient(f, x, 1e-3);
  return narrow.map((one, i) => (4 * one - (wide[i] as number)) / 3);
}

function centralHessian(f: (x: Float64Array) => number, x: Float64Array, relative: number): Float64Array {
  const n = x.length;
  const hessian = new Float64Array(n * n);
  const probe = Float64Array.from(x);
  const at = (i: number, di: number, j: number, dj: number) => {
    probe[i] = (probe[i] as number) + di;
    probe[j] = (probe[j] as number) + dj;
    const value = f(probe);
    probe.set(x);
    return value;
  };
  for (let i = 0; i < n; i += 1) {
    const a = relative * Math.max(1, Math.abs(x[i] as number));
    for (let j = 0; j <= i; j += 1) {
      const b = relative * Math.max(1, Math.abs(x[j] as number));
      const second = (at(i, a, j, b) - at(i, a, j, -b) - at(i, -a, j, b) + at(i, -a, j, -b)) / (4 * a * b);
      hessian[i * n + j] = second;
      hessian[j * n + i] = second;
    }
  }
  return hessian;
}

function updateInverseHessian(h: Float64Array, s: Float64Array, y: Float64Array, n: number): void {
  const sy = dot(s, y);
  if (!(sy > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  const hy = multiply(h, y, n);
  const factor = (1 + dot(y, hy) / sy) / sy;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const si = s[i] as number;
      const sj = s[j] as number;
      h[i * n + j] =
        (h[i * n + j] as number) + factor * si * sj - ((hy[i] as number) * sj + si * (hy[j] as number)) / sy;
    }
  }
}

function multiply(matrix: Float64Array, x: Float64Array, n: number): Float64Array {
  return x.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j += 1) sum += (matrix[i * n + j] as number) * (x[j] as number);
    return sum;
  });
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) matrix[i * n + i] = 1;
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((one, i) => one - (b[i] as number));
}
