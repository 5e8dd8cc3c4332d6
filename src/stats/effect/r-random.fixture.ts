/** R's own random permutations (Mersenne Twister, sampling by rejection), to repeat a drawn reference answer. */
export function permutationsOfR(seed: number): (n: number) => number[] {
  const random = mersenneTwister(seed);
  const below = (n: number) => {
    const bits = Math.ceil(Math.log2(n));
    for (;;) {
      let value = 0;
      for (let k = 0; k <= bits; k += 16) value = 65_536 * value + Math.floor(random() * 65_536);
      value %= 2 ** bits;
      if (value < n) return value;
    }
  };
  return (n) => {
    const pool = Array.from({ length: n }, (_, i) => i);
    return pool.map((_, i) => {
      const left = n - i;
      const j = below(left);
      const drawn = pool[j] as number;
      pool[j] = pool[left - 1] as number;
      return drawn;
    });
  };
}

function mersenneTwister(seed: number): () => number {
  let scrambled = seed >>> 0;
  const congruence = () => {
    scrambled = (Math.imul(69_069, scrambled) + 1) >>> 0;
    return scrambled;
  };
  for (let k = 0; k < 51; k += 1) congruence();
  const state = Uint32Array.from({ length: 624 }, congruence);
  let at = 624;
  return () => {
    if (at === 624) {
      for (let k = 0; k < 624; k += 1) {
        const y = ((state[k] as number) & 0x80000000) | ((state[(k + 1) % 624] as number) & 0x7fffffff);
        state[k] = (state[(k + 397) % 624] as number) ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
      }
      at = 0;
    }
    let y = state[at] as number;
    at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return (y >>> 0) * 2.328_306_436_538_696_3e-10;
  };
}
