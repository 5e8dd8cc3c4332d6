/**
 * The partial credit model by conditional maximum likelihood: P(x = h | θ) ∝ exp(hθ + β_ih), β_i0 = 0, Σβ = 0.
 *
 *   log L = Σ s_ih β_ih − Σ n_r log γ_r(ε),   ε = exp β,   Σ_r γ_r t^r = Π_i Σ_h ε_ih t^h
 *
 * The step difficulty between h − 1 and h is τ_ih = β_i,h−1 − β_ih. γ without one or two items come from products of what
 * stands before and after them, so only positive numbers are added. Newton's method; the direction β_ih + c·h changes
 * nothing and is fixed by the zero sum. Items with two categories give the Rasch model. As PCM() of the R package eRm.
 * Source: Masters (1982), Psychometrika 47; Andersen (1972), J. R. Stat. Soc. B 34; Fischer & Ponocny (1994), Psychometrika 59.
 */
import { StatsError } from '../errors.ts';
import { factorise, inverseOfFactored } from '../linear/cholesky.ts';
import { type Credits, type Layout, layoutOf, type Pattern, patternsOf, startOf, sumsOf } from './credits.ts';

export type PartialCredit = {
  items: readonly string[];
  /** Highest credit of each item. */
  highest: Int32Array;
  /** Easiness β_ih of credits 1 … highest of the items one after another, and its standard error. */
  easiness: Float64Array;
  se: Float64Array;
  /** τ_ih by item. */
  thresholds: number[][];
  logLik: number;
  parameters: number;
};

const MAXIMUM_STEPS = 80;

/**
 * @throws StatsError tooFew, lengthsDiffer, noVariance with the item and credit that nobody has; notConverged when the
 *   items fall apart into parts that no person joins
 */
export function fitPartialCredit(credits: Credits): PartialCredit {
  const layout = layoutOf(credits);
  const sums = sumsOf(credits, layout);
  const patterns = patternsOf(credits, layout);
  const nowhere = nullDirection(layout);
  let beta: Float64Array = centred(startOf(credits, layout, sums), nowhere);
  let state = derivatives(patterns, layout, sums, beta);
  const enough = 1e-9 * credits.persons;
  for (let step = 0; step < MAXIMUM_STEPS && largest(state.gradient) > enough; step += 1) {
    const covariance = constrainedInverse(state.information, nowhere);
    const direction = multiply(covariance, state.gradient);
    let length = 1;
    let next = beta;
    let nextState = state;
    for (; length > 1e-6; length /= 2) {
      next = centred(
        beta.map((one, k) => one + length * (direction[k] as number)),
        nowhere,
      );
      nextState = derivatives(patterns, layout, sums, next);
      if (nextState.logLik >= state.logLik - 1e-9) break;
    }
    beta = next;
    state = nextState;
  }
  if (!(largest(state.gradient) < 1e-5 * credits.persons)) throw new StatsError('notConverged', {});
  const covariance = constrainedInverse(state.information, nowhere);
  return {
    items: credits.items,
    highest: layout.highest,
    easiness: beta,
    se: beta.map((_, k) => Math.sqrt(covariance[k * layout.size + k] as number)),
    thresholds: credits.items.map((_, i) => thresholdsOf(layout, beta, i)),
    logLik: state.logLik,
    parameters: layout.size - 1,
  };
}

type Derivatives = { logLik: number; gradient: Float64Array; information: Float64Array };

function derivatives(
  patterns: readonly Pattern[],
  layout: Layout,
  sums: Float64Array,
  beta: Float64Array,
): Derivatives {
  const out: Derivatives = {
    logLik: 0,
    gradient: Float64Array.from(sums),
    information: new Float64Array(layout.size ** 2),
  };
  sums.forEach((count, k) => {
    out.logLik += count * (beta[k] as number);
  });
  for (const pattern of patterns) addPattern(out, pattern, layout, beta);
  return out;
}

