/** The three treatments of chance (point, whole interval, posterior) on shares, means and bare numbers. */
import { pooledEstimates } from '#stats/change/pooled.ts';
import { normalLower, normalQuantile } from '#stats/distributions/normal.ts';
import { StatsError } from '#stats/errors.ts';
import { type BetaBinomial, fitBetaBinomial, probabilityShareAbove } from '#stats/shares/beta-binomial.ts';
import { shareInterval } from '#stats/shares/intervals.ts';
import type { Uncertainty } from '../methodology/schema.ts';
import type { Cut } from './cut.ts';
import { type Estimates, momentsOf } from './estimates.ts';
import { memo } from './memo.ts';
import type { ResultsTable } from './table.ts';

const EPSILON = 1e-9;
/** With fewer schools a distribution over schools cannot be fitted. */
const SCHOOLS_FOR_PRIOR = 10;
/** A difference of one standard deviation of schools counts as much as so many pupils: bare numbers have no pupils. */
const PUPILS_PER_DEVIATION = 10;

/** A key for a count and the pupils it is of. */
export function pairOf(count: number, pupils: number): number {
  return pupils * 65_536 + count;
}

type Judge = { meets(j: number): boolean; probability(j: number): number; distance(j: number, now: boolean): number };

export function judgeOf(
  table: ResultsTable,
  key: string,
  estimates: Estimates,
  counted: Uint8Array,
  cut: Cut,
  uncertainty: Uncertainty,
): Judge {
  const { x, n, se } = estimates;
  if (x !== null) {
    const prior = () => memo(table, `prior|${key}`, () => priorOf(x, n));
    const how = JSON.stringify([uncertainty, cut.side, cut.strict]);
    // A limit by an interval is the same for every work; one by a posterior belongs to the work's own schools.
    const limits = keptAt(table, `limits|${how}|${uncertainty.kind === 'posterior' ? key : ''}`);
    return judgeShares(x, n, cut, uncertainty, prior, { chances: keptAt(table, `chances|${key}`), limits });
  }
  if (se !== null) return judgeMeans(table, key, estimates, se, cut, uncertainty);
  return judgeBare(estimates, counted, cut);
}

/** Meets is monotone in the count of pupils: for each n there is a count from which on (or up to which) it holds. */
function judgeShares(
  x: Int32Array,
  n: Int32Array,
  cut: Cut,
  uncertainty: Uncertainty,
  prior: () => Prior,
  { chances, limits }: Record<'chances' | 'limits', KeptAt>,
): Judge {
  const oneCut = cut.of(0);
  const common = cut.common ? limits(oneCut) : null;
  let own: Prior | null = null;
  let known = chances(oneCut);
  let knownAt = oneCut;
  const probability = (count: number, pupils: number, at: number): number => {
    if (!Object.is(at, knownAt)) [known, knownAt] = [chances(at), at];
    const name = pairOf(count, pupils);
    let above = known.get(name);
    if (above === undefined) {
      own ??= prior();
      above = at === Number.POSITIVE_INFINITY ? 0 : probabilityShareAbove(at, count, pupils, own);
      known.set(name, above);
    }
    return cut.side === 1 ? above : 1 - above;
  };
  const meets = (count: number, pupils: number, at: number): boolean => {
    if (uncertainty.kind === 'posterior') return probability(count, pupils, at) >= uncertainty.cut - EPSILON;
    if (uncertainty.kind === 'point') return onSide((cut.side * (count - at * pupils)) / 1, cut.strict);
    const { low, high } = shareInterval(count, pupils, uncertainty.method, uncertainty.level);
    return onSide(cut.side === 1 ? low - at : at - high, cut.strict);
  };
  /** Smallest count that meets (side 1; n + 1: none), or the largest (side −1; −1: none). */
  const limitOf = (pupils: number, at: number): number => {
    const kept = common?.get(pupils);
    if (kept !== undefined) return kept;
    let [low, high] = [0, pupils + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (meets(middle, pupils, at) === (cut.side === 1)) high = middle;
      else low = middle + 1;
    }
    const limit = cut.side === 1 ? low : low - 1;
    common?.set(pupils, limit);
    return limit;
  };
  return {
    meets(j) {
      const limit = limitOf(n[j] as number, cut.of(j));
      return cut.side === 1 ? (x[j] as number) >= limit : (x[j] as number) <= limit;
    },
    probability: (j) => probability(x[j] as number, n[j] as number, cut.of(j)),
    distance(j, now) {
      const [count, pupils] = [x[j] as number, n[j] as number];
      const limit = limitOf(pupils, cut.of(j));
      const target = cut.side === 1 ? (now ? limit - 1 : limit) : now ? limit + 1 : limit;
      return target < 0 || target > pupils ? Number.POSITIVE_INFINITY : Math.abs(count - target);
    },
  };
}

