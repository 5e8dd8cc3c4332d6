/** Signs in the items: hard ones done better and easy ones worse than by such schools; the same wrong answers in a class. */
import { gammaQ } from '#stats/distributions/gamma.ts';
import { itemPatterns } from '#stats/integrity/item-pattern.ts';
import { sharedWrongAnswers } from '#stats/integrity/shared-answers.ts';
import { farAbove, unlikeOthers } from '#stats/integrity/unlike-others.ts';
import { median } from '#stats/quantile.ts';
import type { IntegrityAnswers, IntegrityWork, SignalChart } from '../contract.ts';
import { allSchools, FEWEST_PUPILS, orNothing, type SignTest } from './common.ts';

export function itemSigns(works: readonly IntegrityWork[]): SignTest {
  const schools = allSchools(works);
  const found: SignTest = new Map();
  const sums = new Float64Array(schools.length);
  const numbers = new Float64Array(schools.length);
  const slopes = schools.map(
    (): { slope: number; variance: number; usual: number; n: number; work: IntegrityWork }[] => [],
  );
  const charts = new Map<string, SignalChart>();
  const hard = new Float64Array(schools.length);
  for (const work of works) {
    const patterns = orNothing(() => patternsOf(work, schools));
    if (!patterns) continue;
    const compared = orNothing(() =>
      unlikeOthers(
        Float64Array.from(patterns, (own) => own?.slope ?? Number.NaN),
        Float64Array.from(patterns, (own) => own?.variance ?? Number.NaN),
        { covariate: Float64Array.from(patterns, (own) => own?.level ?? Number.NaN), degree: 2 },
      ),
    );
    if (!compared) continue;
    schools.forEach((school, j) => {
      const own = patterns[j];
      const z = compared.z[j] as number;
      if (!own || Number.isNaN(z)) return;
      sums[j] = (sums[j] as number) + z;
      numbers[j] = (numbers[j] as number) + 1;
      hard[j] = (hard[j] as number) + own.hard;
      slopes[j]?.push({
        slope: own.slope,
        variance: own.variance,
        usual: compared.centre[j] as number,
        n: work.schools.get(school)?.n ?? 0,
        work,
      });
      const clearest = slopes[j]?.every(
        ({ slope, usual }) => slope - usual <= own.slope - (compared.centre[j] as number),
      );
      if (clearest) charts.set(school, chartOf(work, own.seen, own.expected));
    });
  }
  const pooled = sums.map((sum, j) => (numbers[j] ? sum / Math.sqrt(numbers[j] as number) : Number.NaN));
  const compared = orNothing(() =>
    unlikeOthers(
      pooled,
      Float64Array.from(schools, () => 1),
    ),
  );
  if (!compared) return found;
  schools.forEach((school, j) => {
    const own = slopes[j] ?? [];
    const z = compared.z[j] as number;
    if (own.length === 0 || Number.isNaN(z)) return;
    const mean = (of: (one: (typeof own)[number]) => number) => own.reduce((sum, one) => sum + of(one), 0) / own.length;
    const value = mean(({ slope }) => slope);
    const se = Math.sqrt(mean(({ variance }) => variance) / own.length);
    const chart = charts.get(school);
    found.set(school, {
      kind: 'items',
      // A weak school that misses one topic is uneven too. Help shows where hard items are done better than in the region.
      p: (hard[j] as number) > 0 ? farAbove(z, compared.degrees) : 1,
      n: own.reduce((sum, { n }) => sum + n, 0),
      value,
      low: value - 1.96 * se,
      high: value + 1.96 * se,
      usual: mean(({ usual }) => usual),
      official: false,
      works: own.map(({ work }) => work.procedureId),
      ...(chart ? { chart } : {}),
    });
  });
  return found;
}

