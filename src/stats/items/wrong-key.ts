/**
 * Wrong keys: items where choosing another option goes with strength more than choosing the key does.
 *
 * Strength is the rest score: right answers to the other items that are not under suspicion. For each rival of the key
 * d = 1 for pupils who chose the rival, −1 for those who chose the key, 0 for others; correlation of d with the rest score
 * above 0 says that the rival covaries with strength more than the key. One-sided p by t, adjusted over all rivals of all
 * items (Benjamini & Hochberg 1995). The suspicious items are taken out of the rest score and the comparison repeated,
 * since several wrong keys hide one another. Based on distractor analysis: Haladyna (2004), Developing and Validating
 * Multiple-Choice Test Items, chapter 9.
 */
import { studentTwoSided } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { adjustFalseDiscovery } from '../false-discovery.ts';

/** Nothing was chosen: wrong whatever the key is. */
export const NO_CHOICE = 255;

export type Choices = {
  /** Pupils × items, row-major: the option chosen, 0 … 254, or NO_CHOICE. */
  chosen: Uint8Array;
  pupils: number;
  items: readonly string[];
  /** The option held to be right, by item. */
  key: Uint8Array;
};
export type OptionFigures = {
  option: number;
  n: number;
  share: number;
  /** Of those who chose it. */
  meanRest: number;
};
export type KeyCheck = {
  item: string;
  key: number;
  options: OptionFigures[];
  /** The option that looks right instead of the key. */
  suspected: number | null;
  /** Adjusted p of the strongest rival of the key; NaN where all chose alike or the rest score has no spread. */
  p: number;
};

const ROUNDS = 5;

/**
 * @param level greatest expected share of sound keys among the suspicious ones
 * @throws StatsError lengthsDiffer, tooFew, outOfRange
 */
export function checkKeys(choices: Choices, level = 0.01): KeyCheck[] {
  const { chosen, pupils, items, key } = choices;
  if (items.length < 3) throw new StatsError('tooFew', { items: items.length });
  if (pupils < 4) throw new StatsError('tooFew', { pupils });
  if (key.length !== items.length) throw new StatsError('lengthsDiffer', { key: key.length, expected: items.length });
  if (chosen.length !== pupils * items.length)
    throw new StatsError('lengthsDiffer', { chosen: chosen.length, expected: pupils * items.length });
  const blank = key.indexOf(NO_CHOICE);
  if (blank >= 0) throw new StatsError('outOfRange', { item: items[blank], key: NO_CHOICE });
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  let doubtful = new Set<number>();
  let checks = oneRound(choices, doubtful, level);
  for (let round = 1; round < ROUNDS; round += 1) {
    const next = new Set(checks.flatMap(({ suspected }, item) => (suspected === null ? [] : [item])));
    // At least two sound items must be left to judge by.
    if (sameItems(next, doubtful) || next.size > items.length - 3) break;
    doubtful = next;
    checks = oneRound(choices, doubtful, level);
  }
  return checks;
}

type Group = { option: number; n: number; mean: number; squares: number };

function oneRound(choices: Choices, doubtful: ReadonlySet<number>, level: number): KeyCheck[] {
  const { items, key, pupils } = choices;
  const groups = items.map((_, item) => groupsOf(choices, doubtful, item));
  const rivals = groups.flatMap((own, item) => {
    const right = own.find(({ option }) => option === key[item]);
    return own
      .filter(({ option }) => option !== key[item] && option !== NO_CHOICE)
      .map((rival) => ({ item, option: rival.option, p: strongerThan(rival, right, own) }));
  });
  const adjusted = adjustFalseDiscovery(Float64Array.from(rivals, ({ p }) => p));
  const best = new Map<number, { option: number; plain: number; p: number }>();
  rivals.forEach(({ item, option, p }, k) => {
    const known = best.get(item);
    if (!Number.isNaN(p) && !(known && known.plain <= p))
      best.set(item, { option, plain: p, p: adjusted[k] as number });
  });
  return items.map((item, i) => {
    const rival = best.get(i);
    return {
      item,
      key: key[i] as number,
      options: (groups[i] as Group[]).map(({ option, n, mean }) => ({ option, n, share: n / pupils, meanRest: mean })),
      suspected: rival && rival.p <= level ? rival.option : null,
      p: rival?.p ?? Number.NaN,
    };
  });
}

/** Rest scores of the pupils by the option they chose at an item. */
function groupsOf({ chosen, pupils, items, key }: Choices, doubtful: ReadonlySet<number>, item: number): Group[] {
  const k = items.length;
  const groups = new Map<number, Group>();
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    let rest = 0;
    for (let other = 0; other < k; other += 1)
      if (other !== item && !doubtful.has(other) && chosen[pupil * k + other] === key[other]) rest += 1;
    const option = chosen[pupil * k + item] as number;
    const group = groups.get(option) ?? { option, n: 0, mean: 0, squares: 0 };
    group.n += 1;
    const step = rest - group.mean;
    group.mean += step / group.n;
    group.squares += step * (rest - group.mean);
    groups.set(option, group);
  }
  return [...groups.values()].sort((a, b) => a.option - b.option);
}

/** One-sided p of «the rival does not covary with strength more than the key». */
function strongerThan(rival: Group, right: Group | undefined, all: readonly Group[]): number {
  const n = all.reduce((sum, group) => sum + group.n, 0);
  const mean = all.reduce((sum, group) => sum + group.n * group.mean, 0) / n;
  const spread = all.reduce((sum, group) => sum + group.squares + group.n * (group.mean - mean) ** 2, 0);
  const keyed = right ?? { n: 0, mean };
  const product = rival.n * (rival.mean - mean) - keyed.n * (keyed.mean - mean);
  const own = rival.n + keyed.n - (rival.n - keyed.n) ** 2 / n;
  const r = product / Math.sqrt(own * spread);
  if (!Number.isFinite(r)) return Number.NaN;
  const half = studentTwoSided(r * Math.sqrt((n - 2) / Math.max(Number.MIN_VALUE, 1 - r * r)), n - 2) / 2;
  return r > 0 ? half : 1 - half;
}

function sameItems(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
