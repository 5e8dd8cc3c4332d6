/**
 * The Rasch model by conditional maximum likelihood: P(x = 1 | θ, β) = 1 ÷ (1 + exp(β − θ)), difficulties sum to zero.
 *
 *   log L = − Σ sᵢ βᵢ − Σ n_r log γ_r(ε),   ε = exp(−β),
 *
 * with γ_r the elementary symmetric functions, by the summation algorithm (Andersen 1972; Fischer 1974). First and second
 * derivatives come from running the summation backwards, so only positive numbers are added and no digits are lost.
 * Newton's method. Persons given other items (missing by design) form patterns with their own γ.
 */
import { factorise, inverseOfFactored } from '../linear/cholesky.ts';
import { StatsError } from '../errors.ts';
import { NOT_PRESENTED, requireResponses, type Responses } from './responses.ts';

export type RaschItems = {
  items: readonly string[];
  /** Difficulty βᵢ, logits, sum zero. */
  difficulty: Float64Array;
  /** Standard error of βᵢ under the sum-zero constraint. */
  se: Float64Array;
  /** Conditional log-likelihood at the optimum. */
  logLik: number;
  /** Free parameters: items − 1. */
  parameters: number;
};

/** Persons with the same presented items. */
type Pattern = { items: Int32Array; sums: Float64Array; counts: Float64Array };

const MAXIMUM_STEPS = 60;
const GRADIENT_TOLERANCE = 1e-9;

/**
 * @throws StatsError tooFew, outOfRange, lengthsDiffer; noVariance with the names of items that all or no persons solved;
 *   notConverged when the items fall apart into parts that no person joins
 */
export function fitRasch(responses: Responses): RaschItems {
  requireResponses(responses);
  const extreme = extremeItems(responses);
  if (extreme.length > 0)
    throw new StatsError('noVariance', { items: extreme.map((item) => responses.items[item] ?? '') });
  const patterns = patternsOf(responses);
  const k = responses.items.length;
  let beta = startingDifficulty(responses);
  let state = derivatives(patterns, beta, k);
  for (let step = 0; step < MAXIMUM_STEPS; step += 1) {
    if (largest(state.gradient) < GRADIENT_TOLERANCE * responses.persons) break;
    const direction = newtonStep(state.information, state.gradient, k);
    let length = 1;
    let next = moved(beta, direction, length);
    let nextState = derivatives(patterns, next, k);
    while (!(nextState.logLik >= state.logLik - 1e-9) && length > 1e-6) {
      length /= 2;
      next = moved(beta, direction, length);
      nextState = derivatives(patterns, next, k);
    }
    beta = next;
    state = nextState;
  }
  if (!(largest(state.gradient) < 1e-5 * responses.persons)) throw new StatsError('notConverged', {});
  const covariance = sumZeroInverse(state.information, k);
  return {
    items: responses.items,
    difficulty: beta,
    se: Float64Array.from({ length: k }, (_, i) => Math.sqrt(covariance[i * k + i] as number)),
    logLik: state.logLik,
    parameters: k - 1,
  };
}

/** Items that everybody, or nobody, solved of those to whom they were given. */
export function extremeItems({ values, persons, items }: Responses): number[] {
  const right = new Int32Array(items.length);
  const given = new Int32Array(items.length);
  for (let person = 0; person < persons; person += 1) {
    for (let item = 0; item < items.length; item += 1) {
      const value = values[person * items.length + item];
      if (value === NOT_PRESENTED) continue;
      given[item] = (given[item] as number) + 1;
      if (value === 1) right[item] = (right[item] as number) + 1;
    }
  }
  return items.map((_, item) => item).filter((item) => right[item] === 0 || right[item] === given[item]);
}

function patternsOf({ values, persons, items }: Responses): Pattern[] {
  const k = items.length;
  const patterns = new Map<string, Pattern>();
  const all = Int32Array.from(items, (_, item) => item);
  for (let person = 0; person < persons; person += 1) {
    const row = values.subarray(person * k, person * k + k);
    const complete = !row.includes(NOT_PRESENTED);
    const key = complete ? '' : row.map((value) => (value === NOT_PRESENTED ? 0 : 1)).join('');
    let pattern = patterns.get(key);
    if (!pattern) {
      const given = complete ? all : all.filter((item) => row[item] !== NOT_PRESENTED);
      pattern = { items: given, sums: new Float64Array(k), counts: new Float64Array(given.length + 1) };
      patterns.set(key, pattern);
    }
    let raw = 0;
    for (const item of pattern.items) {
      if (row[item] !== 1) continue;
      raw += 1;
      pattern.sums[item] = (pattern.sums[item] as number) + 1;
    }
    pattern.counts[raw] = (pattern.counts[raw] as number) + 1;
  }
  return [...patterns.values()];
}

function startingDifficulty({ values, persons, items }: Responses): Float64Array {
  const k = items.length;
  const beta = new Float64Array(k);
  for (let item = 0; item < k; item += 1) {
    let right = 0.5;
    let wrong = 0.5;
    for (let person = 0; person < persons; person += 1) {
      const value = values[person * k + item];
      if (value === 1) right += 1;
      else if (value === 0) wrong += 1;
    }
    beta[item] = Math.log(wrong / right);
  }
  return centred(beta);
}

type Derivatives = { logLik: number; gradient: Float64Array; information: Float64Array };

function derivatives(patterns: readonly Pattern[], beta: Float64Array, k: number): Derivatives {
  const out: Derivatives = { logLik: 0, gradient: new Float64Array(k), information: new Float64Array(k * k) };
  for (const pattern of patterns) addPattern(out, pattern, beta, k);
  return out;
}

