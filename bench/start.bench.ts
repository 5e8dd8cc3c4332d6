/** How long `npm start` on a built tree takes until the first page is there: an existing demo region, nothing to build. */
import type { Measurement } from './index.ts';
import { demoRegion, serve } from './server.ts';
import { median } from './timing.ts';

const TIMES = 3;

export async function run(): Promise<Measurement[]> {
  const region = await demoRegion(300);
  try {
    const taken: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const begun = performance.now();
      const server = await serve(region, 'npm');
      const page = await fetch(`${server.url}/sign-in`);
      await page.text();
      taken.push(performance.now() - begun);
      await server.stop();
      if (page.status !== 200) throw new Error(`The first page answered ${page.status}.`);
    }
    return [
      {
        name: 'npm start to the first page',
        unit: 'ms',
        ours: median(taken),
        target: '≤ 5000 ms',
        note: `built tree, 300 schools, own PostgreSQL, median of ${TIMES}`,
      },
    ];
  } finally {
    await region.remove();
  }
}
