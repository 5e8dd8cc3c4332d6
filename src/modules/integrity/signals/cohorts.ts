/**
 * Signs in the way of a cohort: its result of this year falls away the next year, rises above the year before, or is not
 * confirmed by the state exam of the same children.
 */
import { cohortJumps } from '#stats/integrity/markers.ts';
import { amongNeighbours } from '#stats/integrity/neighbours.ts';
import { farAbove, unlikeOthers } from '#stats/integrity/unlike-others.ts';
import type { IntegrityWork, SchoolWork, Signal, SignalKind } from '../contract.ts';
import {
  allSchools,
  FEWEST_PUPILS,
  isOwnWork,
  meanShare,
  orNothing,
  pupilSd,
  regionMoments,
  type SignTest,
} from './common.ts';

/** The same children are in works with the same difference of year and grade. */
const cohortOf = ({ year, paperGrade }: IntegrityWork): number => year - paperGrade;

/** @param year whose results stand out; works of all years are given. */
export function cohortFalls(works: readonly IntegrityWork[], year: number): SignTest {
  return jumps(works, year, 'cohort-fall');
}
export function cohortRises(works: readonly IntegrityWork[], year: number): SignTest {
  return jumps(works, year, 'cohort-rise');
}

type Pair = { now: IntegrityWork; other: IntegrityWork };

function pairsOf(works: readonly IntegrityWork[], year: number, step: 1 | -1): Pair[] {
  return works
    .filter((work) => isOwnWork(work) && work.year === year)
    .flatMap((now) => {
      const other = works.find(
        (one) =>
          isOwnWork(one) &&
          one.assessment === now.assessment &&
          one.subject === now.subject &&
          one.year === year + step &&
          cohortOf(one) === cohortOf(now),
      );
      return other ? [{ now, other }] : [];
    });
}

/** Subjects of a cohort are taken together; of several cohorts the strangest is told, its p multiplied by their number. */
function jumps(works: readonly IntegrityWork[], year: number, kind: 'cohort-fall' | 'cohort-rise'): SignTest {
  const pairs = pairsOf(works, year, kind === 'cohort-fall' ? 1 : -1);
  // A work that only some kinds of assessment lift must not hide behind those that do not.
  const cohorts = Map.groupBy(pairs, ({ now }) => `${cohortOf(now)} ${now.assessment}`);
  const found = new Map<string, Signal[]>();
  for (const own of cohorts.values())
    for (const [school, signal] of jumpsOfCohort(own, kind)) push(found, school, signal);
  return strangest(found);
}

function jumpsOfCohort(pairs: readonly Pair[], kind: SignalKind): SignTest {
  const schools = allSchools(pairs.map(({ now }) => now));
  const found: SignTest = new Map();
  const z = new Float64Array(schools.length);
  const count = new Float64Array(schools.length);
  const details = schools.map(
    (): { ratio: number; variance: number; usual: number; official: boolean; n: number; work: string }[] => [],
  );
  for (const { now, other } of pairs) {
    const both = schools.map((school) => {
      const [a, b] = [now.schools.get(school), other.schools.get(school)];
      return a && b && isSameCohort(a, b) ? { a, b } : null;
    });
    const log = Float64Array.from(both, (own) =>
      own ? Math.log(meanShare(own.a, now)) - Math.log(meanShare(own.b, other)) : Number.NaN,
    );
    const variance = Float64Array.from(both, (own) =>
      own ? relativeVariance(own.a) + relativeVariance(own.b) : Number.NaN,
    );
    // Near the largest total a ratio hardly moves, so what is judged is the difference of logits given the level.
    const gap = Float64Array.from(both, (own) => (own ? logit(own.a, now) - logit(own.b, other) : Number.NaN));
    const level = Float64Array.from(both, (own) => (own ? (logit(own.a, now) + logit(own.b, other)) / 2 : Number.NaN));
    const spread = Float64Array.from(both, (own) =>
      own ? logitVariance(own.a, now) + logitVariance(own.b, other) : Number.NaN,
    );
    const compared = orNothing(() => unlikeOthers(gap, spread, { covariate: level, degree: 2 }));
    if (!compared) continue;
    // What the centre and the spread do not follow, schools of the same level beside it do.
    const among = amongNeighbours(compared.z, level);
    const marked = officialJumps(log);
    schools.forEach((_, j) => {
      const own = both[j];
      if (!own || Number.isNaN(compared.z[j])) return;
      z[j] = (z[j] as number) + (among[j] as number);
      count[j] = (count[j] as number) + 1;
      details[j]?.push({
        ratio: log[j] as number,
        variance: variance[j] as number,
        usual: log[j]! - (gap[j]! - compared.centre[j]!) * slopeOf(own.a, now),
        official: marked[j] ?? false,
        n: own.a.n,
        work: now.procedureId,
      });
    });
  }
  // Subjects of one cohort move together, so their sum is held against how sums usually scatter.
  const pooled = z.map((sum, j) => (count[j] ? sum / Math.sqrt(count[j] as number) : Number.NaN));
  const compared = orNothing(() =>
    unlikeOthers(
      pooled,
      Float64Array.from(schools, () => 1),
    ),
  );
  if (!compared) return found;
  // Chance parts the subjects of a small school; those of a large one go together, and its sums scatter more.
  const among = amongNeighbours(
    compared.z,
    Float64Array.from(details, (own) => Math.log(Math.max(1, ...own.map(({ n }) => n)))),
  );
  schools.forEach((school, j) => {
    const own = details[j] ?? [];
    if (own.length === 0 || Number.isNaN(among[j])) return;
    const mean = (of: (one: (typeof own)[number]) => number) => own.reduce((sum, one) => sum + of(one), 0) / own.length;
    const ratio = mean(({ ratio: value }) => value);
    const se = Math.sqrt(mean(({ variance }) => variance) / own.length);
    found.set(school, {
      kind,
      p: farAbove(among[j] as number, compared.degrees),
      n: Math.round(mean(({ n }) => n)),
      value: Math.exp(ratio),
      low: Math.exp(ratio - 1.96 * se),
      high: Math.exp(ratio + 1.96 * se),
      usual: Math.exp(mean(({ usual }) => usual)),
      official: own.some(({ official }) => official),
      works: own.map(({ work }) => work),
    });
  });
  return found;
}

