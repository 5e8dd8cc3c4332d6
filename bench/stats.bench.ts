/**
 * The statistics beside R (lme4, eRm, quantreg, rddensity): the same data in the same run, in pairs taken in turn; then
 * whole processes from a file to an answer; then how the cost grows with the number of pupils.
 * Data are found by OPORA_REFERENCE. Without them or without R the comparison is skipped, and this is said.
 */
import { hasReference, REFERENCE_DATA } from '#tests/support/reference.ts';
import type { Measurement } from './index.ts';
import { CASES } from './stats/cases.ts';
import { costs } from './stats/cost.ts';
import { hasR, startR } from './stats/r.ts';
import { processes } from './stats/processes.ts';
import { median } from './timing.ts';

const WARM = 3;
/** Ours is shorter by an order, so it runs some times for each run of R. */
const OURS_PER_PAIR = 3;

export async function run(): Promise<Measurement[]> {
  if (!hasReference) return costs();
  if (!hasR()) {
    process.stderr.write(
      'SKIPPED: Rscript is not installed, so nothing is compared (see docs/handbook/operator.md).\n',
    );
    return costs();
  }
  return [...(await beside()), ...(await processes()), ...costs()];
}

async function beside(): Promise<Measurement[]> {
  const r = startR(REFERENCE_DATA);
  const out: Measurement[] = [];
  for (const { name, title, other, target, pairs, note, prepare } of CASES) {
    const work = prepare();
    for (let i = 0; i < WARM * OURS_PER_PAIR; i += 1) work();
    const ours: number[] = [];
    const theirs: number[] = [];
    const ratios: number[] = [];
    const isThere = (await r.time(name)) !== null;
    for (let pair = 0; pair < pairs; pair += 1) {
      const own = median(Array.from({ length: OURS_PER_PAIR }, () => milliseconds(work)));
      ours.push(own);
      const taken = isThere ? await r.time(name) : null;
      if (taken === null) continue;
      theirs.push(taken);
      ratios.push(taken / own);
    }
    const common = { name: title, unit: 'ms' as const, ours: median(ours) };
    if (theirs.length === 0) out.push({ ...common, note: `${other} is not installed here` });
    else
      out.push({
        ...common,
        other: { name: other, value: median(theirs) },
        ratio: median(ratios),
        target,
        note: `R ÷ ours, median of ${pairs} pairs, arrays in memory; ${note}`,
      });
  }
  await r.end();
  return out;
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
