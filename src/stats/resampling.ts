/**
 * Random numbers that depend only on the seed: mulberry32 for uniforms, exact inversion for Poisson counts.
 * Source of the inversion: Devroye (1986), Non-Uniform Random Variate Generation, X.3.3, started at the mode.
 */
import { logGamma } from './distributions/gamma.ts';

/** Uniform on [0, 1); @param seed a whole number */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson draw; about √mean steps. */
export function poisson(mean: number, uniform: () => number): number {
  if (mean === 0) return 0;
  let low = Math.floor(mean);
  let high = low;
  let lowMass = Math.exp(low * Math.log(mean) - mean - logGamma(low + 1));
  let highMass = lowMass;
  let left = uniform() - lowMass;
  // Past this point the masses left are below the grain of the uniform.
  const end = mean + 40 * Math.sqrt(mean) + 40;
  while (left >= 0 && high < end) {
    high += 1;
    highMass *= mean / high;
    left -= highMass;
    if (left < 0) return high;
    if (low > 0) {
      lowMass *= low / mean;
      low -= 1;
      left -= lowMass;
      if (left < 0) return low;
    }
  }
  return high;
}
