/**
 * Unusual answer strings: the four measures of Jacob & Levitt (2003, QJE 118(3), section III) for each class.
 *
 * 1. Block: the least likely run of 3 … 7 items that two or more pupils answered alike; log of the product of the chances
 *    of their answers.
 * 2. Correlation: for each item the squared sums of residuals (answer chosen − its chance) over the options, ÷ pupils;
 *    mean over items.
 * 3. Its variance over items.
 * 4. Oddity: Σ over items of (right − share right among pupils of the same raw score)², less its mean over those pupils;
 *    mean over the class.
 *
 * The chance of an option is its frequency among pupils of other classes in the same tenth of raw scores (one added to each
 * count); the paper uses multinomial logits on past scores instead. Each measure is ranked over classes, 0 … 1 with 1 the
 * strangest; the class's figure is the sum of squared ranks. It points at classes to look at again and proves nothing.
 */
import { StatsError } from '../errors.ts';
import type { Grouping } from '../value-added/mixed-model.ts';
import { averageRanks } from './ranks.ts';

const SHORTEST_BLOCK = 3;
const LONGEST_BLOCK = 7;
const ABILITY_GROUPS = 10;
/** Above this share of the classes a figure is unusual. */
const UNUSUAL = 0.95;

export type AnswerSheets = {
  /** Pupils × items, row-major: the option chosen, 0 … 254; 255 where nothing was chosen, an option of its own. */
  chosen: Uint8Array;
  pupils: number;
  /** The right option of each item. */
  key: Uint8Array;
  classes: Grouping;
};
export type ClassAnswers = {
  id: string;
  pupils: number;
  /** Log chance of the least likely shared block; 0 where no block is shared. */
  block: number;
  correlation: number;
  variance: number;
  oddity: number;
  /** Sum of the four squared ranks, 0 … 4. */
  score: number;
};

/**
 * @returns one row per class with at least two pupils
 * @throws StatsError lengthsDiffer, tooFew (items, classes)
 */
export function unusualAnswers(sheets: AnswerSheets): ClassAnswers[] {
  const { classes, pupils, key, chosen } = sheets;
  if (chosen.length !== pupils * key.length)
    throw new StatsError('lengthsDiffer', { chosen: chosen.length, expected: pupils * key.length });
  if (classes.codes.length !== pupils)
    throw new StatsError('lengthsDiffer', { column: classes.name, length: classes.codes.length, expected: pupils });
  if (key.length < SHORTEST_BLOCK) throw new StatsError('tooFew', { items: key.length });
  const members = classes.levels.map((): number[] => []);
  classes.codes.forEach((code, pupil) => members[code]?.push(pupil));
  const chosenClasses = members.flatMap((own, code) =>
    own.length >= 2 ? [{ id: classes.levels[code] ?? '', own }] : [],
  );
  if (chosenClasses.length < 2) throw new StatsError('tooFew', { classes: chosenClasses.length });

  const coded = recode(sheets);
  const raw = rawScores(sheets);
  const counts = optionCounts(coded, raw, pupils);
  const odd = oddities(sheets, raw);
  const rows = chosenClasses.map(({ id, own }) => {
    const chances = classChances(coded, counts, own);
    const { mean, variance } = residualCorrelation(coded, counts.group, chances, own);
    const oddity = own.reduce((sum, pupil) => sum + (odd[pupil] as number), 0) / own.length;
    return {
      id,
      pupils: own.length,
      block: rarestBlock(coded, counts.group, chances, own),
      correlation: mean,
      variance,
      oddity,
    };
  });
  const shares = [
    strangeness(rows.map(({ block }) => -block)),
    strangeness(rows.map(({ correlation }) => correlation)),
    strangeness(rows.map(({ variance }) => variance)),
    strangeness(rows.map(({ oddity }) => oddity)),
  ];
  return rows.map((row, k) => ({ ...row, score: shares.reduce((sum, rank) => sum + (rank[k] as number) ** 2, 0) }));
}

