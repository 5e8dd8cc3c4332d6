/**
 * Identical wrong answers: do pupils of one class choose the same wrong options more often than pupils of equal strength in
 * other classes?
 *
 * For each wrong option o of item i and pupil a: residual r = [a chose o] − π, π the frequency of o among pupils of other
 * classes in the same tenth of raw scores. Over pairs of a class Σ_{a<b} r_a r_b = ((Σr)² − Σr²) ÷ 2 has mean 0 where
 * pupils answer by themselves, and variance ((Σv)² − Σv²) ÷ 2 with v = π(1 − π). Right answers are left out: they agree
 * because they are right. z over all items and options; classes are compared with `unlikeOthers`, since lessons, too,
 * make pupils of a class err alike.
 */
import { StatsError } from '../errors.ts';
import { averageRanks } from './ranks.ts';
import type { AnswerSheets } from './answers.ts';

export type SharedAnswers = {
  id: string;
  pupils: number;
  /** Pairs of pupils with the same wrong answer, summed over items: seen and expected. */
  shared: number;
  expected: number;
  z: number;
  /**
   * Degrees of freedom of the chi-square with the same skewness: a sum of squares leans to the right, and the normal tail
   * would find too many classes. (Σ v)³ ÷ (Σ v^1.5)², v the variance of each item and option (Imhof 1961, Biometrika 48).
   */
  degrees: number;
};

const STRENGTH_GROUPS = 10;

/** @returns one row per class with at least two pupils. @throws StatsError lengthsDiffer, tooFew (classes) */
export function sharedWrongAnswers({ chosen, pupils, key, classes }: AnswerSheets): SharedAnswers[] {
  const items = key.length;
  if (chosen.length !== pupils * items)
    throw new StatsError('lengthsDiffer', { chosen: chosen.length, expected: pupils * items });
  if (classes.codes.length !== pupils)
    throw new StatsError('lengthsDiffer', { column: classes.name, length: classes.codes.length, expected: pupils });
  const members = classes.levels.map((): number[] => []);
  classes.codes.forEach((code, pupil) => members[code]?.push(pupil));
  const rows = members.flatMap((own, code) => (own.length >= 2 ? [{ id: classes.levels[code] ?? '', own }] : []));
  if (rows.length < 2) throw new StatsError('tooFew', { classes: rows.length });

  const group = strengthGroups(chosen, pupils, key);
  const options = chosen.reduce((most, option) => (option === NOTHING ? most : Math.max(most, option)), 0) + 1;
  const cell = (tenth: number, item: number, option: number) => (tenth * items + item) * options + option;
  const counts = new Float64Array(STRENGTH_GROUPS * items * options);
  const sizes = new Float64Array(STRENGTH_GROUPS);
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    const tenth = group[pupil] as number;
    sizes[tenth] = (sizes[tenth] as number) + 1;
    for (let item = 0; item < items; item += 1) {
      const option = chosen[pupil * items + item] as number;
      if (option !== NOTHING) counts[cell(tenth, item, option)] = (counts[cell(tenth, item, option)] as number) + 1;
    }
  }
  return rows.map(({ id, own }) => {
    const ownSizes = new Float64Array(STRENGTH_GROUPS);
    for (const pupil of own) ownSizes[group[pupil] as number] = (ownSizes[group[pupil] as number] as number) + 1;
    let excess = 0;
    let variance = 0;
    let leaning = 0;
    let shared = 0;
    for (let item = 0; item < items; item += 1) {
      for (let option = 0; option < options; option += 1) {
        if (option === key[item]) continue;
        let [r1, r2, v1, v2, same] = [0, 0, 0, 0, 0];
        const ownCounts = new Float64Array(STRENGTH_GROUPS);
        for (const pupil of own)
          if (chosen[pupil * items + item] === option)
            ownCounts[group[pupil] as number] = (ownCounts[group[pupil] as number] as number) + 1;
        for (const pupil of own) {
          const tenth = group[pupil] as number;
          const others = (sizes[tenth] as number) - (ownSizes[tenth] as number);
          const chance =
            ((counts[cell(tenth, item, option)] as number) - (ownCounts[tenth] as number) + 0.25) / (others + 1);
          const chose = chosen[pupil * items + item] === option ? 1 : 0;
          const residual = chose - chance;
          const v = chance * (1 - chance);
          r1 += residual;
          r2 += residual * residual;
          v1 += v;
          v2 += v * v;
          same += chose;
        }
        excess += (r1 * r1 - r2) / 2;
        const spread = Math.max(0, (v1 * v1 - v2) / 2);
        variance += spread;
        leaning += spread ** 1.5;
        shared += (same * (same - 1)) / 2;
      }
    }
    return {
      id,
      pupils: own.length,
      shared,
      expected: shared - excess,
      z: variance > 0 ? excess / Math.sqrt(variance) : Number.NaN,
      degrees: variance ** 3 / leaning ** 2,
    };
  });
}

/** As in `answers.ts`: nothing was chosen. */
const NOTHING = 255;

function strengthGroups(chosen: Uint8Array, pupils: number, key: Uint8Array): Uint8Array {
  const raw = Float64Array.from({ length: pupils }, (_, pupil) =>
    key.reduce((sum, right, item) => sum + (chosen[pupil * key.length + item] === right ? 1 : 0), 0),
  );
  return Uint8Array.from(averageRanks(raw), (rank) =>
    Math.min(STRENGTH_GROUPS - 1, Math.floor((STRENGTH_GROUPS * (rank - 0.5)) / pupils)),
  );
}
