import type { Party } from '../contract.ts';
import { type PartyContext, readParty } from './party.ts';
import { type PartyLine, splitParties } from './split.ts';

export type { PartyContext } from './party.ts';

/** The parties of a cell, given as its lines. */
export function readParties(lines: readonly PartyLine[], context: PartyContext): Party[] {
  return splitParties(lines, context).map((draft) => readParty(draft, context));
}
