/** Medians of repeated runs: noise falls on both sides alike when they are taken in turn. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Milliseconds of each of `times` runs, after `warm` runs that do not count. */
export async function timed(work: () => unknown, times: number, warm = 3): Promise<number[]> {
  for (let i = 0; i < warm; i += 1) await work();
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return taken;
}
