/** The first step of an import: files come in, one by one or hundreds at once, and wait to be read. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { regionToKeep } from '../queries/regions.ts';
import { lockedImport } from './locked-import.ts';

export const READ_JOB = 'results.read';

/** `name` may hold folders: they can say the grade. */
export type IncomingFile = { name: string; bytes: Uint8Array; contentType: string };

export async function openImport(ctx: Ctx, { regionId, year }: { regionId?: number; year?: number }): Promise<number> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor, regionId);
  return ctx.db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('result_imports')
      .values({
        organisation_id: region.id,
        year: year ?? null,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: 'results.import-opened',
      objectType: 'result-import',
      objectId: id,
      organisationId: region.id,
    });
    return id;
  });
}

/** Says whether the file is new to this import; the same content twice is one file. */
export async function receiveFile(ctx: Ctx, importId: number, file: IncomingFile): Promise<boolean> {
  if (file.bytes.byteLength === 0) throw new AppError('fileEmpty', { text: `Файл «${file.name}» пуст.` });
  if (file.bytes.byteLength > ctx.config.uploadLimitBytes)
    throw new AppError('fileTooLarge', { text: `Файл «${file.name}» слишком велик.` });
  // The bytes are durable before any row speaks of them.
  const sha256 = await ctx.files.put(file.bytes);
  return ctx.db.transaction().execute(async (trx) => {
    const { state } = await lockedImport(ctx, trx, importId);
    if (state !== 'receiving' && state !== 'checked') throw new AppError('transitionNotAllowed');
    await trx
      .insertInto('files')
      .values({ sha256, size: file.bytes.byteLength, content_type: file.contentType || 'application/octet-stream' })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    const { rows } = await sql`
      insert into result_import_files (import_id, position, file_sha256, name, size)
      select ${importId}, coalesce(max(position), 0) + 1, ${sha256}, ${file.name}, ${file.bytes.byteLength}
      from result_import_files where import_id = ${importId}
      on conflict (import_id, file_sha256) where recounts_part_id is null do nothing returning id`.execute(trx);
    return rows.length > 0;
  });
}

/** Hands the waiting files to the worker. */
export async function startReading(ctx: Ctx, importId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state } = await lockedImport(ctx, trx, importId);
    if (state !== 'receiving' && state !== 'checked') throw new AppError('transitionNotAllowed');
    if ((await waitingFiles(trx, importId)) === 0)
      throw new AppError('invalidInput', {
        field: 'files',
        text: 'Файлов нет.',
        advice: 'Выберите файлы результатов.',
      });
    await queueReading(ctx, trx, importId);
  });
}

/** The command line reads in its own process: nobody is asked to. Should it be killed, the worker goes on. */
export async function waitHere(ctx: Ctx, importId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state } = await lockedImport(ctx, trx, importId);
    if (state !== 'receiving') throw new AppError('transitionNotAllowed');
    await markQueued(trx, importId);
  });
}

export async function queueReading(ctx: Ctx, trx: Connection, importId: number): Promise<void> {
  await markQueued(trx, importId);
  await ctx.jobs.enqueue(trx, READ_JOB, { importId }, { singletonKey: String(importId) });
}

async function markQueued(trx: Connection, importId: number): Promise<void> {
  await trx
    .updateTable('result_imports')
    .set({ state: 'queued', version: sql`version + 1`, started_at: null, read_at: null, cancel_asked_at: null })
    .where('id', '=', importId)
    .execute();
}

async function waitingFiles(trx: Connection, importId: number): Promise<number> {
  const row = await trx
    .selectFrom('result_import_files')
    .select((eb) => eb.fn.countAll<number>().as('files'))
    .where('import_id', '=', importId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.files ?? 0;
}

/** Stops the reading after the files under way, or drops what was read: nothing of it has reached the catalogue. */
export async function cancelImport(ctx: Ctx, importId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state, region } = await lockedImport(ctx, trx, importId);
    if (state === 'cancelled') return;
    if (state === 'applied' || state === 'undone') throw new AppError('transitionNotAllowed');
    await trx
      .updateTable('result_imports')
      .set({ state: 'cancelled', cancel_asked_at: ctx.clock.now() })
      .where('id', '=', importId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'results.import-cancelled',
      objectType: 'result-import',
      objectId: importId,
      organisationId: region.id,
      before: { state },
    });
  });
}

/** Leaves a file out of what will be applied, or takes it back in. */
export async function acceptFiles(ctx: Ctx, importId: number, acceptedIds: readonly number[]): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state } = await lockedImport(ctx, trx, importId);
    if (state !== 'checked') throw new AppError('transitionNotAllowed');
    await sql`update result_import_files set accepted = id = any(${[...acceptedIds]}::bigint[])
      where import_id = ${importId} and state = 'read'`.execute(trx);
    await trx.updateTable('result_imports').set({ version: sql`version + 1` }).where('id', '=', importId).execute();
  });
}