/** A school that took in another, or lost half of a class, has other children a year later: no ratio speaks of them. */
const MOST_CHANGE = 1.5;

function isSameCohort(a: SchoolWork, b: SchoolWork): boolean {
  const [fewer, more] = [Math.min(a.n, b.n), Math.max(a.n, b.n)];
  return fewer >= FEWEST_PUPILS && more <= MOST_CHANGE * fewer && a.sum > 0 && b.sum > 0;
}

/** A little is added on both sides, so that a class with nothing or everything right stays finite. */
function adjustedShare(own: SchoolWork, work: IntegrityWork): number {
  return (own.sum + 0.5) / (own.n * work.maximum + 1);
}

function logit(own: SchoolWork, work: IntegrityWork): number {
  const share = adjustedShare(own, work);
  return Math.log(share / (1 - share));
}

function logitVariance(own: SchoolWork, work: IntegrityWork): number {
  const share = adjustedShare(own, work);
  return (relativeVariance(own) * share ** 2) / (share * (1 - share)) ** 2;
}

/** Change of log share per logit. */
const slopeOf = (own: SchoolWork, work: IntegrityWork): number => 1 - adjustedShare(own, work);

function relativeVariance(own: { n: number; sum: number; sumOfSquares: number }): number {
  const mean = own.sum / own.n;
  // A class of equal scores is luck: some spread is assumed.
  return Math.max(pupilSd(own) ** 2, 0.25) / own.n / mean ** 2;
}

/** The official bounds: beyond the quartiles by three interquartile ranges, on the ratio of this year to the other. */
function officialJumps(log: Float64Array): boolean[] {
  const known = Array.from(log.keys()).filter((j) => Number.isFinite(log[j]));
  const marks = Array.from(log, () => false);
  const result = orNothing(() =>
    cohortJumps(
      Float64Array.from(known, (j) => Math.min(100, 10 * Math.exp(log[j] as number))),
      Float64Array.from(known, () => 10),
    ),
  );
  known.forEach((j, k) => {
    marks[j] = result?.schools[k]?.sign === 'fall';
  });
  return marks;
}

/** ВПР of the year against ОГЭ of the same cohort, in pupil standard deviations, given the level of the school. */
export function stateExams(
  works: readonly IntegrityWork[],
  year: number,
): { tests: SignTest; confirmed: Map<string, string[]> } {
  const tests = new Map<string, Signal[]>();
  const confirmed = new Map<string, string[]>();
  for (const own of works.filter((work) => work.assessment === 'ВПР' && work.year === year)) {
    const exam = works.find(
      (one) => one.assessment === 'ОГЭ' && one.subject === own.subject && cohortOf(one) === cohortOf(own),
    );
    if (!exam) continue;
    const schools = allSchools([own]).filter((school) => {
      const [before, after] = [own.schools.get(school), exam.schools.get(school)];
      return before && after && isSameCohort(before, after);
    });
    const [a, b] = [standing(own, schools), standing(exam, schools)];
    const gap = a.map((value, j) => value - (b[j] as number));
    const variance = Float64Array.from(
      schools,
      (school) => 1 / (own.schools.get(school)?.n ?? 1) + 1 / (exam.schools.get(school)?.n ?? 1),
    );
    const covariate = a.map((value, j) => (value + (b[j] as number)) / 2);
    const compared = orNothing(() => unlikeOthers(gap, variance, { covariate, degree: 2 }));
    if (!compared) continue;
    // A hard exam presses weak schools together and an easy one strong schools: the ends bend away from any one curve.
    const among = amongNeighbours(compared.z, covariate);
    schools.forEach((school, j) => {
      const z = among[j] as number;
      const se = Math.sqrt(variance[j] as number);
      if (Math.abs(z) < 1.5 && (b[j] as number) > 0.4) push(confirmed, school, exam.procedureId);
      push(tests, school, {
        kind: 'state-exam',
        p: farAbove(z, compared.degrees),
        n: own.schools.get(school)?.n ?? 0,
        value: gap[j] as number,
        low: (gap[j] as number) - 1.96 * se,
        high: (gap[j] as number) + 1.96 * se,
        usual: compared.centre[j] as number,
        official: false,
        works: [own.procedureId, exam.procedureId],
      });
    });
  }
  return { tests: strangest(tests), confirmed };
}

function standing(work: IntegrityWork, schools: readonly string[]): Float64Array {
  const region = regionMoments(work);
  const sd = pupilSd(region) || 1;
  return Float64Array.from(schools, (school) => {
    const own = work.schools.get(school);
    return own ? (own.sum / own.n - region.sum / region.n) / sd : Number.NaN;
  });
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Of several tests of one kind the smallest p counts, multiplied by their number. */
function strangest(all: ReadonlyMap<string, readonly Signal[]>): SignTest {
  return new Map(
    [...all].map(([school, signals]) => {
      const least = signals.reduce((best, one) => ((one.p ?? 1) < (best.p ?? 1) ? one : best));
      return [school, { ...least, p: Math.min(1, (least.p ?? 1) * signals.length) }];
    }),
  );
}
