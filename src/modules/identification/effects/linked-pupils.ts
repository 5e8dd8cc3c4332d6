/**
 * Pupils linked with their own earlier results, as matrices for value added and growth. A link is the same code in both
 * works; codes of ВПР hold inside one school and one work only, so they never come here.
 */
import { type Procedure, procedureId, procedureTitle } from '#modules/assessments/index.ts';
import { momentsOf } from '../engine/estimates.ts';
import { compareText } from '../engine/table.ts';

/** Results of one work whose codes name persons: columns of equal length. */
export type PupilResults = {
  procedure: Procedure;
  /** Key of the school, as in results. */
  school: string[];
  person: string[];
  points: number[];
};

/** Pupils of one work with what they had before, in an order that depends on nothing but the results. */
export type LinkedWork = {
  procedureId: string;
  title: string;
  /** What stands before, in words. */
  prior: string;
  school: string[];
  /** In standard deviations of all who wrote the work; the earlier one likewise. */
  score: Float64Array;
  earlier: Float64Array;
};

/** With fewer linked pupils a work is no prior of another. */
export const FEWEST_LINKED = 100;

/**
 * The prior of a work is the same subject in the last earlier year that enough of its pupils have; where there is no
 * such subject, the mean of all that they wrote in that year.
 */
export function linkedWork(work: PupilResults, all: readonly PupilResults[]): LinkedWork | null {
  const earlier = all.filter(({ procedure }) => procedure.year < work.procedure.year);
  const years = [...new Set(earlier.map(({ procedure }) => procedure.year))].sort((a, b) => b - a);
  for (const year of years) {
    const ofYear = earlier.filter(({ procedure }) => procedure.year === year);
    const sameSubject = ofYear.filter(({ procedure }) => procedure.subject === work.procedure.subject);
    for (const priors of [sameSubject, ofYear]) {
      const linked = joined(work, priors);
      if (linked !== null) return linked;
    }
  }
  return null;
}

function joined(work: PupilResults, priors: readonly PupilResults[]): LinkedWork | null {
  if (priors.length === 0) return null;
  const before = new Map<string, { sum: number; count: number }>();
  for (const prior of ordered(priors)) {
    for (const [person, { z }] of standardised(prior)) {
      const known = before.get(person) ?? { sum: 0, count: 0 };
      before.set(person, { sum: known.sum + z, count: known.count + 1 });
    }
  }
  const now = standardised(work);
  const rows = [...now].flatMap(([person, { school, z }]) => {
    const known = before.get(person);
    return known === undefined ? [] : [{ school, score: z, earlier: known.sum / known.count }];
  });
  if (rows.length < FEWEST_LINKED) return null;
  rows.sort((a, b) => compareText(a.school, b.school) || a.earlier - b.earlier || a.score - b.score);
  return {
    procedureId: procedureId(work.procedure),
    title: procedureTitle(work.procedure),
    // Works of that year that none of these pupils wrote are no prior of theirs.
    prior: ordered(priors)
      .filter(({ person }) => person.some((one) => now.has(one)))
      .map(({ procedure }) => procedureTitle(procedure))
      .join(', '),
    school: rows.map(({ school }) => school),
    score: Float64Array.from(rows, ({ score }) => score),
    earlier: Float64Array.from(rows, ({ earlier }) => earlier),
  };
}

function ordered(works: readonly PupilResults[]): PupilResults[] {
  return [...works].sort((a, b) => compareText(procedureId(a.procedure), procedureId(b.procedure)));
}

/** A code that stands twice in a work names nobody there. */
function standardised({ school, person, points }: PupilResults): Map<string, { school: string; z: number }> {
  // Sums of doubles depend on their order, and files and the lake keep rows in different ones.
  const { mean, sd } = momentsOf(Float64Array.from(points).sort());
  const found = new Map<string, { school: string; z: number } | null>();
  if (sd > 0)
    person.forEach((one, row) => {
      const z = ((points[row] as number) - mean) / sd;
      found.set(one, found.has(one) ? null : { school: school[row] as string, z });
    });
  return new Map([...found].filter((entry): entry is [string, { school: string; z: number }] => entry[1] !== null));
}
