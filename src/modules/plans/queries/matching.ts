/** Organisations of the register that the names in a plan may mean. */
import type { Scope } from '#kernel/actor.ts';
import { organisationsMatchingAll } from '#modules/organisations/index.ts';
import type { Connection } from '#platform/database.ts';
import type { MatchOrganisation } from '../domain/draft.ts';
import type { OrganisationPlace } from './organisations.ts';

/** Answers for the names given, after one search for all of them. */
export async function organisationMatcher(
  scope: Scope,
  db: Connection,
  names: readonly string[],
  home: Pick<OrganisationPlace, 'path'>,
): Promise<MatchOrganisation> {
  const found = await organisationsMatchingAll(scope, db, names, { within: home.path });
  return (name) => {
    const best = found.get(name)?.[0];
    return best === undefined ? null : { id: best.id, confidence: best.confidence };
  };
}

export type Candidate = { id: number; shortName: string; confidence: number };

/** The choices that a form offers for each name. */
export async function candidatesFor(
  scope: Scope,
  db: Connection,
  names: readonly string[],
  home: Pick<OrganisationPlace, 'path'>,
): Promise<Record<string, Candidate[]>> {
  if (names.length === 0) return {};
  const found = await organisationsMatchingAll(scope, db, names, { within: home.path });
  return Object.fromEntries(
    [...found].map(([name, matches]) => [
      name,
      matches.map(({ id, shortName, confidence }) => ({ id, shortName, confidence })),
    ]),
  );
}
