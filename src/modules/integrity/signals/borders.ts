/** Signs at the borders of marks: fewer pupils just below and more just above than in schools of the same level. */
import { type BorderCounts, borderInterval, borderMoves } from '#stats/integrity/border-moves.ts';
import { farAbove, unlikeOthers } from '#stats/integrity/unlike-others.ts';
import type { IntegrityWork, SignalChart } from '../contract.ts';
import { allSchools, FEWEST_PUPILS, meanShare, orNothing, type SignTest } from './common.ts';

const BELOW = 2;
const ABOVE = 2;
/** How far the chart reaches from the border, and the cuts that mean nothing are moved. */
const REACH = 5;
/** Intervals are drawn only where there is something to show. */
const WORTH_AN_INTERVAL = 0.1;

export function borderSigns(works: readonly IntegrityWork[]): SignTest {
  const schools = allSchools(works);
  const found: SignTest = new Map();
  const moves = orNothing(() => borderMoves(borderCounts(works, schools, 0)));
  if (!moves) return found;
  const compared = orNothing(() =>
    unlikeOthers(
      Float64Array.from(moves, ({ z }) => z),
      Float64Array.from(moves, () => 1),
    ),
  );
  if (!compared) return found;
  const placebo = placeboBorders(works, schools);
  schools.forEach((school, j) => {
    const own = moves[j];
    const z = compared.z[j] as number;
    if (!own || Number.isNaN(z)) return;
    const p = farAbove(z, compared.degrees);
    const { low, high } =
      p <= WORTH_AN_INTERVAL ? borderInterval(own.cells, { seed: j + 1 }) : { low: Number.NaN, high: Number.NaN };
    found.set(school, {
      kind: 'borders',
      p,
      n: own.window,
      value: own.moved,
      low,
      high,
      usual: 0,
      official: false,
      works: works
        .filter(({ cuts, schools: all }) => cuts.length > 0 && all.has(school))
        .map(({ procedureId }) => procedureId),
      ...(p <= WORTH_AN_INTERVAL
        ? {
            chart: borderChart(works, school),
            z: own.z,
            placebo: placebo.flatMap(({ shift, z: all }) => {
              const there = all[j] as number;
              return Number.isNaN(there) ? [] : [{ shift, z: there }];
            }),
          }
        : {}),
    });
  });
  return found;
}

/** Cuts moved by as many points stand where no mark begins. */
const PLACEBO_SHIFTS = [-4, -3, -2, 2, 3, 4];

/**
 * The same test at borders that mean nothing, school by school: where the shape of a work and not its marks is the cause,
 * the school is as odd there.
 */
function placeboBorders(works: readonly IntegrityWork[], schools: readonly string[]): { shift: number; z: number[] }[] {
  return PLACEBO_SHIFTS.flatMap((shift) => {
    const moves = orNothing(() => borderMoves(borderCounts(works, schools, shift)));
    return moves ? [{ shift, z: moves.map(({ z }) => z) }] : [];
  });
}

function borderCounts(works: readonly IntegrityWork[], schools: readonly string[], shift: number): BorderCounts[] {
  return works.flatMap((work) => {
    const level = Float64Array.from(schools, (school) => {
      const own = work.schools.get(school);
      return own && own.n >= FEWEST_PUPILS ? meanShare(own, work) : Number.NaN;
    });
    return work.cuts
      .map((cut) => cut + shift)
      .filter((cut) => cut - BELOW >= 0 && cut + ABOVE - 1 <= work.maximum)
      .map((cut) => ({
        level,
        below: counts(work, schools, cut - BELOW, cut - 1),
        above: counts(work, schools, cut, cut + ABOVE - 1),
      }));
  });
}

function counts(work: IntegrityWork, schools: readonly string[], from: number, to: number): Float64Array {
  return Float64Array.from(schools, (school) => {
    const histogram = work.schools.get(school)?.histogram;
    let sum = 0;
    for (let points = from; points <= to; points += 1) sum += histogram?.[points] ?? 0;
    return sum;
  });
}

/** Pupils of all works by their distance to the nearest border, beside what the region would give the same number. */
function borderChart(works: readonly IntegrityWork[], school: string): SignalChart {
  const distances = Array.from({ length: 2 * REACH }, (_, k) => k - REACH);
  const seen = distances.map(() => 0);
  const expected = distances.map(() => 0);
  for (const work of works) {
    const own = work.schools.get(school);
    if (!own || own.n < FEWEST_PUPILS) continue;
    for (const cut of work.cuts) {
      const region = distances.map((distance) => {
        let sum = 0;
        for (const other of work.schools.values()) sum += other.histogram[cut + distance] ?? 0;
        return sum;
      });
      const ours = distances.map((distance) => own.histogram[cut + distance] ?? 0);
      const share = sumOf(ours) / Math.max(1, sumOf(region));
      distances.forEach((_, k) => {
        seen[k] = (seen[k] as number) + (ours[k] as number);
        expected[k] = (expected[k] as number) + share * (region[k] as number);
      });
    }
  }
  return { labels: distances.map((distance) => (distance >= 0 ? `+${distance}` : String(distance))), seen, expected };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