function patternsOf(work: IntegrityWork, schools: readonly string[]) {
  // An item without a known largest number of points cannot be held against others.
  const used = work.items.flatMap(({ maximum }, i) => (maximum === null || maximum <= 0 ? [] : [{ i, maximum }]));
  const shares = (sums: readonly number[], counts: readonly number[]) => ({
    points: used.map(({ i }) => sums[i] ?? 0),
    possible: used.map(({ i, maximum }) => (counts[i] ?? 0) * maximum),
  });
  const all = work.items.map(() => ({ sum: 0, count: 0 }));
  for (const { itemSums, itemCounts } of work.schools.values()) {
    all.forEach((item, i) => {
      item.sum += itemSums[i] ?? 0;
      item.count += itemCounts[i] ?? 0;
    });
  }
  const region = shares(
    all.map(({ sum }) => sum),
    all.map(({ count }) => count),
  );
  const present = schools.map((school) => {
    const own = work.schools.get(school);
    return own && own.n >= FEWEST_PUPILS ? own : null;
  });
  const patterns = itemPatterns(
    region,
    present.map((own) => (own ? shares(own.itemSums, own.itemCounts) : shares([], []))),
  );
  const usual = region.points.map((sum, i) => sum / Math.max(1, region.possible[i] as number));
  const middle = median(Float64Array.from(usual));
  return patterns.map((pattern, j) => {
    const own = present[j];
    if (!own) return null;
    const { points, possible } = shares(own.itemSums, own.itemCounts);
    // Points above those of the region on items harder than the middle one.
    const gain = usual.map((share, i) =>
      share < middle ? (points[i] as number) - share * (possible[i] as number) : 0,
    );
    return { ...pattern, hard: gain.reduce((sum, one) => sum + one, 0) };
  });
}

/** Items from easy to hard, in percent of points. */
function chartOf(work: IntegrityWork, seen: readonly number[], expected: readonly number[]): SignalChart {
  const names = work.items.filter(({ maximum }) => maximum !== null && maximum > 0).map(({ name }) => name);
  const order = names
    .map((name, i) => ({ name, i }))
    .filter(({ i }) => Number.isFinite(seen[i]))
    .sort((a, b) => (expected[b.i] as number) - (expected[a.i] as number));
  return {
    labels: order.map(({ name }) => name),
    seen: order.map(({ i }) => 100 * (seen[i] as number)),
    expected: order.map(({ i }) => 100 * (expected[i] as number)),
  };
}

/** Classes are named 'school/class'; the strangest class of a school is told, its p multiplied by their number. */
export function answerSigns(works: readonly IntegrityAnswers[]): SignTest {
  const found: SignTest = new Map();
  for (const { title, chosen, pupils, key, classes } of works) {
    const levels = [...new Set(classes)];
    const place = new Map(levels.map((name, code) => [name, code]));
    const rows = orNothing(() =>
      sharedWrongAnswers({
        chosen,
        pupils,
        key,
        classes: { name: 'class', codes: Int32Array.from(classes, (name) => place.get(name) ?? 0), levels },
      }),
    )?.filter((row) => row.pupils >= FEWEST_PUPILS);
    if (!rows) continue;
    const compared = orNothing(() =>
      unlikeOthers(
        Float64Array.from(rows, ({ z }) => z),
        Float64Array.from(rows, () => 1),
        { covariate: Float64Array.from(rows, ({ pupils: size }) => Math.log(size)) },
      ),
    );
    if (!compared) continue;
    const bySchool = Map.groupBy(
      rows.map((row, k) => ({ row, p: leaningUpper(compared.z[k] as number, row.degrees) })),
      ({ row }) => row.id.slice(0, row.id.lastIndexOf('/')),
    );
    for (const [school, own] of bySchool) {
      const least = own.reduce((best, one) => (one.p < best.p ? one : best));
      const { row } = least;
      const spread = Math.sqrt(Math.max(1, row.expected));
      found.set(school, {
        kind: 'answers',
        p: Math.min(1, least.p * own.length),
        n: row.pupils,
        value: row.shared,
        low: row.shared - 1.96 * spread,
        high: row.shared + 1.96 * spread,
        usual: row.expected,
        official: false,
        works: [title],
        klass: row.id.slice(row.id.lastIndexOf('/') + 1),
      });
    }
  }
  return found;
}

/** P of a standardised chi-square above z. */
function leaningUpper(z: number, degrees: number): number {
  return gammaQ(degrees / 2, Math.max(0, degrees + z * Math.sqrt(2 * degrees)) / 2);
}
