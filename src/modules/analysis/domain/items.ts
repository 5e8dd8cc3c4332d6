/** How items and topics were done against the region, and which fall behind by more than chance. */
import { hidesCount, isTooSmall, type ResultItem } from '#modules/results/index.ts';
import { boundedMeanInterval } from '#stats/shares/intervals.ts';

export type WorkItem = { name: string; maximum: number; kes?: string[]; kt?: string[] };
/** `topics`: «КЭС 1.1» → its words. */
export type DescribedWork = { items: readonly WorkItem[]; topics: Readonly<Record<string, string>> };
export type ItemSums = { itemSums: readonly number[]; itemCounts: readonly number[] };

export type Done = {
  name: string;
  /** КЭС and КТ of an item; the items of a topic. */
  about: string;
  n: number;
  /** Share of the largest points; null: hidden or unknown. */
  value: number | null;
  low: number;
  high: number;
  region: number | null;
  behind: boolean;
  note: string | null;
};

const LEVEL = 0.05;

/** `region` null: the pupils are the region itself. */
export function itemsDone(
  items: readonly ResultItem[],
  work: readonly WorkItem[] | null,
  mine: ItemSums,
  region: ItemSums | null,
  own: boolean,
): Done[] {
  const described = new Map((work ?? []).map((item) => [item.name, item]));
  return items.map(({ name, maximum: inFile }, index) => {
    const item = described.get(name);
    const maximum = inFile ?? item?.maximum ?? null;
    const about = [...(item?.kes ?? []).map((code) => `КЭС ${code}`), ...(item?.kt ?? []).map((code) => `КТ ${code}`)];
    const sum = mine.itemSums[index] ?? 0;
    const n = mine.itemCounts[index] ?? 0;
    const base = { name, about: about.join(', '), n, value: null, low: 0, high: 0, region: null, behind: false };
    if (maximum === null || n === 0) return { ...base, note: n === 0 ? 'не выполняли' : 'максимум неизвестен' };
    const note = own ? null : hiddenBecause(sum, n, maximum);
    if (note !== null) return { ...base, n: isTooSmall(n) ? 0 : n, note };
    const whole = region && shareOfPoints(region, [[index, maximum]]);
    return { ...base, ...compared(sum / n / maximum, n, whole, items.length), note: null };
  });
}

/** The few who did it, or the few who did not, could be told. */
function hiddenBecause(sum: number, n: number, maximum: number): string | null {
  if (isTooSmall(n)) return 'учеников меньше 5';
  if (maximum !== 1 || !hidesCount(Math.round(sum), n)) return null;
  return isTooSmall(Math.round(sum)) ? 'выполнили меньше 5' : 'не выполнили меньше 5';
}

/** The level is divided among the comparisons, so that of many topics none falls behind by chance alone. */
function compared(raw: number, n: number, region: number | null, comparisons: number) {
  const value = Math.min(1, raw);
  const strict = boundedMeanInterval(value, n, 1 - LEVEL / comparisons);
  return { value, ...boundedMeanInterval(value, n), region, behind: region !== null && strict.high < region };
}

/** Points of the pupils in some items as a share of the largest possible. */
function shareOfPoints(
  { itemSums, itemCounts }: ItemSums,
  items: readonly (readonly [index: number, maximum: number])[],
) {
  let points = 0;
  let possible = 0;
  for (const [index, maximum] of items) {
    points += itemSums[index] ?? 0;
    possible += (itemCounts[index] ?? 0) * maximum;
  }
  return possible === 0 ? null : Math.min(1, points / possible);
}

/** Items of one code of content or requirement together; each pupil counts once. */
export function topicsDone(
  items: readonly ResultItem[],
  { items: described, topics: words }: DescribedWork,
  mine: ItemSums,
  region: ItemSums | null,
  own: boolean,
): Done[] {
  const indexOf = new Map(items.map(({ name }, index) => [name, index]));
  const topics = new Map<string, { item: WorkItem; index: number }[]>();
  for (const item of described) {
    const index = indexOf.get(item.name);
    if (index === undefined) continue;
    const codes = [...(item.kes ?? []).map((code) => `КЭС ${code}`), ...(item.kt ?? []).map((code) => `КТ ${code}`)];
    for (const code of codes) topics.set(code, [...(topics.get(code) ?? []), { item, index }]);
  }
  return [...topics]
    .sort(([a], [b]) => a.localeCompare(b, 'ru', { numeric: true }))
    .map(([code, members]): Done => {
      const name = words[code] === undefined ? code : `${code} ${words[code]}`;
      const about = `задания ${members.map(({ item }) => item.name).join(', ')}`;
      const places = members.map(({ item, index }) => [index, item.maximum] as const);
      const n = Math.max(0, ...places.map(([index]) => mine.itemCounts[index] ?? 0));
      const base = { name, about, n, value: null, low: 0, high: 0, region: null, behind: false };
      const value = shareOfPoints(mine, places);
      if (value === null || n === 0) return { ...base, note: 'не выполняли' };
      const [only] = members;
      const sum = mine.itemSums[only!.index] ?? 0;
      // A topic of one item says what the item says.
      const note = own ? null : hiddenBecause(sum, n, members.length === 1 ? only!.item.maximum : 2);
      if (note !== null) return { ...base, n: isTooSmall(n) ? 0 : n, note };
      const whole = region && shareOfPoints(region, places);
      return { ...base, ...compared(value, n, whole, topics.size), note: null };
    });
}
