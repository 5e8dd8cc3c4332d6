/**
 * Differential item functioning: is an item harder for one group among pupils of equal total score?
 *
 * Mantel & Haenszel (1959): common odds ratio α = Σ AₖDₖ/Nₖ ÷ Σ BₖCₖ/Nₖ over raw scores k (A, B right and wrong of the
 * reference group, C, D of the focal one), chi-square with continuity correction; variance of ln α by Robins, Breslow &
 * Greenland (1986, Biometrics 42). ETS delta = −2.35 ln α: below 0 where the item is harder for the focal group.
 * Categories (Zieky 1993): A where |delta| < 1 or not different from 0; C where |delta| ≥ 1.5 and significantly above 1; else
 * B. Items that differ spoil the score on which pupils are compared, so the test is repeated without them (Holland & Thayer
 * 1988; Fidalgo, Mellenbergh & Muñiz 2000, Methods Psychol. Res. 5(3)); under the Rasch model fewer items in the score only cost power.
 */
import { chiSquareUpper } from '../distributions/gamma.ts';
import { StatsError } from '../errors.ts';
import { adjustFalseDiscovery } from '../false-discovery.ts';
import { NOT_PRESENTED, requireResponses, type Responses } from './responses.ts';

/** Right and wrong answers of both groups at one level of the total score. */
export type TwoByTwo = { referenceRight: number; referenceWrong: number; focalRight: number; focalWrong: number };
export type OddsTest = {
  /** Common odds ratio, above 1 where the item is easier for the reference group. */
  odds: number;
  logOddsSe: number;
  chiSquare: number;
  p: number;
};
type Tested = OddsTest & { item: string; delta: number; deltaSe: number; category: 'A' | 'B' | 'C' };
export type ItemDif = Tested & {
  /** p adjusted over the items by Benjamini & Hochberg. */
  adjustedP: number;
};
export type DifReport = {
  items: ItemDif[];
  /** Items without a figure: no level where both groups and both answers meet. */
  excluded: string[];
  /** Pupils with all items, by group. */
  reference: number;
  focal: number;
  /** Pupils left out because some items were not presented to them. */
  incomplete: number;
};

const MOST_ROUNDS = 10;
/** Normal quantile of a one-sided 5 % test, for category C. */
const ONE_SIDED = 1.644_853_626_951_472_2;

/**
 * @param focal 1 for pupils of the focal group, 0 for the reference group; length = persons
 * @param purify repeat, until nothing changes, with the items of p < 0.05 left out of the total score (the studied one always
 *   counts), as long as half of the items remain
 * @throws StatsError lengthsDiffer, outOfRange, tooFew, oneGroup
 */
export function mantelHaenszelDif(responses: Responses, focal: Uint8Array, purify = true): DifReport {
  requireResponses(responses);
  const { persons, items, values } = responses;
  if (focal.length !== persons) throw new StatsError('lengthsDiffer', { focal: focal.length, expected: persons });
  const odd = focal.findIndex((value) => value > 1);
  if (odd >= 0) throw new StatsError('outOfRange', { person: odd + 1, focal: focal[odd] });
  const k = items.length;
  const complete = Array.from(focal.keys()).filter(
    (person) => !values.subarray(person * k, person * k + k).includes(NOT_PRESENTED),
  );
  const inFocal = complete.filter((person) => focal[person] === 1).length;
  if (inFocal === 0 || inFocal === complete.length)
    throw new StatsError('oneGroup', { reference: complete.length - inFocal, focal: inFocal });
  const all = items.map((_, item) => item);
  const judge = (matching: readonly number[]) => all.map((item) => itemDif(responses, complete, focal, matching, item));
  let found = judge(all);
  let matching: readonly number[] = all;
  for (let round = 0; purify && round < MOST_ROUNDS; round += 1) {
    const clean = all.filter((item) => !isDoubtful(found[item] ?? null));
    if (clean.join() === matching.join() || clean.length < Math.max(2, k / 2)) break;
    matching = clean;
    found = judge(matching);
  }
  const kept = found.filter((one) => one !== null);
  const adjusted = adjustFalseDiscovery(Float64Array.from(kept, ({ p }) => p));
  return {
    items: kept.map((one, i) => ({ ...one, adjustedP: adjusted[i] as number })),
    excluded: items.filter((_, item) => found[item] === null),
    reference: complete.length - inFocal,
    focal: inFocal,
    incomplete: persons - complete.length,
  };
}

/** Left out of the score on which pupils are compared: a real difference there makes differences elsewhere. */
function isDoubtful(one: Tested | null): boolean {
  return one !== null && one.p < 0.05;
}

/** The test on tables of one item; null where no table has both groups and both answers. */
export function mantelHaenszel(tables: readonly TwoByTwo[]): OddsTest | null {
  let right = 0;
  let wrong = 0;
  let excess = 0;
  let variance = 0;
  let cross = { pr: 0, mixed: 0, qs: 0 };
  for (const { referenceRight: a, referenceWrong: b, focalRight: c, focalWrong: d } of tables) {
    const n = a + b + c + d;
    const margins = (a + b) * (c + d) * (a + c) * (b + d);
    if (margins === 0) continue;
    const r = (a * d) / n;
    const s = (b * c) / n;
    const p = (a + d) / n;
    const q = (b + c) / n;
    right += r;
    wrong += s;
    excess += a - ((a + b) * (a + c)) / n;
    variance += margins / (n * n * (n - 1));
    cross = { pr: cross.pr + p * r, mixed: cross.mixed + p * s + q * r, qs: cross.qs + q * s };
  }
  if (!(right > 0 && wrong > 0)) return null;
  const chiSquare = Math.max(0, Math.abs(excess) - 0.5) ** 2 / variance;
  return {
    odds: right / wrong,
    logOddsSe: Math.sqrt(
      cross.pr / (2 * right * right) + cross.mixed / (2 * right * wrong) + cross.qs / (2 * wrong * wrong),
    ),
    chiSquare,
    p: chiSquareUpper(chiSquare, 1),
  };
}

function itemDif(
  { values, items }: Responses,
  persons: readonly number[],
  focal: Uint8Array,
  matching: readonly number[],
  item: number,
): Tested | null {
  const k = items.length;
  const counted = matching.includes(item) ? matching : [...matching, item];
  const tables = Array.from({ length: counted.length + 1 }, () => ({
    referenceRight: 0,
    referenceWrong: 0,
    focalRight: 0,
    focalWrong: 0,
  }));
  for (const person of persons) {
    let score = 0;
    for (const one of counted) score += values[person * k + one] as number;
    const table = tables[score] as TwoByTwo;
    const right = values[person * k + item] === 1;
    if (focal[person] === 1) table[right ? 'focalRight' : 'focalWrong'] += 1;
    else table[right ? 'referenceRight' : 'referenceWrong'] += 1;
  }
  const test = mantelHaenszel(tables);
  if (!test) return null;
  const delta = -2.35 * Math.log(test.odds);
  const deltaSe = 2.35 * test.logOddsSe;
  return { item: items[item] ?? '', ...test, delta, deltaSe, category: categoryOf(delta, deltaSe, test.p) };
}

function categoryOf(delta: number, se: number, p: number): 'A' | 'B' | 'C' {
  const size = Math.abs(delta);
  if (size < 1 || p >= 0.05) return 'A';
  return size >= 1.5 && (size - 1) / se > ONE_SIDED ? 'C' : 'B';
}
