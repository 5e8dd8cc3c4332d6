/** Descriptions of works from a file: first shown with what is wrong, then entered all at once; a file can be undone. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { readWorks } from '#modules/assessments/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import {
  againstResults,
  keyOf,
  saysTheSame,
  type ToldOfWorks,
  titleOf,
  type WorkToEnter,
  worksToEnter,
} from '../domain/works.ts';
import { worksOf } from '../domain/references.ts';
import { effectiveReferences } from '../queries/references.ts';
import { type Region, regionToKeep } from '../queries/regions.ts';
import { itemsInResults, workEntry } from '../queries/works.ts';
import { takeBack, writeEntry } from './reference-entry.ts';

export type WorksFile = { bytes: Uint8Array; name: string };
export type WorkArrival = WorkToEnter & {
  title: string;
  change: 'new' | 'changed' | 'same';
  /** The version that holds now. */
  version: number | null;
  sum: number;
};
export type WorksPreview = { region: Region; arrivals: WorkArrival[]; issues: Issue[] };

/** What the file would change; nothing is written. */
export async function previewWorks(ctx: Ctx, file: WorksFile, told: ToldOfWorks): Promise<WorksPreview> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return previewed(ctx.db, region, file, told);
}

async function previewed(db: Connection, region: Region, file: WorksFile, told: ToldOfWorks): Promise<WorksPreview> {
  const { maximumOf } = worksOf(await effectiveReferences(db, region.id));
  const reading = await readWorks(file.bytes, file.name, (work) => {
    const of = keyOf(work, file.name, told);
    return of && maximumOf({ ...of, round: 'spring', pupilGrade: of.paperGrade });
  });
  const { works, issues } = worksToEnter(reading.works, file.name, told);
  const found = [...reading.issues, ...issues];
  const arrivals: WorkArrival[] = [];
  for (const work of works) {
    const before = await workEntry(db, region.id, work.of);
    found.push(...againstResults(work, await itemsInResults(db, region.id, work.of)));
    arrivals.push({
      ...work,
      title: titleOf(work.of),
      change: before === null ? 'new' : saysTheSame(before.content, work.content) ? 'same' : 'changed',
      version: before?.version ?? null,
      sum: work.content.items.reduce((sum, { maximum }) => sum + maximum, 0),
    });
  }
  return { region, arrivals, issues: found };
}

export type EnteredWorks = { importId: number | null; entered: number; same: number };

/** Refused while there is an error; done again, it changes nothing. */
export async function enterWorks(ctx: Ctx, file: WorksFile, told: ToldOfWorks): Promise<EnteredWorks> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  const sha256 = await ctx.files.put(file.bytes);
  return ctx.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(7209117, ${region.id}::int)`.execute(trx);
    const { arrivals, issues } = await previewed(trx, region, file, told);
    if (arrivals.length === 0 || issues.some(({ severity }) => severity === 'error'))
      throw new AppError('importHasErrors', { issues });
    const changes = arrivals.filter(({ change }) => change !== 'same');
    const same = arrivals.length - changes.length;
    if (changes.length === 0) return { importId: null, entered: 0, same };
    await trx
      .insertInto('files')
      .values({ sha256, size: file.bytes.byteLength, content_type: 'application/octet-stream' })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    const { id } = await trx
      .insertInto('reference_imports')
      .values({
        region_id: region.id,
        file_sha256: sha256,
        file_name: file.name,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const { of, content } of changes)
      await writeEntry(ctx, trx, region.id, {
        kind: 'work',
        of,
        content,
        source: file.name,
        reason: `из файла «${file.name}»`,
        importId: id,
      });
    return { importId: id, entered: changes.length, same };
  });
}

/** Returns how many descriptions went back to what they were. */
export async function undoWorks(ctx: Ctx, importId: number): Promise<number> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return ctx.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(7209117, ${region.id}::int)`.execute(trx);
    const { rows } = await sql<{ undone: boolean }>`
      select undone_at is not null as undone from reference_imports where id = ${importId} and region_id = ${region.id} for update`.execute(
      trx,
    );
    if (!rows[0]) throw new AppError('notFound', { text: 'Такой загрузки описаний нет.' });
    if (rows[0].undone) throw new AppError('transitionNotAllowed', { text: 'Эта загрузка уже отменена.' });
    const entries = await trx
      .selectFrom('assessment_references')
      .select(['id', 'replaced_at as replacedAt'])
      .where('import_id', '=', importId)
      .execute();
    if (entries.some(({ replacedAt }) => replacedAt !== null))
      throw new AppError('transitionNotAllowed', {
        text: 'Отменить эту загрузку уже нельзя: поверх неё загружены другие описания.',
        advice: 'Сначала отмените более позднюю загрузку.',
      });
    await takeBack(
      ctx,
      trx,
      region.id,
      entries.map(({ id }) => id),
    );
    await trx
      .updateTable('reference_imports')
      .set({ undone_at: ctx.clock.now(), undone_by: accountOf(ctx.actor) })
      .where('id', '=', importId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'reference.import-undone',
      objectType: 'reference-import',
      objectId: importId,
      organisationId: region.id,
      before: { entries: entries.length },
    });
    return entries.length;
  });
}
