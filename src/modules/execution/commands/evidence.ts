/** Documents that prove execution: stored once, used for as many measures of the organisation as they prove. */
import { AppError } from '#kernel/errors.ts';
import type { ResultKind } from '#modules/plan-reading/contract.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { type Attachment, attachmentName, attachmentType } from '#documents/attachment.ts';
import { ownOrganisations } from '../policy.ts';

export type StoredFile = { sha256: string; name: string };

export type NewDocument = {
  kind: ResultKind;
  number: string | null;
  /** ISO date of the document. */
  date: string | null;
  title: string;
  /** The file or the address where the document is published: at least one. */
  file: StoredFile | null;
  url: string | null;
};

/** Stored before the mark itself: a file that no record names harms nobody, and a form sent again need not carry it. */
export async function storeFile(ctx: Ctx, file: Attachment): Promise<StoredFile> {
  if (ownOrganisations(ctx.actor).length === 0) throw new AppError('notAllowed');
  const contentType = attachmentType(file, ctx.config.uploadLimitBytes);
  const sha256 = await ctx.files.put(file.bytes);
  await ctx.db
    .insertInto('files')
    .values({ sha256, size: file.bytes.length, content_type: contentType })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  return { sha256, name: attachmentName(file.name) };
}

export async function addDocuments(
  ctx: Ctx,
  db: Connection,
  organisationId: number,
  documents: readonly NewDocument[],
): Promise<number[]> {
  if (documents.length === 0) return [];
  await assertProofs(db, documents);
  const rows = await db
    .insertInto('evidence_documents')
    .values(
      documents.map((document) => ({
        organisation_id: organisationId,
        kind: document.kind,
        number: document.number,
        dated_on: document.date,
        title: document.title,
        file_sha256: document.file?.sha256 ?? null,
        file_name: document.file?.name ?? null,
        url: document.url,
        created_by: ctx.actor.userId,
        created_at: ctx.clock.now(),
      })),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

async function assertProofs(db: Connection, documents: readonly NewDocument[]): Promise<void> {
  if (documents.some((document) => document.file === null && document.url === null)) {
    throw new AppError('invalidInput', {
      text: 'К документу нужен файл или ссылка.',
      advice: 'Приложите файл или укажите адрес, где документ опубликован.',
    });
  }
  const named = [...new Set(documents.flatMap((document) => document.file?.sha256 ?? []))];
  if (named.length === 0) return;
  const stored = await db.selectFrom('files').select('sha256').where('sha256', 'in', named).execute();
  if (stored.length < named.length) throw new AppError('notFound', { text: 'Файл не найден в хранилище.' });
}

/** Kinds of the organisation's own documents; a document of another organisation proves nothing here. */
export async function kindsOf(
  db: Connection,
  organisationId: number,
  documentIds: readonly number[],
): Promise<string[]> {
  if (documentIds.length === 0) return [];
  const rows = await db
    .selectFrom('evidence_documents')
    .select(['id', 'kind'])
    .where('id', 'in', documentIds)
    .where('organisation_id', '=', organisationId)
    .execute();
  if (rows.length < documentIds.length)
    throw new AppError('notFound', { text: 'Выбранного документа нет среди документов организации.' });
  return rows.map((row) => row.kind);
}
