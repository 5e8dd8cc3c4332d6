/**
 * Small made-up tables for the examples of `opora stats … --help`. The same seed gives the same files:
 * `npx node demo/statistics/make.ts` writes them anew.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Random, seededRandom } from '../random.ts';

type Cell = string | number;

const SCHOOLS = 24;

/** Files by name, each ready to be written. */
export function statisticsTables(): Record<string, string> {
  const random = seededRandom(3);
  return {
    'pupils.csv': pupils(random),
    'items.csv': items(random),
    'options.csv': options(random),
    'schools.csv': schools(random),
    'panel.csv': panel(random),
    'series.csv': series(random),
    'estimates.csv': estimates(random),
    'marks.csv': marks(random),
    'costs.csv': costs(random),
    'capacity.csv': csv(
      ['mentor', 'capacity'],
      Array.from({ length: 6 }, (_, k) => [`н${k + 1}`, k < 4 ? 2 : 1]),
    ),
  };
}

function pupils(random: Random): string {
  const rows: Cell[][] = [];
  for (let school = 0; school < SCHOOLS; school += 1) {
    const effect = 4 * normal(random);
    const size = 8 + random.below(18);
    for (let k = 0; k < size; k += 1) {
      const prior2 = 50 + 10 * normal(random);
      const prior = 25 + 0.5 * prior2 + 7 * normal(random);
      const sex = random.chance(0.5) ? 'ж' : 'м';
      const score = 12 + 0.75 * prior + effect + (sex === 'ж' ? 1.5 : 0) + 6 * normal(random);
      const mark = Math.min(5, Math.max(2, Math.round(3.4 + score / 20 - 2.5 + 0.4 * normal(random))));
      rows.push([
        `у${rows.length + 1}`,
        `ш${school + 1}`,
        `м${(school % 4) + 1}`,
        sex,
        Math.round(prior2),
        Math.round(prior),
        random.chance(0.01) ? '' : Math.round(score),
        mark,
      ]);
    }
  }
  return csv(['pupil', 'school', 'municipality', 'sex', 'prior2', 'prior', 'score', 'mark'], rows);
}

const DIFFICULTY = [-1.6, -1.1, -0.7, -0.3, 0, 0.2, 0.5, 0.8, 1.1, 1.4];

function items(random: Random): string {
  const rows = Array.from({ length: 300 }, (_, pupil) => {
    const sex = random.chance(0.5) ? 'ж' : 'м';
    const ability = 0.2 + 1.1 * normal(random);
    const answers = DIFFICULTY.map((beta, item) =>
      random.chance(logistic(ability - beta - (item === 4 && sex === 'м' ? 0.8 : 0))) ? 1 : 0,
    );
    const credits = [-0.5, 0.6].map((beta) =>
      [-0.4, 0.4].reduce((sum, step) => sum + (random.chance(logistic(ability - beta - step)) ? 1 : 0), 0),
    );
    return [`у${pupil + 1}`, sex, ...answers, ...credits];
  });
  return csv(['pupil', 'sex', ...DIFFICULTY.map((_, k) => `i${k + 1}`), 'c1', 'c2'], rows);
}

function options(random: Random): string {
  const key = ['А', 'Б', 'В', 'Г'];
  const rows = Array.from({ length: 240 }, (_, pupil) => {
    const ability = 1.1 * normal(random);
    const chosen = DIFFICULTY.map((beta, item) => {
      const right = key[item % 4] as string;
      return random.chance(logistic(ability - beta)) ? right : random.pick(key.filter((one) => one !== right));
    });
    return [`у${pupil + 1}`, `к${(pupil % 12) + 1}`, ...chosen];
  });
  return csv(['pupil', 'class', ...DIFFICULTY.map((_, k) => `o${k + 1}`)], rows);
}

function schools(random: Random): string {
  const rows = Array.from({ length: 60 }, (_, k) => {
    const poverty = 20 + 12 * random.next() + (k % 3) * 8;
    const rural = k % 4 === 0 ? 'село' : 'город';
    const size = 15 + random.below(90);
    const treated = poverty > 36 && random.chance(0.6) ? 1 : 0;
    const before = 60 - 0.4 * poverty + 4 * normal(random);
    const after = 22 + 0.6 * before + 2 * treated + 3 * normal(random);
    const share = logistic(-2.2 + 0.04 * poverty + 0.3 * normal(random));
    const below = Array.from({ length: size }, () => (random.chance(share) ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
    return [
      `ш${k + 1}`,
      rural,
      size,
      below,
      poverty.toFixed(1),
      (8 + 6 * random.next()).toFixed(1),
      before.toFixed(1),
      after.toFixed(1),
      (before - 1 + 3 * normal(random)).toFixed(1),
      treated,
    ];
  });
  const head = ['school', 'place', 'pupils', 'below', 'poverty', 'turnover', 'before', 'after', 'year2', 'treated'];
  return csv(head, rows);
}

function panel(random: Random): string {
  const rows: Cell[][] = [];
  for (let school = 1; school <= 20; school += 1) {
    const level = 50 + 5 * normal(random);
    const slope = 0.4 + 0.2 * normal(random);
    for (let year = 2016; year <= 2025; year += 1) {
      const treated = school > 16 && year >= 2023 ? 1 : 0;
      const result = level + slope * (year - 2016) + 3 * treated + normal(random);
      rows.push([`ш${school}`, year, result.toFixed(2), treated]);
    }
  }
  return csv(['school', 'year', 'result', 'treated'], rows);
}

function series(random: Random): string {
  const rows = Array.from({ length: 16 }, (_, k) => [
    2010 + k,
    (40 + 0.5 * k + (k >= 9 ? 3 : 0) + normal(random)).toFixed(2),
  ]);
  return csv(['year', 'result'], rows);
}

/** Value added of schools in three years, with its error. */
function estimates(random: Random): string {
  const rows: Cell[][] = [];
  for (let school = 1; school <= 15; school += 1) {
    const level = 2 * normal(random);
    for (let year = 2023; year <= 2025; year += 1) {
      const se = 0.6 + random.next();
      rows.push([`ш${school}`, year, (level + se * normal(random)).toFixed(2), se.toFixed(2)]);
    }
  }
  return csv(['school', 'year', 'estimate', 'se'], rows);
}

/** Raw scores 0 … 40 with pupils lifted over the border at 20. */
function marks(random: Random): string {
  const rows = Array.from({ length: 1500 }, (_, k) => {
    const score = Math.min(40, Math.max(0, Math.round(21 + 7 * normal(random))));
    return [`ш${(k % 30) + 1}`, score >= 18 && score < 20 && random.chance(0.35) ? 20 : score];
  });
  return csv(['school', 'score'], rows);
}

function costs(random: Random): string {
  const rows = Array.from({ length: 8 }, (_, k) => [
    `ш${k + 1}`,
    ...Array.from({ length: 6 }, () => 5 + random.below(95)),
  ]);
  return csv(['school', ...Array.from({ length: 6 }, (_, k) => `н${k + 1}`)], rows);
}

function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** Twelve uniforms less six: near enough to normal for an example, and the same bits everywhere. */
function normal(random: Random): number {
  let sum = -6;
  for (let k = 0; k < 12; k += 1) sum += random.next();
  return sum;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(statisticsTables()))
    await writeFile(fileURLToPath(new URL(name, import.meta.url)), text);
}
