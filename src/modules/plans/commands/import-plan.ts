/** A document becomes a plan in three steps: upload, review with corrections, one transaction that saves it. */
import { sql } from 'kysely';
import { AppError, isAppError } from '#kernel/errors.ts';
import type { PlanReading } from '#modules/plan-reading/contract.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { PlanBody } from '../domain/content.ts';
import {
  draftOf,
  linkingAll,
  namesToMatch,
  type ReadingDraft,
  type ReadingFailure,
  unlinkedNames,
} from '../domain/draft.ts';
import { sameData } from '../domain/patch.ts';
import { contentFromReading } from '../domain/reading.ts';
import { insist, mayApprove, mayWriteFor } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { organisationMatcher } from '../queries/matching.ts';
import { readingForReview } from '../queries/readings.ts';
import { insertPlan } from './create-plan.ts';
import { type OrderInput, putInForce } from './life.ts';
import { lockedPlan } from './locked-plan.ts';
import { proposeOrganisation } from './notices.ts';
import { readInBackground } from './read-document.ts';
import { storeFile } from './store-file.ts';

export type Upload = { organisationId: number; fileName: string; bytes: Uint8Array; contentType: string };

/** Keeps the file and what was read from it. A document that cannot be read is kept too, with the reason. */
export async function uploadDocument(ctx: Ctx, upload: Upload): Promise<number> {
  const organisation = await ctx.db
    .selectFrom('organisations')
    .select(['id', 'kind', 'path'])
    .where('id', '=', upload.organisationId)
    .executeTakeFirst();
  if (organisation === undefined) throw new AppError('notFound');
  insist(mayWriteFor(ctx.actor, organisation));
  if (upload.bytes.byteLength > ctx.config.uploadLimitBytes) throw new AppError('fileTooLarge');
  const outcome = await readOrExplain(ctx, upload, organisation);
  return ctx.db.transaction().execute(async (trx) => {
    const sha256 = await storeFile(ctx, trx, upload);
    const { id } = await trx
      .insertInto('plan_readings')
      .values({
        organisation_id: organisation.id,
        file_sha256: sha256,
        file_name: upload.fileName,
        created_by: ctx.actor.userId,
        created_at: ctx.clock.now(),
        updated_at: ctx.clock.now(),
        ...outcome,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: 'reading.uploaded',
      objectType: 'plan-reading',
      objectId: id,
      organisationId: organisation.id,
      after: { fileName: upload.fileName, state: outcome.state },
    });
    return id;
  });
}

export type Correction = (
  draft: ReadingDraft,
  place: { trx: Connection; organisation: { path: string } },
) => ReadingDraft | Promise<ReadingDraft>;

/** Changes what was read. */
export async function correctReading(ctx: Ctx, readingId: number, change: Correction): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const reading = await lockedReading(ctx, trx, readingId);
    const draft = await change(reading.draft, { trx, organisation: reading.organisation });
    if (sameData(draft, reading.draft)) return;
    await trx
      .updateTable('plan_readings')
      .set({ corrected: JSON.stringify(draft), version: sql`version + 1`, updated_at: ctx.clock.now() })
      .where('id', '=', readingId)
      .execute();
  });
}

/** Back to what the document says. */
export async function dropCorrections(ctx: Ctx, readingId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { reading, organisation } = await lockedReading(ctx, trx, readingId);
    if (reading === null) throw new AppError('transitionNotAllowed');
    await trx
      .updateTable('plan_readings')
      .set({
        corrected: JSON.stringify(await linked(ctx, reading, organisation)),
        version: sql`version + 1`,
        updated_at: ctx.clock.now(),
      })
      .where('id', '=', readingId)
      .execute();
  });
}

/** Looks once more for organisations that were added to the register since the document was read. */
export function relinkReading(ctx: Ctx, readingId: number): Promise<void> {
  return correctReading(ctx, readingId, async ({ body, stamp }, { trx, organisation }) => {
    const names = unlinkedNames(body).map(({ name }) => name);
    const match = await organisationMatcher(ctx.scope, trx, names, organisation);
    return { stamp, body: linkingAll(body, match) };
  });
}

/** Asks the administrators to add a body that the register does not know. Returns how many were asked. */
export async function proposeName(ctx: Ctx, readingId: number, name: string): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const { organisation, draft } = await lockedReading(ctx, trx, readingId);
    if (!unlinkedNames(draft.body).some((row) => row.name === name)) throw new AppError('badRequest');
    return proposeOrganisation(ctx, trx, organisation, name);
  });
}

export async function discardReading(ctx: Ctx, readingId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const reading = await readingForReview(ctx.scope, trx, readingId);
    insist(mayWriteFor(ctx.actor, reading.organisation));
    if (reading.state === 'saved') throw new AppError('transitionNotAllowed');
    await trx
      .updateTable('plan_readings')
      .set({ state: 'discarded', updated_at: ctx.clock.now() })
      .where('id', '=', readingId)
      .execute();
  });
}

export type SaveReading = {
  /** The version that was checked; a later correction must be seen first. */
  version: number;
  isModel: boolean;
  /** The order that has approved the document already: the plan is in force at once. */
  order: OrderInput | null;
};