function addPattern(out: Derivatives, { items, sums, counts }: Pattern, beta: Float64Array, k: number): void {
  const m = items.length;
  const epsilon = Float64Array.from(items, (item) => Math.exp(-(beta[item] as number)));
  const gamma = symmetricFunctions(epsilon, -1);
  const weight = new Float64Array(m + 1);
  for (let r = 0; r <= m; r += 1) {
    const count = counts[r] as number;
    if (count === 0) continue;
    out.logLik -= count * Math.log(gamma[r] as number);
    weight[r] = count / (gamma[r] as number);
  }
  const prefix = new Float64Array((m + 1) * (m + 1));
  const adjoint = new Float64Array(m + 2);
  // π[a, r]: probability to solve item a given the raw score r.
  const solved = new Float64Array(m * (m + 1));
  for (let a = 0; a < m; a += 1) {
    const item = items[a] as number;
    const without = symmetricFunctions(epsilon, a);
    let expected = 0;
    for (let r = 1; r <= m; r += 1) {
      const probability = ((epsilon[a] as number) * (without[r - 1] as number)) / (gamma[r] as number);
      solved[a * (m + 1) + r] = probability;
      expected += (counts[r] as number) * probability;
    }
    out.logLik -= (sums[item] as number) * (beta[item] as number);
    out.gradient[item] = (out.gradient[item] as number) + expected - (sums[item] as number);
    out.information[item * k + item] = (out.information[item * k + item] as number) + expected;
    addJoint(out.information, { items, epsilon, weight, prefix, adjoint }, a, k);
  }
  for (let a = 0; a < m; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let product = 0;
      for (let r = 1; r < m; r += 1)
        product += (counts[r] as number) * (solved[a * (m + 1) + r] as number) * (solved[b * (m + 1) + r] as number);
      product += counts[m] as number;
      const [i, j] = [items[a] as number, items[b] as number];
      out.information[i * k + j] = (out.information[i * k + j] as number) - product;
      if (i !== j) out.information[j * k + i] = (out.information[j * k + i] as number) - product;
    }
  }
}

type Joint = {
  items: Int32Array;
  epsilon: Float64Array;
  weight: Float64Array;
  prefix: Float64Array;
  adjoint: Float64Array;
};

/** Adds Σ_r n_r P(a and b solved | r) for all b ≠ a: the derivative of Σ w_r γ⁽ᵃ⁾_{r−1} by each ε, in one backward run. */
function addJoint(
  information: Float64Array,
  { items, epsilon, weight, prefix, adjoint }: Joint,
  a: number,
  k: number,
): void {
  const m = items.length;
  const width = m + 1;
  prefix.fill(0);
  prefix[0] = 1;
  let step = 0;
  for (let b = 0; b < m; b += 1) {
    if (b === a) continue;
    const from = step * width;
    const to = from + width;
    prefix[to] = 1;
    for (let t = 1; t <= step + 1; t += 1)
      prefix[to + t] = (prefix[from + t] as number) + (epsilon[b] as number) * (prefix[from + t - 1] as number);
    step += 1;
  }
  adjoint.fill(0);
  for (let t = 0; t < m; t += 1) adjoint[t] = weight[t + 1] as number;
  const item = items[a] as number;
  for (let b = m - 1; b >= 0; b -= 1) {
    if (b === a) continue;
    step -= 1;
    const from = step * width;
    let derivative = 0;
    for (let t = 0; t <= step; t += 1) derivative += (adjoint[t + 1] as number) * (prefix[from + t] as number);
    for (let t = 0; t <= step; t += 1)
      adjoint[t] = (adjoint[t] as number) + (epsilon[b] as number) * (adjoint[t + 1] as number);
    const other = items[b] as number;
    information[item * k + other] =
      (information[item * k + other] as number) + (epsilon[a] as number) * (epsilon[b] as number) * derivative;
  }
}

/** γ₀ … γ_m of ε, without the entry `omitted` (−1: none). */
function symmetricFunctions(epsilon: Float64Array, omitted: number): Float64Array {
  const gamma = new Float64Array(epsilon.length + 1);
  gamma[0] = 1;
  let top = 0;
  for (let i = 0; i < epsilon.length; i += 1) {
    if (i === omitted) continue;
    top += 1;
    for (let r = top; r >= 1; r -= 1)
      gamma[r] = (gamma[r] as number) + (epsilon[i] as number) * (gamma[r - 1] as number);
  }
  return gamma;
}

/** The information is singular along (1, …, 1); the sum-zero inverse is its pseudo-inverse. */
function sumZeroInverse(information: Float64Array, k: number): Float64Array {
  const scale = trace(information, k) / k;
  const filled = information.map((one) => one + scale / k);
  if (!factorise(filled, k)) throw new StatsError('notConverged', { reason: 'задания не связаны общими участниками' });
  return inverseOfFactored(filled, k).map((one) => one - 1 / (scale * k));
}

function newtonStep(information: Float64Array, gradient: Float64Array, k: number): Float64Array {
  const inverse = sumZeroInverse(information, k);
  const mean = gradient.reduce((sum, one) => sum + one, 0) / k;
  return gradient.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j += 1) sum += (inverse[i * k + j] as number) * ((gradient[j] as number) - mean);
    return sum;
  });
}

function moved(beta: Float64Array, direction: Float64Array, length: number): Float64Array {
  return centred(beta.map((one, i) => one + length * (direction[i] as number)));
}

function centred(beta: Float64Array): Float64Array {
  const mean = beta.reduce((sum, one) => sum + one, 0) / beta.length;
  return beta.map((one) => one - mean);
}

function trace(matrix: Float64Array, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i += 1) sum += matrix[i * k + i] as number;
  return sum;
}

function largest(values: Float64Array): number {
  return values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
}
