/** Draws for simulations: they depend on the seed only. */
import { poisson, uniforms } from '#stats/resampling.ts';

export type Random = {
  uniform: () => number;
  normal: () => number;
  poisson: (mean: number) => number;
  binomial: (n: number, p: number) => number;
  /** Beta with whole parameters. */
  beta: (a: number, b: number) => number;
  /** n standard normal draws. */
  normals: (n: number) => Float64Array;
};

export function randomOf(seed: number): Random {
  const uniform = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number) => {
    let sum = 0;
    for (let i = 0; i < shape; i += 1) sum -= Math.log(1 - uniform());
    return sum;
  };
  return {
    uniform,
    normal,
    poisson: (mean) => poisson(mean, uniform),
    binomial(n, p) {
      let count = 0;
      for (let i = 0; i < n; i += 1) if (uniform() < p) count += 1;
      return count;
    },
    beta(a, b) {
      const first = gamma(a);
      return first / (first + gamma(b));
    },
    normals: (n) => Float64Array.from({ length: n }, normal),
  };
}
