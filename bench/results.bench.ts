/**
 * Reading result files: (a) a sheet of 25 000 × 30 beside pandas with openpyxl and R readxl, to rows of a ResultFile and
 * rolled up; several files on both cores; memory. The others are skipped loudly where they are not installed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamXlsxRows, writeXlsx } from 'hucre/xlsx';
import { readSheets } from '#documents/read-sheets.ts';
import { scaleFor, SHIPPED_SCALES } from '#modules/assessments/index.ts';
import { readResultFile, rollUp } from '#modules/results/index.ts';
import { openThreads } from '#platform/threads.ts';
import type { Measurement } from './index.ts';
import { median, timed } from './timing.ts';

const ROWS = 25_000;
const ITEMS = 18;
const RUNS = 5;
const FILES = 6;
const PATH = 'Проведение работы по физике, 8 класс. ВПР 2021.xlsx';
const THREAD = 'modules/results/read-file.thread.ts';

export async function run(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opora-bench-'));
  try {
    const bytes = await sampleFile();
    const file = join(folder, 'sample.xlsx');
    writeFileSync(file, bytes);
    const sheet = `${ROWS} × ${ITEMS + 12} sheet, ${(bytes.length / 1e6).toFixed(1)} MB, median of ${RUNS}`;
    const ours = median(await timed(() => readSheets(bytes), RUNS, 1));
    const whole = median(await timed(() => readAndRollUp(bytes), RUNS, 1));
    const hucre = median(await timed(() => drain(bytes), 2, 0));
    const memory = peakMemory(file);
    return [
      beside('XLSX to typed columns', ours, 'pandas + openpyxl', pandas(file), '≥ 3 × faster', sheet),
      beside('XLSX to typed columns', ours, 'R readxl', readxl(file), 'faster', sheet),
      beside('XLSX to typed columns', ours, 'hucre, rows one by one', hucre, 'faster', sheet),
      { name: 'XLSX to ResultFile, checked and rolled up', unit: 'ms', ours: whole, target: '< 1000 ms', note: sheet },
      ...(await onAllCores(bytes)),
      { name: 'peak memory of a process that reads it', unit: 'MB', ours: memory, target: '≤ 400 MB', note: sheet },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function beside(
  name: string,
  ours: number,
  other: string,
  value: number | null,
  target: string,
  note: string,
): Measurement {
  if (value === null) return { name: `${name}: ${other} is not installed, SKIPPED`, unit: 'ms', ours, note };
  return { name, unit: 'ms', ours, other: { name: other, value }, ratio: ours / value, target, note };
}

async function readAndRollUp(bytes: Uint8Array): Promise<void> {
  const reading = await readResultFile(bytes, { path: PATH });
  if (reading.kind !== 'results' || reading.file.counts.taken !== ROWS)
    throw new Error('The sample was not read whole');
  rollUp(reading.file, scaleFor(reading.file.procedure, SHIPPED_SCALES).scale);
}

async function drain(bytes: Uint8Array): Promise<void> {
  let rows = 0;
  for await (const _ of streamXlsxRows(bytes)) rows += 1;
  if (rows !== ROWS + 1) throw new Error(`hucre read ${rows} rows`);
}

async function onAllCores(bytes: Uint8Array): Promise<Measurement[]> {
  const threads = openThreads();
  const cores = availableParallelism();
  const readAll = (lanes: number) => () =>
    Promise.all(
      Array.from({ length: FILES }, (_, index) =>
        threads.run(THREAD, { bytes, options: { path: PATH } }, { lane: index % lanes }),
      ),
    );
  try {
    const alone = median(await timed(readAll(1), 2, 1));
    const together = median(await timed(readAll(cores), 2, 1));
    return [
      {
        name: `${FILES} files on ${cores} threads`,
        unit: 'ms',
        ours: together,
        other: { name: 'on one', value: alone },
        ratio: together / alone,
        note: 'ResultFile back in the main thread',
      },
    ];
  } finally {
    await threads.close();
  }
}

/** Of a fresh process: what the operating system gave it at most. */
function peakMemory(file: string): number {
  const script = `
    import { readFileSync } from 'node:fs';
    import { readResultFile, rollUp } from '#modules/results/index.ts';
    const reading = await readResultFile(readFileSync(process.argv[1]), { path: ${JSON.stringify(PATH)} });
    rollUp(reading.file, null);
    console.log(process.resourceUsage().maxRSS / 1024);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script, file], { encoding: 'utf8' }));
}

/** Milliseconds of the reading alone, best of two, inside the other program. */
function pandas(file: string): number | null {
  const script = `
import sys, time, pandas
taken = []
for _ in range(2):
    start = time.perf_counter()
    pandas.read_excel(sys.argv[1], engine="openpyxl")
    taken.append(time.perf_counter() - start)
print(min(taken) * 1000)`;
  return measured(['/usr/bin/python3', 'python3'], ['-c', script, file]);
}

function readxl(file: string): number | null {
  const script = `
f <- commandArgs(trailingOnly = TRUE)[1]
taken <- sapply(1:2, function(i) system.time(readxl::read_excel(f, guess_max = 30000))[["elapsed"]])
cat(min(taken) * 1000)`;
  return measured(['Rscript'], ['-e', script, file]);
}

function measured(programs: string[], args: string[]): number | null {
  for (const program of programs) {
    try {
      return Number(execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    } catch {
      // Not installed, or without the package.
    }
  }
  process.stderr.write(`SKIPPED: ${programs.join(' or ')} with the needed package is not installed.\n`);
  return null;
}

/** A file of 2021 with its dirt; numbers only where the real ones have numbers. */
async function sampleFile(): Promise<Uint8Array> {
  const head = [
    'логин школы',
    'регион',
    'номер обучающегося',
    'код обучающегося',
    'отметка за предыдущую четверть/триместр',
    'пол',
    'класс',
    'вариант',
    'всего баллов',
    ...Array.from({ length: ITEMS }, (_, index) => `балл за ${index + 1}`),
    'Учебник',
    'Др.уч. автор',
    'Др.уч. название',
  ];
  let seed = 20_210_315;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const school = Math.floor(index / 39);
    const start = [
      `sch99${String(school).padStart(4, '0')}`,
      `Район ${school % 71}`,
      (index % 39) + 1,
      10_000 + (index % 39),
    ];
    if (next(10) === 0)
      return [...start, null, null, null, 'отсутствовал', null, ...Array.from({ length: ITEMS }, () => null)];
    const points = Array.from({ length: ITEMS }, () => next(2));
    const cells = points.map((value) => (next(40) === 0 && value === 0 ? ['X', 'Х', 'не пройд.'][next(3)]! : value));
    const total = points.reduce((sum, value) => sum + value, 0);
    const pupil = [2 + next(4), 'жм'[next(2)]!, 'абв'[next(3)]!, 1 + next(2), total];
    return [...start, ...pupil, ...cells, 'Перышкин А.В., 2019', null, null];
  });
  return writeXlsx({ sheets: [{ name: 'Sheet', rows: [head, ...rows] }] });
}
