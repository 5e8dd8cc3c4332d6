/**
 * The official marker «high mean»: the school's interval lies above the region's. Every good school has it, so it is told
 * only beside another sign and is never judged by itself.
 */
import type { IntegrityWork } from '../contract.ts';
import { allSchools, FEWEST_PUPILS, pupilSd, regionMoments, type SignTest } from './common.ts';

const Z = 1.96;

export function highMeans(works: readonly IntegrityWork[]): SignTest {
  const found: SignTest = new Map();
  for (const school of allSchools(works)) {
    const marked = works.flatMap((work) => {
      const own = work.schools.get(school);
      if (!own || own.n < FEWEST_PUPILS) return [];
      const region = regionMoments(work);
      const upper = region.sum / region.n + (Z * pupilSd(region)) / Math.sqrt(region.n);
      const half = (Z * pupilSd(own)) / Math.sqrt(own.n);
      return own.sum / own.n - half > upper ? [{ work, own, half, region }] : [];
    });
    const first = marked[0];
    if (!first) continue;
    const percent = (points: number) => (100 * points) / first.work.maximum;
    const mean = first.own.sum / first.own.n;
    found.set(school, {
      kind: 'high-mean',
      p: null,
      n: first.own.n,
      value: percent(mean),
      low: percent(mean - first.half),
      high: percent(mean + first.half),
      usual: percent(first.region.sum / first.region.n),
      official: true,
      works: marked.map(({ work }) => work.procedureId),
    });
  }
  return found;
}