function addPattern(out: Derivatives, { items, counts }: Pattern, layout: Layout, beta: Float64Array): void {
  const { start, highest, size } = layout;
  const m = items.length;
  const polynomials = Array.from(items, (item) => {
    const from = start[item] as number;
    return Float64Array.from([1, ...beta.subarray(from, from + (highest[item] as number)).map(Math.exp)]);
  });
  const before = productsOf(polynomials);
  const after = productsOf([...polynomials].reverse());
  const gamma = before[m] as Float64Array;
  const weight = counts.map((count, r) => (count === 0 ? 0 : count / (gamma[r] as number)));
  counts.forEach((count, r) => {
    if (count > 0) out.logLik -= count * Math.log(gamma[r] as number);
  });
  // chance[place][r]: P(item has this credit | raw score r).
  const places: number[] = [];
  const chances: Float64Array[] = [];
  items.forEach((item, a) => {
    const without = product(before[a] as Float64Array, after[m - 1 - a] as Float64Array);
    const own = polynomials[a] as Float64Array;
    for (let h = 1; h < own.length; h += 1) {
      const chance = new Float64Array(gamma.length);
      for (let r = h; r < gamma.length; r += 1)
        chance[r] = ((own[h] as number) * (without[r - h] ?? 0)) / (gamma[r] as number);
      const place = (start[item] as number) + h - 1;
      const expected = counts.reduce((sum, count, r) => sum + count * (chance[r] as number), 0);
      out.gradient[place] = (out.gradient[place] as number) - expected;
      addTo(out.information, place * size + place, expected);
      places.push(place);
      chances.push(chance);
    }
    addPairs(out, { items, layout, polynomials, weight }, a);
  });
  places.forEach((one, a) =>
    places.forEach((other, b) => {
      let both = 0;
      for (let r = 1; r < gamma.length; r += 1)
        both += (counts[r] as number) * (chances[a]?.[r] as number) * (chances[b]?.[r] as number);
      addTo(out.information, one * size + other, -both);
    }),
  );
}

/** Adds Σ_r n_r P(x_a = h and x_b = l | r) for all b after a. */
function addPairs(
  out: Derivatives,
  parts: { items: Int32Array; layout: Layout; polynomials: Float64Array[]; weight: Float64Array },
  a: number,
): void {
  const { items, layout, polynomials, weight } = parts;
  const { start, size } = layout;
  const first = polynomials[a] as Float64Array;
  const others = polynomials.filter((_, b) => b !== a);
  const before = productsOf(others);
  const after = productsOf([...others].reverse());
  for (let b = a + 1; b < items.length; b += 1) {
    // Among the others, item b stands one place earlier.
    const without = product(before[b - 1] as Float64Array, after[others.length - b] as Float64Array);
    const second = polynomials[b] as Float64Array;
    for (let h = 1; h < first.length; h += 1)
      for (let l = 1; l < second.length; l += 1) {
        let sum = 0;
        for (let r = 0; r < without.length; r += 1) sum += (weight[r + h + l] ?? 0) * (without[r] as number);
        const value = (first[h] as number) * (second[l] as number) * sum;
        const [one, other] = [
          (start[items[a] as number] as number) + h - 1,
          (start[items[b] as number] as number) + l - 1,
        ];
        addTo(out.information, one * size + other, value);
        addTo(out.information, other * size + one, value);
      }
  }
}

/** Products of the first 0, 1, 2 … polynomials. */
function productsOf(polynomials: readonly Float64Array[]): Float64Array[] {
  const out: Float64Array[] = [Float64Array.from([1])];
  for (const one of polynomials) out.push(product(out.at(-1) as Float64Array, one));
  return out;
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i += 1)
    for (let j = 0; j < b.length; j += 1) addTo(out, i + j, (a[i] as number) * (b[j] as number));
  return out;
}

/** h of each β_ih: the direction that changes no probability. */
function nullDirection({ highest, size }: Layout): Float64Array {
  const out = new Float64Array(size);
  let at = 0;
  for (const most of highest)
    for (let h = 1; h <= most; h += 1) {
      out[at] = h;
      at += 1;
    }
  return out;
}

/** With d the null direction and s > 0: (I + s·11ᵀ)⁻¹ − ddᵀ ÷ (s(1ᵀd)²) is the covariance under Σβ = 0. */
function constrainedInverse(information: Float64Array, d: Float64Array): Float64Array {
  const size = d.length;
  let scale = 0;
  for (let k = 0; k < size; k += 1) scale += (information[k * size + k] as number) / (size * size);
  const filled = information.map((one) => one + scale);
  if (!factorise(filled, size))
    throw new StatsError('notConverged', { reason: 'задания не связаны общими участниками' });
  const total = d.reduce((sum, one) => sum + one, 0);
  const factor = 1 / (scale * total * total);
  return inverseOfFactored(filled, size).map(
    (one, at) => one - factor * (d[Math.floor(at / size)] as number) * (d[at % size] as number),
  );
}

function centred(beta: Float64Array, d: Float64Array): Float64Array {
  const shift = beta.reduce((sum, one) => sum + one, 0) / d.reduce((sum, one) => sum + one, 0);
  return beta.map((one, k) => one - shift * (d[k] as number));
}

function thresholdsOf({ start, highest }: Layout, beta: Float64Array, i: number): number[] {
  const from = start[i] as number;
  return Array.from(
    { length: highest[i] as number },
    (_, h) => (h === 0 ? 0 : (beta[from + h - 1] as number)) - (beta[from + h] as number),
  );
}

function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  return x.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (matrix[i * size + j] as number) * (x[j] as number);
    return sum;
  });
}

function addTo(array: Float64Array, at: number, value: number): void {
  array[at] = (array[at] as number) + value;
}

function largest(values: Float64Array): number {
  return values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
}
