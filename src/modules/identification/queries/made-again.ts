/** What is worked out from a run anew: other settings, another run beside it, its bundle. */
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse } from '#kernel/permitted-use.ts';
import type { Services } from '#platform/context.ts';
import { writeBundle } from '../bundle/write.ts';
import type { Identification, IdentificationData } from '../contract.ts';
import { type Comparison, compareIdentifications } from '../engine/compare.ts';
import { identify, type IdentificationBody } from '../engine/identify.ts';
import { type ResultsTable, tableOf } from '../engine/table.ts';
import { type Settings, withSettings } from '../methodology/parameters.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { type RunHead, runHead } from './runs.ts';

type Reading = Pick<Services, 'db' | 'files'>;

/** The same results under other settings, and who would enter and leave. Answers while a slider moves. */
export async function whatIf(
  scope: Scope,
  services: Reading,
  runId: number,
  settings: Settings,
): Promise<{ body: IdentificationBody; entered: string[]; left: string[] }> {
  const run = await wholeRegion(scope, services, runId);
  const table = await tableOfRun(services, run);
  const { source } = methodologyFromText(run.methodologyBody);
  const body = identify(table, withSettings(source, settings), run.year, { told: false });
  // The run itself does not change while the slider moves.
  const key = `listed|${run.id}`;
  if (!table.memo.has(key)) table.memo.set(key, listedIn(await resultOf(services, run)));
  const was = table.memo.get(key) as Set<string>;
  const is = listedIn(body);
  return { body, entered: [...is].filter((id) => !was.has(id)), left: [...was].filter((id) => !is.has(id)) };
}

function listedIn({ schools }: Pick<IdentificationBody, 'schools'>): Set<string> {
  return new Set(schools.filter(({ status }) => status === 'listed').map(({ id }) => id));
}

export async function compareRuns(
  scope: Scope,
  services: Reading,
  beforeId: number,
  afterId: number,
): Promise<Comparison> {
  const [before, after] = [await wholeRegion(scope, services, beforeId), await wholeRegion(scope, services, afterId)];
  if (before.regionId !== after.regionId) throw new AppError('badRequest');
  return compareIdentifications(await resultOf(services, before), await resultOf(services, after));
}

/** For whoever wants to make the run again: `opora verify`. */
export async function runBundle(scope: Scope, services: Reading, runId: number): Promise<Uint8Array> {
  const run = await wholeRegion(scope, services, runId);
  return writeBundle({
    program: run.program ?? '',
    methodologyText: run.methodologyBody,
    settings: run.settings,
    year: run.year,
    inputs: run.inputs,
    data: await dataOf(services, run),
    resultText: await textOf(services, run.resultSha256),
  });
}

/** The whole result is for those who see the whole region, and for the analysis of it where the methodology lets it. */
export async function wholeRegion(scope: Scope, { db }: Reading, runId: number): Promise<RunHead> {
  const run = await runHead(scope, db, runId);
  if (scope.ancestors.includes(run.regionId)) throw new AppError('notAllowed');
  insistUse(run.permittedUses, 'system-analysis');
  if (run.state !== 'done') throw new AppError('transitionNotAllowed', { text: 'Расчёт ещё не готов.' });
  return run;
}

/** Content has one meaning for ever, so what was made of it may be kept; two regions' worth fit well. */
const TABLES = new Map<string, ResultsTable>();
const TABLES_KEPT = 2;

export async function tableOfRun(services: Reading, run: RunHead): Promise<ResultsTable> {
  const key = run.dataSha256 ?? '';
  const table = TABLES.get(key) ?? tableOf(await dataOf(services, run));
  TABLES.delete(key);
  TABLES.set(key, table);
  for (const old of TABLES.keys()) {
    if (TABLES.size <= TABLES_KEPT) break;
    TABLES.delete(old);
  }
  return table;
}

async function dataOf(services: Reading, run: RunHead): Promise<IdentificationData> {
  return JSON.parse(await textOf(services, run.dataSha256)) as IdentificationData;
}

async function resultOf(services: Reading, run: RunHead): Promise<Identification> {
  return JSON.parse(await textOf(services, run.resultSha256)) as Identification;
}

async function textOf({ files }: Reading, sha256: string | null): Promise<string> {
  return new TextDecoder().decode(await files.get(sha256 ?? ''));
}
