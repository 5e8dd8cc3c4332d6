import type { Party } from '../contract.ts';
import { type PartyContext, partyOf } from './party.ts';
import type { PartyLine } from './pieces.ts';
import { splitParties } from './split.ts';

export type { PartyContext } from './party.ts';

/** Longer is no list of parties but a text astray: it is kept whole, for taking it apart would take minutes. */
const LONGEST_CELL = 20_000;

/** The parties of a cell, given as its lines. */
export function readParties(lines: readonly PartyLine[], context: PartyContext): Party[] {
  if (lines.reduce((sum, { text }) => sum + text.length, 0) > LONGEST_CELL)
    return [{ text: lines.map(({ text }) => text).join('\n'), organisation: null, person: null, byAgreement: false }];
  return splitParties(lines, context).map((draft) => partyOf(draft, context));
}

const NO_CONTEXT: PartyContext = { schoolAcronyms: new Set(), classTerms: new Set() };

/** A text that someone has typed as one party: it stays one, whatever commas are in it. */
export function readParty(text: string): Party {
  const [first, ...rest] = readParties([{ text, startsParagraph: true }], NO_CONTEXT);
  const whole = text.trim();
  if (first === undefined) return { text: whole, organisation: null, person: null, byAgreement: false };
  return rest.length === 0
    ? { ...first, text: whole }
    : { ...first, text: whole, byAgreement: [first, ...rest].some((party) => party.byAgreement) };
}
