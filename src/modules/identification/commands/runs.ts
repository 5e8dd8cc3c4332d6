/** A run is asked for, and may be stopped while it is made. */
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { type Settings, withSettings } from '../methodology/parameters.ts';
import { shippedMethodology } from '../methodology/shipped.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { placedRegion } from '../queries/place.ts';

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