/**
 * Fluctuation of test scores: a class that gained much this year and lost it the next. (rank of gain)² + (1 − rank of the
 * next gain)², ranks 0 … 1 over classes; 0 … 2. NaN where either gain is unknown.
 * @throws StatsError lengthsDiffer, tooFew
 */
export function scoreFluctuation(gain: Float64Array, nextGain: Float64Array): Float64Array {
  if (gain.length !== nextGain.length)
    throw new StatsError('lengthsDiffer', { gain: gain.length, nextGain: nextGain.length });
  const known = Array.from(gain.keys()).filter((i) => Number.isFinite(gain[i]) && Number.isFinite(nextGain[i]));
  if (known.length < 2) throw new StatsError('tooFew', { classes: known.length });
  const now = strangeness(known.map((i) => gain[i] as number));
  const next = strangeness(known.map((i) => nextGain[i] as number));
  const out = new Float64Array(gain.length).fill(Number.NaN);
  known.forEach((i, k) => {
    out[i] = (now[k] as number) ** 2 + (1 - (next[k] as number)) ** 2;
  });
  return out;
}

/** Classes whose figures both lie above the 95th percentile of all classes; unknown figures never do. */
export function suspiciousClasses(answers: Float64Array, fluctuation: Float64Array): boolean[] {
  if (answers.length !== fluctuation.length)
    throw new StatsError('lengthsDiffer', { answers: answers.length, fluctuation: fluctuation.length });
  const high = [answers, fluctuation].map((figures) => {
    const known = Array.from(figures.keys()).filter((i) => Number.isFinite(figures[i]));
    if (known.length < 2) throw new StatsError('tooFew', { classes: known.length });
    const ranks = strangeness(known.map((i) => figures[i] as number));
    return new Set(known.filter((_, k) => (ranks[k] as number) > UNUSUAL));
  });
  return Array.from(answers, (_, i) => high.every((set) => set.has(i)));
}

/** Ranks from 0 (least) to 1 (greatest). */
function strangeness(values: readonly number[]): Float64Array {
  return averageRanks(Float64Array.from(values)).map((rank) => (rank - 1) / (values.length - 1));
}

type Coded = {
  /** Options as 0 … options[item] − 1, pupils × items. */
  answers: Uint8Array;
  options: number[];
  items: number;
};

/** Options seen at each item, numbered from 0. */
function recode({ chosen, pupils, key }: AnswerSheets): Coded {
  const items = key.length;
  const answers = new Uint8Array(chosen.length);
  const options = Array.from(key, (_, item) => {
    const seen = new Map<number, number>();
    for (let at = item; at < pupils * items; at += items) {
      const option = chosen[at] as number;
      if (!seen.has(option)) seen.set(option, seen.size);
      answers[at] = seen.get(option) as number;
    }
    return seen.size;
  });
  return { answers, options, items };
}

function rawScores({ chosen, pupils, key }: AnswerSheets): Int32Array {
  return Int32Array.from({ length: pupils }, (_, pupil) =>
    key.reduce((sum, right, item) => sum + (chosen[pupil * key.length + item] === right ? 1 : 0), 0),
  );
}

type Counts = {
  /** Tenth of the raw score of each pupil. */
  group: Uint8Array;
  /** Pupils by group and item and option. */
  of: Float64Array[][];
};

function optionCounts({ answers, options, items }: Coded, raw: Int32Array, pupils: number): Counts {
  const ranks = averageRanks(Float64Array.from(raw));
  const group = Uint8Array.from(ranks, (rank) =>
    Math.min(ABILITY_GROUPS - 1, Math.floor((ABILITY_GROUPS * (rank - 0.5)) / pupils)),
  );
  const of = Array.from({ length: ABILITY_GROUPS }, () => options.map((size) => new Float64Array(size)));
  group.forEach((tenth, pupil) => addAnswers(of[tenth] as Float64Array[], answers, pupil * items, 1));
  return { group, of };
}

