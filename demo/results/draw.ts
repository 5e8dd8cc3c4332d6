/**
 * Random numbers addressed by what they are for: any pupil of any school can be drawn again without remembering the
 * others, so files are written one row at a time and a school's cohort is the same children in every file.
 */
export type Draw = {
  /** Uniform in [0, 1). */
  next(): number;
  normal(): number;
  below(n: number): number;
  chance(probability: number): boolean;
};

/** Seeds one stream by numbers and names; other parts give an unrelated stream. */
export function draw(...parts: (number | string)[]): Draw {
  let state = addressOf(parts);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    below: (n) => Math.floor(next() * n),
    chance: (probability) => next() < probability,
  };
}

function addressOf(parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  const mix = (value: number) => {
    hash = Math.imul(hash ^ value, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995);
    hash ^= hash >>> 15;
  };
  for (const part of parts) {
    if (typeof part === 'number') mix(part | 0);
    else for (let i = 0; i < part.length; i += 1) mix(part.charCodeAt(i) + 1);
    mix(0x9e37);
  }
  return hash;
}
