/** Result against context: the social index of a school and how its works went against the region. */
import { leastOf, medianOf } from './median.ts';
import { socialIndex } from '#stats/context/social-index.ts';

/** Counts of a social passport that the index is made of. */
export type PassportFacts = Partial<
  Record<
    'pupils' | 'lowIncome' | 'singleParent' | 'parentsUnemployed' | 'onRecord' | 'bothParentsHigher',
    number | null
  >
>;

/** Sign: more of it is harder (1) or easier (−1). Equal weights, as in the methodology of resilient schools. */
const VARIABLES = [
  { name: 'lowIncome', words: 'малообеспеченные семьи', weight: 1 },
  { name: 'singleParent', words: 'неполные семьи', weight: 1 },
  { name: 'parentsUnemployed', words: 'родители без работы', weight: 1 },
  { name: 'onRecord', words: 'учащиеся на учёте', weight: 1 },
  { name: 'bothParentsHigher', words: 'оба родителя с высшим образованием', weight: -1 },
] as const;

export type ContextIndex = { byOrganisation: Map<number, number>; variables: string[]; incomplete: number };

/** Null where fewer than three schools told enough, or all told the same. */
export function contextIndex(
  passports: readonly { organisationId: number; facts: PassportFacts }[],
): ContextIndex | null {
  const shares = (facts: PassportFacts, name: (typeof VARIABLES)[number]['name']) => {
    const part = facts[name];
    const all = facts.pupils;
    return part === null || part === undefined || !all ? Number.NaN : part / all;
  };
  const told = VARIABLES.filter(
    ({ name }) => passports.filter(({ facts }) => !Number.isNaN(shares(facts, name))).length >= passports.length / 2,
  );
  const complete = passports.filter(({ facts }) => told.every(({ name }) => !Number.isNaN(shares(facts, name))));
  const varying = told.filter(({ name }) => new Set(complete.map(({ facts }) => shares(facts, name))).size > 1);
  if (complete.length < 3 || varying.length === 0) return null;
  const { index } = socialIndex(
    varying.map(({ name }) => ({ name, values: Float64Array.from(complete, ({ facts }) => shares(facts, name)) })),
    { given: varying.map(({ weight }) => weight) },
  );
  return {
    byOrganisation: new Map(complete.map(({ organisationId }, k) => [organisationId, index[k] as number])),
    variables: varying.map(({ words }) => words),
    incomplete: passports.length - complete.length,
  };
}

export type SchoolInQuadrant = {
  organisationId: number;
  context: number;
  result: number;
  /** Works of pupils: one pupil writes several. */
  n: number;
  /** At least so many pupils: those of the largest work. */
  pupils: number;
  resilient: boolean;
};
export type Quadrants = {
  schools: SchoolInQuadrant[];
  medians: { context: number; result: number };
  regionMean: number;
  /** From here on the context counts as hard: the hardest third. */
  hardFrom: number;
};

const HARD_SHARE = 1 / 3;
/** As in the methodology of resilient schools. */
const LEAST_PUPILS = 10;

type Sums = { organisationId: number; setId: number; n: number; sum: number; maximum: number };

/**
 * Schools write different sets of works. So the result is the mean of the region plus how far the school is from it in
 * the works that it wrote, by pupils.
 */
export function quadrants(index: ContextIndex, sums: readonly Sums[]): Quadrants | null {
  const means = new Map<number, { points: number; possible: number }>();
  for (const { setId, n, sum, maximum } of sums) {
    const entry = means.get(setId) ?? { points: 0, possible: 0 };
    means.set(setId, { points: entry.points + sum, possible: entry.possible + n * maximum });
  }
  const regionMean = ratio([...means.values()]);
  const bySchool = Map.groupBy(
    sums.filter(({ organisationId }) => index.byOrganisation.has(organisationId)),
    ({ organisationId }) => organisationId,
  );
  const placed = [...bySchool].map(([organisationId, works]) => {
    const n = works.reduce((total, work) => total + work.n, 0);
    const deviation = works.reduce((total, { setId, n: pupils, sum, maximum }) => {
      const { points, possible } = means.get(setId)!;
      return total + pupils * (sum / pupils / maximum - points / possible);
    }, 0);
    const result = Math.min(1, Math.max(0, regionMean + deviation / n));
    const pupils = Math.max(...works.map((work) => work.n));
    return { organisationId, context: index.byOrganisation.get(organisationId)!, result, n, pupils };
  });
  if (placed.length < 3) return null;
  const hardFrom = leastOf(
    placed.map(({ context }) => context),
    HARD_SHARE,
  );
  return {
    schools: placed.map((school) => ({
      ...school,
      resilient: school.context >= hardFrom && school.result >= regionMean && school.n >= LEAST_PUPILS,
    })),
    medians: {
      context: medianOf(placed.map(({ context }) => context)),
      result: medianOf(placed.map(({ result }) => result)),
    },
    regionMean,
    hardFrom,
  };
}

function ratio(all: readonly { points: number; possible: number }[]): number {
  const points = all.reduce((total, one) => total + one.points, 0);
  const possible = all.reduce((total, one) => total + one.possible, 0);
  return possible === 0 ? 0 : points / possible;
}
