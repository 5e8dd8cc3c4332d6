/** A document on its way to becoming a plan: what was read, as a person has corrected it so far. */
import type { Approval, PlanReading } from '#modules/plan-reading/contract.ts';
import type { PlanBody } from './content.ts';
import { contentFromReading } from './reading.ts';

export const READING_STATES = ['recognised', 'failed', 'saved', 'discarded'] as const;
export type ReadingState = (typeof READING_STATES)[number];

/** Ids in the body are provisional until the plan is saved. */
export type ReadingDraft = { body: PlanBody; stamp: Approval | null };

export type ReadingFailure = { code: string; text: string; advice: string };

/** Finds the organisation that a name in a document means; null when nothing is near enough. */
export type MatchOrganisation = (name: string) => { id: number; confidence: number } | null;

/** From this certainty on the link is made by itself; below, a person chooses. */
export const SURE = 0.8;

export function draftOf(reading: PlanReading, match: MatchOrganisation): ReadingDraft {
  return { body: linkingAll(contentFromReading(reading), match), stamp: reading.approval };
}

/** Names that an organisation is looked for by: of the parties that name a body, and of the schools. */
export function namesToMatch(body: PlanBody): string[] {
  const names = body.measures.flatMap((measure) => [
    ...measure.parties.flatMap((party) => party.organisation ?? []),
    ...measure.schools.map((school) => school.name),
  ]);
  return [...new Set(names)];
}

/** Links what is not linked yet, where the match is sure. */
export function linkingAll(body: PlanBody, match: MatchOrganisation): PlanBody {
  return {
    ...body,
    measures: body.measures.map((measure) => ({
      ...measure,
      parties: measure.parties.map((party) => {
        const found = party.organisation === null || party.organisationId !== null ? null : match(party.organisation);
        return found === null || found.confidence < SURE
          ? party
          : { ...party, organisationId: found.id, confidence: found.confidence };
      }),
      schools: measure.schools.map((school) => {
        const found = school.organisationId !== null ? null : match(school.name);
        return found === null || found.confidence < SURE ? school : { ...school, organisationId: found.id };
      }),
    })),
  };
}

/** The next free provisional id. */
export function nextId(rows: readonly { id: number }[]): number {
  return Math.max(0, ...rows.map((row) => row.id)) + 1;
}

/** Names of bodies that no organisation of the register was found for, with the number of measures that name them. */
export function unlinkedNames(body: PlanBody): { name: string; measures: number }[] {
  const counts = new Map<string, number>();
  for (const measure of body.measures) {
    const names = measure.parties
      .filter((party) => party.organisation !== null && party.organisationId === null)
      .map((party) => party.organisation!);
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, measures]) => ({ name, measures })).toSorted((a, b) => b.measures - a.measures);
}

/** Links a name to an organisation wherever the plan uses it. */
export function linkingName(body: PlanBody, name: string, organisationId: number): PlanBody {
  return {
    ...body,
    measures: body.measures.map((measure) => ({
      ...measure,
      parties: measure.parties.map((party) =>
        party.organisation === name && party.organisationId === null
          ? { ...party, organisationId, confidence: 1 }
          : party,
      ),
    })),
  };
}
