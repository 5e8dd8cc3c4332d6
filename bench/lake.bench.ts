/**
 * A country in the lake: 40 000 schools × 20 procedures × 3 years, 30 million results in 60 Parquet files sorted as an
 * import writes them. The federal rule with Wilson intervals beside the bare aggregate of the same rows, and both on a
 * tenth of the rows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { listedByRule, type RuledProcedure } from '#modules/results/index.ts';
import { type Lake, openLake } from '#platform/lake.ts';
import type { Measurement } from './index.ts';
import { median, timed } from './timing.ts';

const PROCEDURES = 20;
const YEARS = [2024, 2025, 2026];
const SCHOOLS = 40_000;
const RESULTS = 30_000_000;
const MAXIMUM = 20;
const LEAST = 7;
const RULE = { year: 2026, share: 0.3, leastPupils: 10, z: 1.959964 };
const RUNS = 3;

export async function run(): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'opora-bench-lake-'));
  const lake = openLake(directory, { threads: availableParallelism(), memoryMb: 1024 });
  try {
    const tenth = await measured(lake, SCHOOLS / 10, RESULTS / 10);
    const whole = await measured(lake, SCHOOLS, RESULTS);
    const note = `${SCHOOLS} schools × ${PROCEDURES} procedures × ${YEARS.length} years, ${RESULTS / 1e6} M results, ${whole.listed} listed, median of ${RUNS}`;
    return [
      {
        name: 'federal rule with Wilson intervals over a country',
        unit: 'ms',
        ours: whole.rule,
        other: { name: 'bare aggregate by school and procedure', value: whole.bare },
        ratio: whole.rule / whole.bare,
        target: '≤ 3000 ms and ratio ≤ 1.5',
        note,
      },
      {
        name: 'the same rule, ten times the rows',
        unit: 'ms',
        ours: whole.rule,
        other: { name: 'a tenth of schools and rows', value: tenth.rule },
        ratio: whole.rule / tenth.rule,
        target: 'ratio ≤ 10',
        note: `bare aggregate grows ${(whole.bare / tenth.bare).toFixed(1)} times`,
      },
    ];
  } finally {
    await lake.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measured(lake: Lake, schools: number, results: number) {
  const procedures = await country(lake, schools, results);
  const bare = `select count(*) as groups, sum(n) as n, sum(points) as points from (${procedures
    .map(
      ({ files }) =>
        `select school, count(total) as n, sum(total) as points from ${lake.source(files)} where absent = 0 group by school`,
    )
    .join(' union all ')}) t`;
  let listed = 0;
  const taken: { rule: number[]; bare: number[] } = { rule: [], bare: [] };
  // In turn, so that the noise of the machine falls on both.
  for (let k = 0; k < RUNS; k += 1) {
    taken.bare.push(...(await timed(() => lake.query(bare), 1, k === 0 ? 1 : 0)));
    taken.rule.push(
      ...(await timed(
        async () => {
          listed = (await listedByRule(lake, procedures, RULE)).length;
        },
        1,
        k === 0 ? 1 : 0,
      )),
    );
  }
  return { rule: median(taken.rule), bare: median(taken.bare), listed };
}

/** Rows of one procedure a file; every third school is weak, so that the rule has something to list. */
async function country(lake: Lake, schools: number, results: number): Promise<RuledProcedure[]> {
  const rows = Math.round(results / PROCEDURES / YEARS.length);
  const procedures: RuledProcedure[] = [];
  for (let p = 0; p < PROCEDURES; p += 1) {
    for (const year of YEARS) {
      const seed = p * 10_000 + year;
      const { sha256 } = await lake.writeQuery(
        `select 'p${p}-${year}' as procedure, 'fis-' || lpad(cast(i % ${schools} as varchar), 6, '0') as school, cast(i as integer) as "row",
          cast(case when hash(i, ${seed}, 1) % 10 = 0 then 1 else 0 end as utinyint) as absent,
          cast(case when i % ${schools} % 3 = 0 then hash(i, ${seed}) % 13 else 3 + hash(i, ${seed}) % ${MAXIMUM - 2} end as double) as total
        from range(${rows}) t(i) order by school, "row"`,
      );
      procedures.push({ series: `p${p}`, year, least: LEAST, files: [sha256] });
    }
  }
  return procedures;
}
