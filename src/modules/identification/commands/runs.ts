/** A run: asked for, made in the background, kept with everything that it was made from. */
import { AppError, isAppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { programVersion } from '#platform/version.ts';
import { ordered } from '../bundle/write.ts';
import { canonicalJson } from '../canonical.ts';
import type { Identification } from '../contract.ts';
import { schoolKey, tableOf } from '../engine/table.ts';
import { type Settings, withSettings } from '../methodology/parameters.ts';
import { shippedMethodology } from '../methodology/shipped.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { regionData } from '../queries/data.ts';
import { placedRegion } from '../queries/place.ts';
import { identification, identificationText } from '../seal.ts';

export const RUN_JOB = 'identification.run';

export type RunRequest = {
  regionId: number;
  /** A shipped methodology by its id, or a published version of the region. */
  methodology: { shipped: string } | { versionId: number };
  year: number;
  settings?: Settings;
  note?: string;
};

/** Returns the id of the run; the worker makes it. */
export async function requestRun(ctx: Ctx, input: RunRequest): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const region = await placedRegion(ctx.scope, trx, input.regionId);
    insist(mayKeepLists(ctx.actor, region));
    const chosen = await chosenText(trx, region.id, input.methodology);
    const { source } = methodologyFromText(chosen.body);
    const methodology = withSettings(source, input.settings);
    const { id } = await trx
      .insertInto('identification_runs')
      .values({
        region_id: region.id,
        methodology_version_id: chosen.versionId,
        methodology_code: methodology.id,
        methodology_version: methodology.version,
        methodology_title: methodology.title,
        methodology_body: chosen.body,
        permitted_uses: methodology.permittedUses,
        year: input.year,
        settings: JSON.stringify(input.settings ?? {}),
        note: input.note?.trim() || null,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: 'identification.requested',
      objectType: 'identification-run',
      objectId: id,
      organisationId: region.id,
      after: {
        methodology: methodology.id,
        version: methodology.version,
        year: input.year,
        settings: input.settings ?? {},
      },
    });
    await ctx.jobs.enqueue(trx, RUN_JOB, { runId: id }, { singletonKey: `run:${id}` });
    return id;
  });
}

export function cancelRun(ctx: Ctx, runId: number): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const run = await trx
      .selectFrom('identification_runs')
      .select(['id', 'region_id', 'state'])
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirst();
    if (!run) throw new AppError('notFound');
    insist(mayKeepLists(ctx.actor, await placedRegion(ctx.scope, trx, run.region_id)));
    if (run.state !== 'queued' && run.state !== 'running') throw new AppError('transitionNotAllowed');
    await trx
      .updateTable('identification_runs')
      .set({ state: 'cancelled', finished_at: ctx.clock.now() })
      .where('id', '=', runId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'identification.cancelled',
      objectType: 'identification-run',
      objectId: runId,
      organisationId: run.region_id,
    });
  });
}

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
  try {
    const { path } = await db
      .selectFrom('organisations')
      .select('path')
      .where('id', '=', run.region_id)
      .executeTakeFirstOrThrow();
    const methodology = withSettings(methodologyFromText(run.methodology_body).source, run.settings as Settings);
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
    const result = identification(tableOf(data), methodology, run.year, inputs);
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
          finished_at: clock.now(),
        })
        .where('id', '=', runId)
        .where('state', '=', 'running')
        .returning('id')
        .executeTakeFirst();
      // Cancelled meanwhile: what was computed is dropped.
      if (!kept) return;
      await writeRows(trx, runId, result, organisations);
      await tell(services, trx, run, `Расчёт готов: в списке школ ${result.summary.listed}`);
    });
  } catch (error) {
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

async function chosenText(
  trx: Connection,
  regionId: number,
  methodology: RunRequest['methodology'],
): Promise<{ body: string; versionId: number | null }> {
  if ('shipped' in methodology) return { body: (await shippedMethodology(methodology.shipped)).text, versionId: null };
  const version = await trx
    .selectFrom('methodology_versions as v')
    .innerJoin('methodologies as m', 'm.id', 'v.methodology_id')
    .select(['v.id', 'v.body', 'v.state'])
    .where('v.id', '=', methodology.versionId)
    .where('m.region_id', '=', regionId)
    .executeTakeFirst();
  if (!version) throw new AppError('methodologyUnknown');
  if (version.state !== 'published')
    throw new AppError('transitionNotAllowed', {
      text: 'По этой версии методики расчёт не делается: она не опубликована или отозвана.',
      advice: 'Опубликуйте её или выберите другую версию.',
    });
  return { body: version.body, versionId: version.id };
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
