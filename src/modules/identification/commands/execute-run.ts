/** A run is made by the worker: the list, how much it depends on settings, all that it was made from. */
import { isAppError, AppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import type { Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { programVersion } from '#platform/version.ts';
import { ordered } from '../bundle/write.ts';
import { canonicalJson } from '../canonical.ts';
import type { Identification } from '../contract.ts';
import { sensitivitySteps } from '../engine/sensitivity.ts';
import { type ResultsTable, schoolKey, tableOf } from '../engine/table.ts';
import { type MethodologySource, type Settings, withSettings } from '../methodology/parameters.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { regionData } from '../queries/data.ts';
import { identification, identificationText } from '../seal.ts';
import { progressOf, type RunProgress, RunStopped, STEPS } from './run-progress.ts';
import type { SensitivityFacts } from '../queries/runs.ts';

/** Run by the worker. Run twice, it does nothing the second time. */
export async function executeRun(services: Services, runId: number): Promise<void> {
  const { db, clock } = services;
  const run = await db
    .updateTable('identification_runs')
    .set({ state: 'running', started_at: clock.now() })
    .where('id', '=', runId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (!run) return;
  const progress = progressOf(services, runId);
  try {
    const { path } = await db
      .selectFrom('organisations')
      .select('path')
      .where('id', '=', run.region_id)
      .executeTakeFirstOrThrow();
    const { source } = methodologyFromText(run.methodology_body);
    const methodology = withSettings(source, run.settings as Settings);
    const { data, inputs, organisations } = await regionData(
      { subtrees: [path], ancestors: [] },
      services,
      run.region_id,
      run.year,
      methodology,
    );
    if (data.results.length === 0)
      throw new AppError('invalidInput', {
        text: 'В регионе нет результатов за эти годы.',
        advice: 'Загрузите файлы результатов и повторите расчёт.',
      });
    await progress(STEPS.read);
    const table = tableOf(data);
    const result = identification(table, methodology, run.year, inputs);
    await progress(STEPS.listed);
    const tried = await triedSettings(table, source, run.year, progress);
    const [resultSha256, dataSha256] = [
      await storeBytes(services, identificationText(result)),
      await storeBytes(services, `${canonicalJson(ordered(data))}\n`),
    ];
    await db.transaction().execute(async (trx) => {
      const kept = await trx
        .updateTable('identification_runs')
        .set({
          state: 'done',
          program: programVersion(),
          inputs: JSON.stringify(result.inputs),
          data_sha256: dataSha256,
          result_sha256: resultSha256,
          hash: result.hash,
          summary: JSON.stringify(result.summary),
          sensitivity: JSON.stringify(tried.facts),
          progress: 100,
          finished_at: clock.now(),
        })
        .where('id', '=', runId)
        .where('state', '=', 'running')
        .returning('id')
        .executeTakeFirst();
      // Cancelled meanwhile: what was computed is dropped.
      if (!kept) return;
      await writeRows(trx, runId, result, organisations, tried.shares);
      await tell(services, trx, run, `Расчёт готов: в списке школ ${result.summary.listed}`);
    });
  } catch (error) {
    // Cancelled: nothing of it is kept.
    if (error instanceof RunStopped) return;
    if (!isAppError(error)) throw error;
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('identification_runs')
        .set({
          state: 'failed',
          error: JSON.stringify({ code: error.code, text: error.text, advice: error.advice }),
          finished_at: clock.now(),
        })
        .where('id', '=', runId)
        .where('state', '=', 'running')
        .execute();
      await tell(services, trx, run, `Расчёт не выполнен: ${error.text}`);
    });
  }
}

/** All plausible settings in turn: the part of a run that takes the longest. */
async function triedSettings(
  table: ResultsTable,
  source: MethodologySource,
  year: number,
  progress: RunProgress,
): Promise<{ facts: SensitivityFacts; shares: Map<string, number | null> }> {
  const steps = sensitivitySteps(table, source, year);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      const { settings, schools } = step.value;
      const listed = settings.map((setting) => setting.listed);
      return {
        facts: { settings: settings.length, least: Math.min(...listed), most: Math.max(...listed) },
        shares: new Map(schools.map(({ id, share }) => [id, share])),
      };
    }
    await progress(STEPS.listed + (STEPS.tried - STEPS.listed) * step.value);
  }
}

async function storeBytes({ db, files }: Pick<Services, 'db' | 'files'>, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const sha256 = await files.put(bytes);
  await db
    .insertInto('files')
    .values({ sha256, size: bytes.byteLength, content_type: 'application/json' })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  return sha256;
}

async function writeRows(
  trx: Connection,
  runId: number,
  { schools }: Identification,
  organisations: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number | null>,
): Promise<void> {
  for (let start = 0; start < schools.length; start += 1_000) {
    const rows = schools.slice(start, start + 1_000).map((row, index) => ({
      run_id: runId,
      position: start + index,
      school_key: schoolKey(row.id),
      organisation_id: organisations.get(schoolKey(row.id)) ?? null,
      login: row.id,
      name: row.name,
      municipality: row.municipality,
      status: row.status,
      probability: row.probability,
      note: row.note,
      reasons: JSON.stringify(row.reasons),
      nearest: JSON.stringify(row.nearest),
      listed_share: shares.get(row.id) ?? null,
    }));
    await trx.insertInto('identification_run_schools').values(rows).execute();
  }
}

async function tell(
  services: Services,
  trx: Connection,
  run: { id: number; created_by: string | null; methodology_title: string; year: number },
  title: string,
): Promise<void> {
  if (run.created_by === null) return;
  await notify(services, trx, {
    userIds: [run.created_by],
    kind: 'identification-run',
    title,
    body: `${run.methodology_title}, ${run.year} год`,
    href: `/identification/runs/${run.id}`,
    dedupeKey: `identification-run:${run.id}`,
  });
}
