/**
 * Page latency at 150 requests a second on the demo region and on one ten times larger: the plan page, the list of
 * plans, the overdue list and the dashboard, signed in, compressed. Both servers stand by and are asked in turn, so
 * that the noise of the machine falls on both; of several rounds the median counts. `OPORA_BENCH_SECONDS` shortens it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cpuUsed, type Used } from './cpu.ts';
import type { Measurement } from './index.ts';
import { type BenchServer, type DemoRegion, demoRegion, serve, signIn } from './server.ts';
import { median } from './timing.ts';

const RATE = 150;
const WARM_SECONDS = 4;
const SECONDS = Number(process.env['OPORA_BENCH_SECONDS'] ?? 8);
const ROUNDS = 3;
const SIZES = [300, 3000];
const PAGES = ['/plans/1', '/plans', '/overdue', '/dashboard'];
const OUTPUT_LIMIT = 16 * 1024 * 1024;

type Site = { schools: number; region: DemoRegion; server: BenchServer; cookie: string };
type Round = { p50: number; p95: number; errors: number; cpu: Used };

export async function run(): Promise<Measurement[]> {
  const sites: Site[] = [];
  try {
    for (const schools of SIZES) {
      const region = await demoRegion(schools);
      const server = await serve(region);
      sites.push({ schools, region, server, cookie: await signIn(server.url) });
    }
    const measurements: Measurement[] = [];
    for (const page of PAGES) measurements.push(...(await compared(page, sites)));
    return measurements;
  } finally {
    for (const { server, region } of sites) {
      await server.stop();
      await region.remove();
    }
  }
}

async function compared(page: string, sites: readonly Site[]): Promise<Measurement[]> {
  const rounds = new Map<Site, Round[]>(sites.map((site) => [site, []]));
  // Compiled code and filled caches are not what is measured.
  for (const site of sites) await load(site, page, WARM_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const site of sites) rounds.get(site)?.push(await load(site, page, SECONDS));
  }
  const [small] = sites;
  return sites.map((site): Measurement => {
    const all = rounds.get(site) ?? [];
    const of = (pick: (round: Round) => number) => median(all.map(pick));
    const p50 = of((round) => round.p50);
    const base = median((small ? (rounds.get(small) ?? []) : []).map((round) => round.p50));
    const isSmall = site === small;
    return {
      name: `${page} P95, ${site.schools} schools`,
      unit: 'ms',
      ours: of((round) => round.p95),
      ...(isSmall ? {} : { ratio: p50 / base }),
      target: isSmall ? (page === '/plans/1' ? '≤ 60 ms' : undefined) : 'ratio of medians ≤ 1.3',
      note: [
        `median ${p50.toFixed(1)} ms`,
        `processor time of a page: server ${of((round) => round.cpu.server).toFixed(1)} ms, database ${of((round) => round.cpu.database).toFixed(1)} ms`,
        `${RATE} requests/s, ${ROUNDS} × ${SECONDS} s, errors ${all.reduce((sum, round) => sum + round.errors, 0)}`,
      ].join('; '),
    };
  });
}

async function load({ server, region, cookie }: Site, page: string, seconds: number): Promise<Round> {
  const before = cpuUsed(server.pid, region.directory);
  const args = ['bench/load.ts', `${server.url}${page}`, cookie, String(RATE), String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: OUTPUT_LIMIT });
  const after = cpuUsed(server.pid, region.directory);
  const { times, asked, errors } = JSON.parse(stdout) as { times: number[]; asked: number; errors: number };
  times.sort((a, b) => a - b);
  return {
    p50: median(times),
    p95: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
    errors,
    cpu: {
      server: (after.server - before.server) / asked,
      database: (after.database - before.database) / asked,
    },
  };
}