function addAnswers(of: readonly Float64Array[], answers: Uint8Array, from: number, by: number): void {
  of.forEach((counts, item) => {
    const option = answers[from + item] as number;
    counts[option] = (counts[option] as number) + by;
  });
}

/** Chances of the options by group and item among the pupils of other classes. */
function classChances({ answers, items }: Coded, counts: Counts, own: readonly number[]): Float64Array[][] {
  const others = counts.of.map((byItem) => byItem.map((values) => Float64Array.from(values)));
  for (const pupil of own)
    addAnswers(others[counts.group[pupil] as number] as Float64Array[], answers, pupil * items, -1);
  return others.map((byItem) =>
    byItem.map((values) => {
      const total = values.reduce((sum, value) => sum + value, values.length);
      return values.map((value) => (value + 1) / total);
    }),
  );
}

function rarestBlock(
  { answers, items }: Coded,
  group: Uint8Array,
  chances: Float64Array[][],
  own: readonly number[],
): number {
  let rarest = 0;
  for (let length = SHORTEST_BLOCK; length <= Math.min(LONGEST_BLOCK, items); length += 1) {
    for (let start = 0; start + length <= items; start += 1) {
      const shared = new Map<string, { pupils: number; logChance: number }>();
      for (const pupil of own) {
        let string = '';
        let logChance = 0;
        for (let item = start; item < start + length; item += 1) {
          const option = answers[pupil * items + item] as number;
          string += String.fromCharCode(option);
          logChance += Math.log(chances[group[pupil] as number]?.[item]?.[option] as number);
        }
        const before = shared.get(string);
        shared.set(string, {
          pupils: (before?.pupils ?? 0) + 1,
          logChance: (before?.logChance ?? 0) + logChance,
        });
      }
      for (const { pupils, logChance } of shared.values()) if (pupils > 1) rarest = Math.min(rarest, logChance);
    }
  }
  return rarest;
}

function residualCorrelation(
  { answers, options, items }: Coded,
  group: Uint8Array,
  chances: Float64Array[][],
  own: readonly number[],
): { mean: number; variance: number } {
  const perItem = options.map((size, item) => {
    const sums = new Float64Array(size);
    for (const pupil of own) {
      const chance = chances[group[pupil] as number]?.[item] as Float64Array;
      const option = answers[pupil * items + item] as number;
      for (let k = 0; k < size; k += 1) sums[k] = (sums[k] as number) + (k === option ? 1 : 0) - (chance[k] as number);
    }
    return sums.reduce((total, value) => total + value * value, 0) / own.length;
  });
  const mean = perItem.reduce((sum, value) => sum + value, 0) / items;
  const variance = perItem.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (items - 1);
  return { mean, variance };
}

/** Measure 4 of each pupil, before it is averaged over the class. */
function oddities({ chosen, pupils, key }: AnswerSheets, raw: Int32Array): Float64Array {
  const items = key.length;
  const shares = Array.from({ length: items + 1 }, () => ({ pupils: 0, right: new Float64Array(items) }));
  const isRight = (pupil: number, item: number) => (chosen[pupil * items + item] === key[item] ? 1 : 0);
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    const same = shares[raw[pupil] as number] as (typeof shares)[number];
    same.pupils += 1;
    for (let item = 0; item < items; item += 1) same.right[item] = (same.right[item] as number) + isRight(pupil, item);
  }
  return Float64Array.from(raw, (score, pupil) => {
    const same = shares[score] as (typeof shares)[number];
    let sum = 0;
    for (let item = 0; item < items; item += 1) {
      const share = (same.right[item] as number) / same.pupils;
      // The mean of the squared distance over the pupils of this score is share · (1 − share).
      sum += (isRight(pupil, item) - share) ** 2 - share * (1 - share);
    }
    return sum;
  });
}
