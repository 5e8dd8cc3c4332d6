/** What the charts of a run are drawn from; never fewer than five pupils, never an order from best to worst. */
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { SMALLEST_SHOWN } from '#modules/results/index.ts';
import type { Services } from '#platform/context.ts';
import { StatsError } from '#stats/errors.ts';
import { funnel } from '#stats/shares/funnel.ts';
import { contextsOf, momentsOf } from '../engine/estimates.ts';
import type { ResultsTable, Work } from '../engine/table.ts';
import { tableOfRun, wholeRegion } from './made-again.ts';

type Reading = Pick<Services, 'db' | 'files'>;

export type FunnelPoint = {
  id: string;
  name: string;
  municipality: string | null;
  n: number;
  share: number;
  beyond: boolean;
};

export type FunnelPicture = {
  procedure: { id: string; title: string };
  /** Common share of the region. */
  target: number;
  points: FunnelPoint[];
  /** 95 % limits, widened for overdispersion, at growing numbers of pupils. */
  limits: { n: number; low: number; high: number }[];
};

const LEVEL = 0.95;
const LIMITS_DRAWN = 40;

/** Works of a run that a funnel can be drawn of. */
export async function worksOfRun(
  scope: Scope,
  services: Reading,
  runId: number,
): Promise<{ id: string; title: string }[]> {
  const run = await wholeRegion(scope, services, runId);
  const table = await tableOfRun(services, run);
  return table.works.filter(isKnown).map(({ id, title }) => ({ id, title }));
}

/** Shares below the threshold against the number of pupils: who lies beyond what chance explains. */
export async function funnelOfRun(
  scope: Scope,
  services: Reading,
  runId: number,
  procedureId: string,
): Promise<FunnelPicture> {
  const run = await wholeRegion(scope, services, runId);
  const table = await tableOfRun(services, run);
  const work = table.works.find(({ id }) => id === procedureId);
  if (!work) throw new AppError('notFound', { text: 'Такой работы в расчёте нет.' });
  const shown = presentIn(table, work);
  const n = Float64Array.from(shown, (j) => work.n[j] as number);
  const x = Float64Array.from(shown, (j) => work.below[j] as number);
  try {
    const picture = funnel(x, n);
    const largest = n.reduce((most, one) => Math.max(most, one), SMALLEST_SHOWN);
    return {
      procedure: { id: work.id, title: work.title },
      target: picture.target,
      points: shown.map((j, k) => {
        const { id, name, municipality } = table.schools[j] as ResultsTable['schools'][number];
        const { low, high } = picture.limits(n[k] as number, LEVEL);
        const share = picture.schools[k]?.share as number;
        return { id, name: name ?? id, municipality, n: n[k] as number, share, beyond: share < low || share > high };
      }),
      limits: Array.from({ length: LIMITS_DRAWN }, (_, k) => {
        const size = Math.round(SMALLEST_SHOWN * (largest / SMALLEST_SHOWN) ** (k / (LIMITS_DRAWN - 1)));
        return { n: size, ...picture.limits(size, LEVEL) };
      }),
    };
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    throw new AppError('invalidInput', {
      text: `Воронку по этой работе не построить: ${error.message}`,
      advice: 'Выберите другую работу.',
    });
  }
}

export type QuadrantPoint = {
  id: string;
  name: string;
  municipality: string | null;
  /** Mean result of the year in standard deviations of the region. */
  result: number;
  /** Social index, 0 … 100; higher is more disadvantage. */
  context: number;
  n: number;
};

/** Result against context: low results and adverse conditions, each alone, both, neither. */
export async function quadrantsOfRun(scope: Scope, services: Reading, runId: number): Promise<QuadrantPoint[]> {
  const run = await wholeRegion(scope, services, runId);
  const table = await tableOfRun(services, run);
  const works = table.works.filter(({ procedure }) => procedure.year === run.year);
  const contexts = contextsOf(table);
  const rows = table.schools.flatMap((school, j) => {
    const n = works.reduce((sum, work) => sum + (work.n[j] as number), 0);
    const points = works.reduce((sum, work) => sum + (work.sum[j] as number), 0);
    const context = contexts[j] as number;
    return n < SMALLEST_SHOWN || Number.isNaN(context) ? [] : [{ school, context, n, mean: points / n }];
  });
  const { mean, sd } = momentsOf(rows.map((row) => row.mean));
  if (!(sd > 0)) return [];
  return rows.map(({ school: { id, name, municipality }, context, n, mean: own }) => ({
    id,
    name: name ?? id,
    municipality,
    result: (own - mean) / sd,
    context,
    n,
  }));
}

function isKnown(work: Work): boolean {
  return work.n.some((pupils, j) => pupils >= SMALLEST_SHOWN && (work.below[j] as number) >= 0);
}

function presentIn(table: ResultsTable, work: Work): number[] {
  return [...table.schools.keys()].filter(
    (j) => (work.n[j] as number) >= SMALLEST_SHOWN && (work.below[j] as number) >= 0,
  );
}
