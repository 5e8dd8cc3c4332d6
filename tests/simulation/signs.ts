/** The official markers and unusual answer strings: how often they point at honest schools and classes. */
import { combineSigns } from '#stats/false-discovery.ts';
import { scoreFluctuation, suspiciousClasses, unusualAnswers } from '#stats/integrity/answers.ts';
import { cohortJumps, highMeans, markMismatches } from '#stats/integrity/markers.ts';
import { falseShare } from './items.ts';
import type { Random } from './random.ts';
import { FALSE_ALARMS, type Scenario } from './scenario.ts';

const SCHOOLS = 100;
const FALSE_ONES = [0, 0.05] as const;

export const SIGNS: readonly Scenario[] = [
  {
    name: 'markers: p ≤ 0.05 of a high mean, schools of 10 … 40 pupils that do not differ',
    measure: 'rejections',
    within: FALSE_ALARMS,
    cheap: true,
    replicate(random) {
      const { scores, grouping } = region(random, 0);
      const { schools } = highMeans(scores, grouping);
      return schools.filter(({ p }) => p <= 0.05).length / schools.length;
    },
  },
  {
    name: 'markers: official mark of a high mean, schools that do not differ',
    measure: 'rejections',
    within: FALSE_ALARMS,
    replicate(random) {
      const { scores, grouping } = region(random, 0);
      const { schools } = highMeans(scores, grouping);
      return schools.filter(({ marked }) => marked).length / schools.length;
    },
  },
  {
    name: 'markers: p ≤ 0.05 of marks against scores where they are unrelated',
    measure: 'rejections',
    within: FALSE_ALARMS,
    replicate(random) {
      const { scores, grouping } = region(random, 0);
      const marks = scores.map(() => 2 + Math.floor(4 * random.uniform()));
      const rows = markMismatches(scores, marks, grouping).filter(({ p }) => !Number.isNaN(p));
      return rows.filter(({ p }) => p <= 0.05).length / rows.length;
    },
  },
  {
    name: 'markers: official mark of marks against scores, honest schools with correlation 0.6',
    measure: 'rejections',
    within: FALSE_ALARMS,
    replicate(random) {
      const { scores, marks, grouping } = region(random, 0);
      const rows = markMismatches(scores, marks, grouping);
      return rows.filter(({ marked }) => marked).length / rows.length;
    },
  },
  {
    name: 'markers: jump of a cohort, honest schools of 10 … 40 pupils',
    measure: 'rejections',
    within: FALSE_ALARMS,
    cheap: true,
    replicate(random) {
      const before = Float64Array.from({ length: SCHOOLS }, () => 60 + 8 * random.normal());
      const after = before.map((one) => 0.9 * one + (15 / Math.sqrt(10 + 30 * random.uniform())) * random.normal());
      return cohortJumps(before, after).schools.filter(({ sign }) => sign !== null).length / SCHOOLS;
    },
  },
  {
    name: 'markers joined, 10 of 100 schools write results of their own, adjusted p ≤ 0.05',
    measure: 'false discoveries',
    within: FALSE_ONES,
    replicate(random) {
      const { scores, marks, grouping } = region(random, 10);
      const high = highMeans(scores, grouping).schools;
      const mismatch = markMismatches(scores, marks, grouping);
      const joined = combineSigns([
        { name: 'high', p: Float64Array.from(high, ({ p }) => p) },
        { name: 'mismatch', p: Float64Array.from(mismatch, ({ p }) => p) },
      ]);
      return falseShare(joined.map(({ suspicious }, j) => [suspicious, j < 10]));
    },
  },
  {
    name: 'answer strings with fluctuation: classes pointed at where all are honest, 40 classes',
    measure: 'rejections',
    within: FALSE_ALARMS,
    replicate(random) {
      return suspected(random, 0).filter(Boolean).length / CLASSES;
    },
  },
  {
    name: 'answer strings with fluctuation: 2 of 40 classes with written-in answers',
    measure: 'false discoveries',
    within: FALSE_ONES,
    replicate: (random) => falseShare(suspected(random, 2).map((pointedAt, c) => [pointedAt, c < 2])),
  },
];

/** Scores of sd 1, marks that go with them by 0.6; the first `dishonest` schools write scores a deviation higher at will. */
function region(random: Random, dishonest: number) {
  const codes: number[] = [];
  for (let j = 0; j < SCHOOLS; j += 1) codes.push(...Array<number>(10 + Math.floor(31 * random.uniform())).fill(j));
  const ability = codes.map(() => random.normal());
  const scores = Float64Array.from(codes, (j, i) => (j < dishonest ? 1 + random.normal() : (ability[i] as number)));
  const marks = Float64Array.from(ability, (one) =>
    Math.min(5, Math.max(2, Math.round(3.6 + 0.8 * (0.6 * one + 0.8 * random.normal())))),
  );
  const levels = Array.from({ length: SCHOOLS }, (_, j) => `${j}`);
  return { scores, marks, grouping: { name: 'school', codes: Int32Array.from(codes), levels } };
}

const CLASSES = 40;
const PUPILS = 20;
const ITEMS = 25;

/**
 * Sheets of four options in classes of their own level; in a dishonest class six items in a row hold the right answers of most
 * pupils, and the gain of this year is lost in the next.
 */
function suspected(random: Random, dishonest: number): boolean[] {
  const key = Uint8Array.from({ length: ITEMS }, (_, item) => item % 4);
  const chosen = new Uint8Array(CLASSES * PUPILS * ITEMS);
  const codes = Int32Array.from({ length: CLASSES * PUPILS }, (_, pupil) => Math.floor(pupil / PUPILS));
  const level = Float64Array.from({ length: CLASSES }, () => 0.4 * random.normal());
  codes.forEach((code, pupil) => {
    const ability = (level[code] as number) + random.normal();
    const isWritten = code < dishonest && random.uniform() < 0.8;
    for (let item = 0; item < ITEMS; item += 1) {
      const right = random.uniform() < 0.2 + 0.8 / (1 + Math.exp((item - 10) / 5 - ability));
      const own = right ? 0 : 1 + Math.floor(3 * random.uniform());
      chosen[pupil * ITEMS + item] = ((key[item] as number) + (isWritten && item >= 15 && item < 21 ? 0 : own)) % 4;
    }
  });
  const levels = Array.from({ length: CLASSES }, (_, c) => `${c}`);
  const rows = unusualAnswers({ chosen, pupils: codes.length, key, classes: { name: 'class', codes, levels } });
  const gain = level.map((_, c) => 0.3 * random.normal() + (c < dishonest ? 1.2 : 0));
  const next = gain.map((_, c) => 0.3 * random.normal() - (c < dishonest ? 1.2 : 0));
  return suspiciousClasses(
    Float64Array.from(rows, ({ score }) => score),
    scoreFluctuation(gain, next),
  );
}
