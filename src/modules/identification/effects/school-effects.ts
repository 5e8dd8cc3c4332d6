/** Value added and growth of schools from linked pupils: what metrics of these names read. The same on the server and from a folder. */
import { designMatrix } from '#stats/design.ts';
import { StatsError } from '#stats/errors.ts';
import { growthPercentiles, schoolGrowth } from '#stats/growth/growth-percentiles.ts';
import { mixedModel } from '#stats/value-added/mixed-model.ts';
import type { SchoolEffect } from '../contract.ts';
import { baseOf } from '../engine/column.ts';
import { compileRule } from '../engine/rule.ts';
import { compareText } from '../engine/table.ts';
import { METRIC_NAMES, pupilsText } from '../engine/words.ts';
import { worksOf } from '../engine/works.ts';
import type { Condition, Methodology } from '../methodology/schema.ts';
import { FEWEST_LINKED, type LinkedWork, linkedWork, type PupilResults } from './linked-pupils.ts';

type EffectKind = SchoolEffect['kind'];
export type SchoolEffects = {
  effects: SchoolEffect[];
  /** What was taken as earlier results, and where there were none. In Russian. */
  notes: string[];
};

/** Growth percentiles are a hundred quantile regressions: they need a cohort. */
const FEWEST_FOR_GROWTH = 300;
/** Standard error of a median, times √n, where percentiles lie evenly: for schools too small for an interval. */
const SE_OF_MEDIAN = 1.2533 * 28.9;
/** Earlier results further back say little; the server reads as many years. */
const YEARS_BACK = 10;

type EffectCondition = Omit<Condition, 'metric'> & { kind: EffectKind };

function effectConditions({ listed, risk }: Methodology): EffectCondition[] {
  return [listed, ...(risk ? [risk] : [])]
    .flatMap((rule) => compileRule(rule).conditions)
    .flatMap(({ metric, ...condition }) => {
      const { kind } = baseOf(metric);
      return kind === 'value-added' || kind === 'growth-median' ? [{ ...condition, kind }] : [];
    });
}

/** Pupils are read only for a methodology that asks for them. */
export function needsPupils(methodology: Methodology): boolean {
  return effectConditions(methodology).length > 0;
}

/** @param today the key of the school that goes on with the results of this one */
export function schoolEffects(
  methodology: Methodology,
  year: number,
  all: readonly PupilResults[],
  today: (key: string) => string,
): SchoolEffects {
  const works = all
    .filter(({ procedure }) => procedure.year <= year && procedure.year > year - YEARS_BACK)
    .map((work) => ({ ...work, school: work.school.map(today) }));
  const linked = new Map<PupilResults, LinkedWork | null>();
  const found = new Map<string, { effects: SchoolEffect[]; note: string }>();
  for (const { kind, procedures, years } of effectConditions(methodology))
    for (const work of worksOf(works, procedures)) {
      if (work.procedure.year <= year - years) continue;
      if (!linked.has(work)) linked.set(work, linkedWork(work, works));
      const own = linked.get(work) ?? null;
      if (own !== null) found.set(`${kind}|${own.procedureId}`, effectsOf(kind, own));
    }
  const entries = [...found].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
  return { effects: entries.flatMap(({ effects }) => effects), notes: entries.map(({ note }) => note) };
}

function effectsOf(kind: EffectKind, linked: LinkedWork): { effects: SchoolEffect[]; note: string } {
  const name = METRIC_NAMES[kind];
  const count = pupilsText(linked.school.length);
  const least = kind === 'value-added' ? FEWEST_LINKED : FEWEST_FOR_GROWTH;
  const effects = linked.school.length < least ? null : computed(kind, linked);
  if (effects === null)
    return { effects: [], note: `${linked.title}: ${name} – не посчитать: связано слишком мало (${count}).` };
  return { effects, note: `${linked.title}: ${name} – относительно «${linked.prior}», связано ${count}.` };
}

/** Null where the method has nothing to stand on: one school, equal scores. */
function computed(kind: EffectKind, linked: LinkedWork): SchoolEffect[] | null {
  try {
    return kind === 'value-added' ? valueAdded(linked) : growth(linked);
  } catch (error) {
    if (error instanceof StatsError) return null;
    throw error;
  }
}

/** A random intercept of the school given the earlier result and its square, in standard deviations of pupils. */
function valueAdded({ procedureId, school, score, earlier }: LinkedWork): SchoolEffect[] {
  const levels = [...new Set(school)];
  const numberOf = new Map(levels.map((key, j) => [key, j]));
  const model = mixedModel({
    outcome: score,
    design: designMatrix(
      [
        { name: 'earlier', values: earlier },
        { name: 'earlierSquared', values: earlier.map((z) => z * z) },
      ],
      score.length,
    ),
    groups: [{ name: 'school', codes: Int32Array.from(school, (key) => numberOf.get(key) as number), levels }],
  });
  return (model.effects['school'] ?? []).map(({ id, n, effect, sd }) => ({
    school: id,
    procedureId,
    kind: 'value-added',
    n,
    value: rounded(effect),
    se: rounded(sd),
  }));
}

function growth({ procedureId, school, score, earlier }: LinkedWork): SchoolEffect[] {
  const { percentiles } = growthPercentiles(score, [earlier]);
  return [...Map.groupBy(school.keys(), (row) => school[row] as string)].map(([key, rows]) => {
    const own = schoolGrowth(Uint8Array.from(rows, (row) => percentiles[row] as number));
    const fromInterval = (own.high - own.low) / (2 * 1.96);
    const se = own.n >= 10 && fromInterval > 0 ? fromInterval : SE_OF_MEDIAN / Math.sqrt(own.n);
    return { school: key, procedureId, kind: 'growth-median', n: own.n, value: own.median, se: rounded(se) };
  });
}

/** Nine decimals: the last digits of an iteration are nobody's business, and a change of order must not show. */
function rounded(value: number): number {
  const scaled = Math.round(value * 1e9) / 1e9;
  return Object.is(scaled, -0) ? 0 : scaled;
}
