/**
 * The register of the region: an electronic journal with a code of each pupil that holds for all years, as OneRoster gives
 * it. Not every school keeps it, and a pupil who comes from elsewhere is given a code anew.
 */
import { createHash } from 'node:crypto';
import { draw } from './draw.ts';
import type { World, WorldSchool } from './world.ts';

const SHARE_OF_SCHOOLS = 0.7;
const NEW_IN_A_YEAR = 0.04;

type Child = { school: WorldSchool; entered: number; pupil: number };

export function keepsRegister(seed: number, { index }: WorldSchool): boolean {
  return draw(seed, 'register', index).chance(SHARE_OF_SCHOOLS);
}

/** In the form of a UUID, as registers give them. */
export function codeInRegister({ seed, years }: World, { school, entered, pupil }: Child, year: number): string {
  let since = 0;
  for (const one of years)
    if (one <= year && draw(seed, 'moved', school.index, entered, pupil, one).chance(NEW_IN_A_YEAR)) since = one;
  const hash = createHash('sha256').update(`${seed} ${school.index} ${entered} ${pupil} ${since}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
