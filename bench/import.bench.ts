/**
 * The import of a region's year as an operator does it: files of the generator (some 600 000 rows in 40 files) read in
 * parallel, checked, written to the lake, rolled up and applied by `opora results import`; and a tenth of the schools.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement } from './index.ts';
import { demoRegion } from './server.ts';

const SCHOOLS = 640;
const YEAR = '2021';
const OUTPUT_LIMIT = 256 * 1024 * 1024;

export async function run(): Promise<Measurement[]> {
  const small = await imported(SCHOOLS / 10);
  const whole = await imported(SCHOOLS);
  const note = ({ rows, files, schools }: Imported) => `${rows} rows in ${files} files of ${schools} schools`;
  return [
    {
      name: 'import of a region, from files to the catalogue',
      unit: 'ms',
      ours: whole.milliseconds,
      target: '≤ 60 000 ms',
      note: `${note(whole)}; ${Math.round(whole.rows / (whole.milliseconds / 1000))} rows/s; with the start of the process and of the database`,
    },
    {
      name: 'the same import, ten times the schools',
      unit: 'ms',
      ours: whole.milliseconds,
      other: { name: `${small.schools} schools`, value: small.milliseconds },
      ratio: whole.milliseconds / small.milliseconds,
      target: `ratio ≤ ${(whole.rows / small.rows).toFixed(1)}, as the rows`,
      note: note(small),
    },
  ];
}

type Imported = { schools: number; rows: number; files: number; milliseconds: number };

async function imported(schools: number): Promise<Imported> {
  const region = await demoRegion(schools);
  try {
    const folder = join(region.directory, 'results');
    const opora = (...args: string[]) =>
      promisify(execFile)('bin/opora', args, { env: region.environment, maxBuffer: OUTPUT_LIMIT });
    await opora('demo', 'results', '--out', folder, '--schools', String(schools), '--from', YEAR, '--years', '1');
    const start = performance.now();
    // Files that are no results of pupils end the import with 1; what was read is applied all the same.
    const { stdout } = await opora('results', 'import', folder, '--json').catch((error: { stdout: string }) => error);
    const milliseconds = performance.now() - start;
    const { procedures } = JSON.parse(stdout) as { procedures: { pupils: number; absent: number; files: string[] }[] };
    return {
      schools,
      rows: procedures.reduce((sum, { pupils, absent }) => sum + pupils + absent, 0),
      files: new Set(procedures.flatMap(({ files }) => files)).size,
      milliseconds,
    };
  } finally {
    await region.remove();
  }
}
