/** Methodologies of a region: a draft is edited, a published version stays as it is. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { hashOf } from '../canonical.ts';
import { methodologyFromText, withVersion } from '../methodology/text.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { placedRegion } from '../queries/place.ts';

/** Makes or changes the draft of the methodology that the text names by its id. Returns the id of the version. */
export async function saveMethodologyDraft(
  ctx: Ctx,
  input: { regionId: number; text: string; edits?: number },
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const region = await placedRegion(ctx.scope, trx, input.regionId);
    insist(mayKeepLists(ctx.actor, region));
    const { methodology: asWritten } = methodologyFromText(input.text);
    const methodologyId = await lockedMethodology(ctx, trx, region.id, asWritten.id);
    const versions = await trx
      .selectFrom('methodology_versions')
      .select(['id', 'version', 'state', 'edits'])
      .where('methodology_id', '=', methodologyId)
      .execute();
    const draft = versions.find(({ state }) => state === 'draft');
    if (draft && input.edits !== undefined && draft.edits !== input.edits) throw new AppError('conflict');
    const version = draft?.version ?? Math.max(0, ...versions.map((one) => one.version)) + 1;
    const body = withVersion(input.text, version);
    const { methodology } = methodologyFromText(body);
    const values = {
      title: methodology.title,
      purpose: methodology.purpose,
      body,
      hash: hashOf(methodology),
      permitted_uses: methodology.permittedUses,
      updated_at: ctx.clock.now(),
    };
    const { id } = draft
      ? await trx
          .updateTable('methodology_versions')
          .set({ ...values, edits: sql`edits + 1` })
          .where('id', '=', draft.id)
          .returning('id')
          .executeTakeFirstOrThrow()
      : await trx
          .insertInto('methodology_versions')
          .values({
            ...values,
            methodology_id: methodologyId,
            version,
            author: accountOf(ctx.actor),
            created_at: ctx.clock.now(),
          })
          .returning('id')
          .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: draft ? 'methodology.draft-changed' : 'methodology.draft-created',
      objectType: 'methodology',
      objectId: id,
      organisationId: region.id,
      after: { code: methodology.id, version, title: methodology.title, hash: values.hash },
    });
    return id;
  });
}

export async function publishMethodology(ctx: Ctx, versionId: number): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const found = await lockedVersion(ctx, trx, versionId, 'draft');
    await trx
      .updateTable('methodology_versions')
      .set({ state: 'published', published_by: accountOf(ctx.actor), published_at: ctx.clock.now() })
      .where('id', '=', versionId)
      .execute();
    await record(ctx, trx, 'methodology.published', found);
  });
}

export async function discardMethodologyDraft(ctx: Ctx, versionId: number): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const found = await lockedVersion(ctx, trx, versionId, 'draft');
    await trx.deleteFrom('methodology_versions').where('id', '=', versionId).execute();
    await record(ctx, trx, 'methodology.draft-discarded', found);
  });
}

/** No new runs by it; old ones keep their text. */
export async function withdrawMethodology(ctx: Ctx, versionId: number, reason: string): Promise<void> {
  if (reason.trim() === '') throw new AppError('reasonRequired');
  return ctx.db.transaction().execute(async (trx) => {
    const found = await lockedVersion(ctx, trx, versionId, 'published');
    await trx.updateTable('methodology_versions').set({ state: 'withdrawn' }).where('id', '=', versionId).execute();
    await record(ctx, trx, 'methodology.withdrawn', found, reason.trim());
  });
}

async function lockedMethodology(ctx: Ctx, trx: Connection, regionId: number, code: string): Promise<number> {
  await trx
    .insertInto('methodologies')
    .values({ region_id: regionId, code, created_by: accountOf(ctx.actor), created_at: ctx.clock.now() })
    .onConflict((conflict) => conflict.constraint('methodologies_code_unique').doNothing())
    .execute();
  const { id } = await trx
    .selectFrom('methodologies')
    .select('id')
    .where('region_id', '=', regionId)
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return id;
}

type LockedVersion = { id: number; code: string; version: number; title: string; regionId: number };

async function lockedVersion(ctx: Ctx, trx: Connection, versionId: number, state: string): Promise<LockedVersion> {
  const found = await trx
    .selectFrom('methodology_versions as v')
    .innerJoin('methodologies as m', 'm.id', 'v.methodology_id')
    .select(['v.id', 'v.version', 'v.state', 'v.title', 'm.code', 'm.region_id as regionId'])
    .where('v.id', '=', versionId)
    .forUpdate('v')
    .executeTakeFirst();
  if (!found) throw new AppError('notFound', { text: 'Такой версии методики нет.' });
  insist(mayKeepLists(ctx.actor, await placedRegion(ctx.scope, trx, found.regionId)));
  if (found.state !== state) throw new AppError('transitionNotAllowed');
  return found;
}

function record(
  ctx: Ctx,
  trx: Connection,
  action: string,
  { id, code, version, title, regionId }: LockedVersion,
  reason?: string,
): Promise<void> {
  return recordAudit(ctx, trx, {
    action,
    objectType: 'methodology',
    objectId: id,
    organisationId: regionId,
    after: { code, version, title },
    ...(reason === undefined ? {} : { reason }),
  });
}
