/**
 * Many schools tested at once: how many of those pointed at are pointed at by chance.
 *
 * Adjusted p of the i-th smallest of m: min over j ≥ i of m·pⱼ ÷ j (Benjamini & Hochberg 1995, JRSS B 57(1)). Schools with
 * adjusted p ≤ α hold at most a share α of false ones on average. Several signs of one school are first joined by Simes
 * (1986, Biometrika 73(3)), which is the smallest adjusted p of that school and bears positive dependence.
 */
import { StatsError } from './errors.ts';

/**
 * @param p values 0 … 1; NaN where a school was not tested: it is not counted and stays NaN
 * @throws StatsError outOfRange
 */
export function adjustFalseDiscovery(p: Float64Array): Float64Array {
  const tested = Array.from(p.keys()).filter((i) => !Number.isNaN(p[i] as number));
  for (const i of tested) {
    const value = p[i] as number;
    if (!(value >= 0 && value <= 1)) throw new StatsError('outOfRange', { p: value, position: i + 1 });
  }
  tested.sort((a, b) => (p[b] as number) - (p[a] as number));
  const adjusted = new Float64Array(p.length).fill(Number.NaN);
  let smallest = 1;
  tested.forEach((i, place) => {
    smallest = Math.min(smallest, (p[i] as number) * (tested.length / (tested.length - place)));
    adjusted[i] = smallest;
  });
  return adjusted;
}

/** p of «no sign at all is real» for one school; NaN without any test. */
export function simes(p: Float64Array): number {
  let smallest = Number.NaN;
  for (const value of adjustFalseDiscovery(p)) {
    if (!Number.isNaN(value) && !(smallest <= value)) smallest = value;
  }
  return smallest;
}

export type Sign = {
  name: string;
  /** p of each school, in one order for all signs; NaN where not tested. */
  p: Float64Array;
};
export type SchoolSigns = {
  /** Simes p of the school and the same adjusted over schools; NaN where nothing was tested. */
  p: number;
  adjusted: number;
  suspicious: boolean;
  /** In a suspicious school the signs whose own p, adjusted within the school, is at most the level. */
  signs: string[];
};

/**
 * @param level greatest expected share of false ones among the suspicious schools
 * @throws StatsError noData, lengthsDiffer, outOfRange
 */
export function combineSigns(signs: readonly Sign[], level = 0.05): SchoolSigns[] {
  const schools = signs[0]?.p.length;
  if (schools === undefined) throw new StatsError('noData');
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  const odd = signs.find((sign) => sign.p.length !== schools);
  if (odd) throw new StatsError('lengthsDiffer', { sign: odd.name, length: odd.p.length, expected: schools });
  const within = Array.from({ length: schools }, (_, school) =>
    Float64Array.from(signs, (sign) => sign.p[school] as number),
  );
  const joint = Float64Array.from(within, simes);
  const adjusted = adjustFalseDiscovery(joint);
  return within.map((own, school) => {
    const suspicious = (adjusted[school] as number) <= level;
    const each = adjustFalseDiscovery(own);
    return {
      p: joint[school] as number,
      adjusted: adjusted[school] as number,
      suspicious,
      signs: suspicious ? signs.filter((_, k) => (each[k] as number) <= level).map((sign) => sign.name) : [],
    };
  });
}