/** While a slider moves, what was worked out at the last few bounds is kept: going on costs no memory. */
const BOUNDS_KEPT = 4;

type KeptAt = (at: number) => Map<number, number>;

function keptAt(table: ResultsTable, key: string): KeptAt {
  const kept = memo(table, key, () => new Map<number, Map<number, number>>());
  return (at) => {
    const known = kept.get(at);
    if (known !== undefined) return known;
    const made = new Map<number, number>();
    kept.set(at, made);
    for (const old of kept.keys()) {
      if (kept.size <= BOUNDS_KEPT) break;
      kept.delete(old);
    }
    return made;
  };
}

function onSide(distance: number, strict: boolean): boolean {
  return strict ? distance > EPSILON : distance >= -EPSILON;
}

type Prior = Pick<BetaBinomial, 'alpha' | 'beta'>;

/**
 * Beta over the schools of the work by maximum marginal likelihood. Few schools, or no pupil below at all: Jeffreys.
 * Schools that differ no more than chance allows: a narrow one around the common share.
 */
function priorOf(x: Int32Array, n: Int32Array): Prior {
  const present = Array.from(n.keys()).filter((j) => (n[j] as number) > 0);
  const all = present.reduce((sum, j) => sum + (n[j] as number), 0);
  const below = present.reduce((sum, j) => sum + (x[j] as number), 0);
  if (present.length < SCHOOLS_FOR_PRIOR || below === 0 || below === all) return { alpha: 0.5, beta: 0.5 };
  try {
    return fitBetaBinomial(
      Float64Array.from(present, (j) => x[j] as number),
      Float64Array.from(present, (j) => n[j] as number),
    );
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    return { alpha: (below / all) * 1000, beta: (1 - below / all) * 1000 };
  }
}

function judgeMeans(
  table: ResultsTable,
  key: string,
  { value, n }: Estimates,
  se: Float64Array,
  cut: Cut,
  uncertainty: Uncertainty,
): Judge {
  const drawn = () => memo(table, `drawn|${key}`, () => drawnTogether(value, se));
  const z =
    uncertainty.kind === 'interval'
      ? normalQuantile((1 + uncertainty.level) / 2)
      : uncertainty.kind === 'posterior'
        ? normalQuantile(uncertainty.cut)
        : 0;
  const probability = (j: number) => {
    const { mean, sd } = drawn()[j] as { mean: number; sd: number };
    const distance = cut.side * (mean - cut.of(j));
    return sd > 0 ? normalLower(distance / sd) : distance >= 0 ? 1 : 0;
  };
  /** How far the value lies on the side asked for, on its own scale. */
  const margin = (j: number) => {
    if (uncertainty.kind !== 'posterior') return cut.side * ((value[j] as number) - cut.of(j)) - z * (se[j] as number);
    const { mean, sd, weight } = drawn()[j] as { mean: number; sd: number; weight: number };
    return (cut.side * (mean - cut.of(j)) - z * sd) / Math.max(weight, EPSILON);
  };
  return {
    meets: (j) => onSide(margin(j), cut.strict),
    probability,
    distance: (j) => Math.max(0.001, Math.abs(margin(j)) * (n[j] as number)),
  };
}

function drawnTogether(value: Float64Array, se: Float64Array): { mean: number; sd: number; weight: number }[] {
  const asTheyAre = () => Array.from(value, (mean, j) => ({ mean, sd: se[j] as number, weight: 1 }));
  if (value.filter((one) => !Number.isNaN(one)).length < SCHOOLS_FOR_PRIOR) return asTheyAre();
  try {
    return pooledEstimates([value], [se]).schools.map((school) =>
      school === null
        ? { mean: Number.NaN, sd: Number.NaN, weight: 1 }
        : { mean: school.shrunk, sd: school.sd, weight: school.reliability },
    );
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    return asTheyAre();
  }
}

/** A number without a known error is taken at its word. */
function judgeBare({ value }: Estimates, counted: Uint8Array, cut: Cut): Judge {
  const spread = momentsOf(value.filter((_, j) => counted[j] === 1)).sd || 1;
  const meets = (j: number) => onSide(cut.side * ((value[j] as number) - cut.of(j)), cut.strict);
  return {
    meets,
    probability: (j) => (meets(j) ? 1 : 0),
    distance: (j) => Math.max(0.001, (Math.abs((value[j] as number) - cut.of(j)) / spread) * PUPILS_PER_DEVIATION),
  };
}
