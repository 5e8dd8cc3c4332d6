/** How typed texts are read and linked: by the same reader and matching that serve whole documents. */
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { parseDeadline, readParty } from '#modules/plan-reading/index.ts';
import type { ContentMeasure } from '../domain/content.ts';
import { SURE } from '../domain/draft.ts';
import type { Understand } from '../domain/measure-input.ts';
import { organisationMatcher } from '../queries/matching.ts';

export const understand: Understand = { deadline: parseDeadline, party: readParty };

/** A party that was not there before is linked when its organisation is certain; what a person left unlinked stays so. */
export async function withLinkedParties(
  ctx: Ctx,
  db: Connection,
  old: ContentMeasure,
  measure: ContentMeasure,
  home: { path: string },
): Promise<ContentMeasure> {
  const isNew = (text: string) => !old.parties.some((party) => party.text === text);
  const names = measure.parties.flatMap((party) =>
    party.organisation !== null && party.organisationId === null && isNew(party.text) ? [party.organisation] : [],
  );
  if (names.length === 0) return measure;
  const match = await organisationMatcher(ctx.scope, db, names, home);
  return {
    ...measure,
    parties: measure.parties.map((party) => {
      const found =
        party.organisation !== null && names.includes(party.organisation) && party.organisationId === null
          ? match(party.organisation)
          : null;
      return found === null || found.confidence < SURE
        ? party
        : { ...party, organisationId: found.id, confidence: found.confidence };
    }),
  };
}