/** All or nothing; saved twice, the second time finds the plan of the first. */
export async function saveReading(
  ctx: Ctx,
  readingId: number,
  { version, isModel, order }: SaveReading,
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    await sql`select 1 from plan_readings where id = ${readingId} for update`.execute(trx);
    const reading = await readingForReview(ctx.scope, trx, readingId);
    if (reading.state === 'saved' && reading.planId !== null) return reading.planId;
    if (reading.draft === null) throw new AppError('transitionNotAllowed');
    if (reading.version !== version) throw new AppError('conflict');
    insistComplete(reading.draft.body);
    const planId = await insertPlan(
      ctx,
      trx,
      {
        organisationId: reading.organisation.id,
        isModel,
        stamp: reading.draft.stamp,
        origin: { action: 'plan.imported', from: readingId },
      },
      reading.draft.body,
    );
    if (order !== null) {
      const content = await planContent(ctx.scope, trx, planId, { revision: 'working' });
      insist(mayApprove(ctx.actor, content.plan));
      await putInForce(ctx, trx, content, 'approval', order);
      await trx.updateTable('plans').set({ state: 'approved' }).where('id', '=', planId).execute();
      await recordAudit(ctx, trx, {
        action: 'plan.approved',
        objectType: 'plan',
        objectId: planId,
        organisationId: reading.organisation.id,
        after: { state: 'approved', version: 1, order },
      });
    }
    await trx
      .updateTable('plan_readings')
      .set({ state: 'saved', plan_id: planId, updated_at: ctx.clock.now() })
      .where('id', '=', readingId)
      .execute();
    return planId;
  });
}

/** The plan goes and the review comes back with its corrections, as long as nobody has touched the plan. */
export async function undoImport(ctx: Ctx, readingId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const reading = await readingForReview(ctx.scope, trx, readingId);
    if (reading.state !== 'saved' || reading.planId === null) throw new AppError('transitionNotAllowed');
    const { plan, title } = await lockedPlan(ctx, trx, reading.planId);
    insist(mayWriteFor(ctx.actor, plan.organisation));
    if (plan.version !== 1 || plan.offered || (await isReportedOn(trx, plan.id))) {
      throw new AppError('transitionNotAllowed', {
        text: 'Отменить импорт уже нельзя: с планом начали работать.',
        advice: 'Исправьте план на его странице или закройте его.',
      });
    }
    await trx.updateTable('plans').set({ deleted_at: ctx.clock.now() }).where('id', '=', plan.id).execute();
    await trx
      .updateTable('plan_readings')
      .set({ state: 'recognised', plan_id: null, updated_at: ctx.clock.now() })
      .where('id', '=', readingId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'plan.import-undone',
      objectType: 'plan',
      objectId: plan.id,
      organisationId: plan.organisation.id,
      before: { title },
    });
  });
}

type Outcome =
  | { state: 'recognised'; source: string; reading: string; corrected: string }
  | { state: 'failed'; error: string };

async function readOrExplain(ctx: Ctx, { bytes, fileName }: Upload, home: { path: string }): Promise<Outcome> {
  try {
    const { source, reading } = await readInBackground(ctx, bytes, fileName);
    if (reading.measures.length === 0) throw new AppError('planTableMissing');
    return {
      state: 'recognised',
      source: JSON.stringify(source),
      reading: JSON.stringify(reading),
      corrected: JSON.stringify(await linked(ctx, reading, home)),
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return {
      state: 'failed',
      error: JSON.stringify({ code: error.code, text: error.text, advice: error.advice } satisfies ReadingFailure),
    };
  }
}

async function linked(ctx: Ctx, reading: PlanReading, home: { path: string }): Promise<ReadingDraft> {
  return draftOf(
    reading,
    await organisationMatcher(ctx.scope, ctx.db, namesToMatch(contentFromReading(reading)), home),
  );
}

async function lockedReading(ctx: Ctx, trx: Connection, readingId: number) {
  await sql`select 1 from plan_readings where id = ${readingId} for update`.execute(trx);
  const reading = await readingForReview(ctx.scope, trx, readingId);
  insist(mayWriteFor(ctx.actor, reading.organisation));
  if (reading.state !== 'recognised' || reading.draft === null) throw new AppError('transitionNotAllowed');
  return { ...reading, draft: reading.draft };
}

function insistComplete(body: PlanBody): void {
  if (body.title.trim() === '')
    throw new AppError('invalidInput', {
      text: 'У плана нет названия.',
      advice: 'Впишите название в сведениях о плане.',
    });
  if (body.measures.length === 0)
    throw new AppError('invalidInput', {
      text: 'В плане нет ни одного мероприятия.',
      advice: 'Добавьте хотя бы одно мероприятие.',
    });
}

async function isReportedOn(trx: Connection, planId: number): Promise<boolean> {
  const { rows } =
    await sql`select 1 from occurrences where plan_id = ${planId} and state <> 'planned' limit 1`.execute(trx);
  return rows.length > 0;
}
