/** All scenarios. */
import { CHANGE } from './change.ts';
import { EFFECTS } from './effects.ts';
import { INTEGRITY } from './integrity.ts';
import { ITEM_SCENARIOS } from './items.ts';
import { PANELS } from './panels.ts';
import { randomOf } from './random.ts';
import type { Outcome, Scenario } from './scenario.ts';
import { simulate } from './scenario.ts';
import { SCHOOLS } from './schools.ts';
import { SHARES } from './shares.ts';
import { SIGNS } from './signs.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...SHARES,
  ...SCHOOLS,
  ...CHANGE,
  ...ITEM_SCENARIOS,
  ...EFFECTS,
  ...PANELS,
  ...INTEGRITY,
  ...SIGNS,
];

/** The worlds of a scenario depend on the seed and its name, not on which others were run before. */
export function outcomeOf(scenario: Scenario, replications: number, seed: number): Outcome {
  let hash = seed;
  for (const letter of scenario.name) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return simulate(scenario, replications, randomOf(hash));
}
