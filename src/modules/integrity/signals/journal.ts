/** Signs in the journal: its order goes against the results; far more pupils than usual did better than in the journal. */
import { betaLower } from '#stats/distributions/beta.ts';
import { normalLower } from '#stats/distributions/normal.ts';
import { farAbove, unlikeOthers } from '#stats/integrity/unlike-others.ts';
import { shareInterval } from '#stats/shares/intervals.ts';
import type { IntegrityWork } from '../contract.ts';
import { allSchools, FEWEST_PUPILS, meanShare, orNothing, type SignTest } from './common.ts';

/** The official marker of one work is told of with at least this many pupils. */
const PUPILS_FOR_MARKER = 10;

/** Rank correlations of the works of a year pooled by Fisher's transformation; p of a correlation of 0 or more. */
export function journalOrder(works: readonly IntegrityWork[]): SignTest {
  const found: SignTest = new Map();
  const usual = pooledCorrelation(
    works.flatMap(({ schools }) => [...schools.values()].map((own) => own.rankCorrelation)),
  );
  for (const school of allSchools(works)) {
    const own = works.flatMap((work) => {
      const correlation = work.schools.get(school)?.rankCorrelation;
      return correlation && correlation.n >= FEWEST_PUPILS && Number.isFinite(correlation.r)
        ? [{ work, correlation }]
        : [];
    });
    const pooled = pooledCorrelation(own.map(({ correlation }) => correlation));
    if (!pooled) continue;
    const { z, weight } = pooled;
    const se = 1 / Math.sqrt(weight);
    found.set(school, {
      kind: 'journal-order',
      p: normalLower(z / se),
      n: own.reduce((sum, { correlation }) => sum + correlation.n, 0),
      value: Math.tanh(z),
      low: Math.tanh(z - 1.96 * se),
      high: Math.tanh(z + 1.96 * se),
      usual: usual ? Math.tanh(usual.z) : Number.NaN,
      official: own.some(({ correlation }) => correlation.r < 0 && correlation.n >= PUPILS_FOR_MARKER),
      works: own.filter(({ correlation }) => correlation.r < 0).map(({ work }) => work.procedureId),
    });
  }
  return found;
}

function pooledCorrelation(all: readonly ({ r: number; n: number } | null)[]): { z: number; weight: number } | null {
  let sum = 0;
  let weight = 0;
  for (const own of all) {
    if (!own || !Number.isFinite(own.r) || own.n < FEWEST_PUPILS) continue;
    sum += (own.n - 3) * Math.atanh(Math.max(-0.99, Math.min(0.99, own.r)));
    weight += own.n - 3;
  }
  return weight > 0 ? { z: sum / weight, weight } : null;
}

/** Pupils whose mark in the work is above the one in the journal, over the works of the year, against such schools. */
export function journalMass(works: readonly IntegrityWork[]): SignTest {
  const schools = allSchools(works);
  const higher = new Float64Array(schools.length);
  const pupils = new Float64Array(schools.length);
  const expected = new Float64Array(schools.length);
  const level = new Float64Array(schools.length);
  for (const work of works) {
    let [all, above] = [0, 0];
    for (const { journal } of work.schools.values()) {
      if (!journal) continue;
      above += journal.higher;
      all += journal.lower + journal.same + journal.higher;
    }
    if (all === 0) continue;
    schools.forEach((school, j) => {
      const own = work.schools.get(school);
      if (!own?.journal || own.n < FEWEST_PUPILS) return;
      const n = own.journal.lower + own.journal.same + own.journal.higher;
      higher[j] = (higher[j] as number) + own.journal.higher;
      pupils[j] = (pupils[j] as number) + n;
      // The works a school wrote differ from those of others, so each is held against its own share in the region.
      expected[j] = (expected[j] as number) + (n * above) / all;
      level[j] = (level[j] as number) + n * meanShare(own, work);
    });
  }
  const gap = higher.map((value, j) => (value - (expected[j] as number)) / (pupils[j] as number));
  const variance = expected.map((value, j) => {
    const share = Math.min(0.98, Math.max(0.02, value / (pupils[j] as number)));
    return (share * (1 - share)) / (pupils[j] as number);
  });
  const covariate = level.map((value, j) => value / (pupils[j] as number));
  const compared = orNothing(() => unlikeOthers(gap, variance, { covariate }));
  const found: SignTest = new Map();
  if (!compared) return found;
  schools.forEach((school, j) => {
    const z = compared.z[j] as number;
    const n = pupils[j] as number;
    if (Number.isNaN(z)) return;
    const { low, high } = shareInterval(higher[j] as number, n);
    const usual = Math.max(0, (expected[j] as number) / n + (compared.centre[j] as number));
    found.set(school, {
      kind: 'journal-mass',
      // Shares of a few pupils are skew: the normal tail alone would point at small schools too often.
      p: Math.max(farAbove(z, compared.degrees), countTail(higher[j] as number, n, usual)),
      n,
      value: (higher[j] as number) / n,
      low,
      high,
      usual,
      official: false,
      works: works.filter((work) => work.schools.get(school)?.journal).map(({ procedureId }) => procedureId),
    });
  });
  return found;
}

/** P of at least so many of n where each has the chance. */
function countTail(count: number, n: number, chance: number): number {
  return count <= 0 ? 1 : betaLower(Math.min(1, chance), count, n - count + 1);
}
