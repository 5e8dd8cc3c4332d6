/** A change by the API happens once for its Idempotency-Key, however often the line breaks and the request is sent again. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { ApiCtx } from './endpoint.ts';

const KEPT_HOURS = 24;
/** A first request that has not ended by then broke off; the change itself refuses to happen twice. */
const BROKEN_OFF_MINUTES = 5;

type Reply = { requestSha256: string; status: number | null; body: unknown };

export async function once(
  ctx: ApiCtx,
  request: Request,
  asked: { path: string; body: unknown },
  change: () => Promise<unknown>,
): Promise<Response> {
  const key = request.headers.get('idempotency-key')?.trim() ?? '';
  if (key.length < 8 || key.length > 200)
    throw new AppError('badRequest', {
      text: 'Нужен заголовок Idempotency-Key: от 8 до 200 знаков.',
      advice: 'Придумайте новый ключ для каждого действия (например, UUID) и повторяйте его, если ответ не пришёл.',
    });
  const sha256 = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const kept = await reserve(ctx, key, sha256);
  if (kept) return repeated(kept, sha256);
  try {
    const body = await change();
    await ctx.db
      .updateTable('api_replies')
      .set({ status: 200, body: JSON.stringify(body) })
      .where('token_id', '=', ctx.token.id)
      .where('key', '=', key)
      .execute();
    return replyOf(200, body);
  } catch (error) {
    // What was refused may be mended and sent again under the same key.
    await ctx.db.deleteFrom('api_replies').where('token_id', '=', ctx.token.id).where('key', '=', key).execute();
    throw error;
  }
}

/** Undefined: the key is ours now. */
async function reserve({ db, token, clock }: ApiCtx, key: string, sha256: string): Promise<Reply | undefined> {
  const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);
  await sql`
    delete from api_replies where token_id = ${token.id}
      and (asked_at < ${ago(KEPT_HOURS * 60)} or (status is null and asked_at < ${ago(BROKEN_OFF_MINUTES)}))`.execute(
    db,
  );
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('api_replies')
    .values({ token_id: token.id, key, request_sha256: sha256, asked_at: clock.now() })
    .onConflict((conflict) => conflict.constraint('api_replies_pk').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  return db
    .selectFrom('api_replies')
    .select(['request_sha256 as requestSha256', 'status', 'body'])
    .where('token_id', '=', token.id)
    .where('key', '=', key)
    .executeTakeFirst();
}

function repeated({ requestSha256, status, body }: Reply, sha256: string): Response {
  if (requestSha256 !== sha256) throw new AppError('keyReused');
  if (status === null)
    throw new AppError('conflict', {
      text: 'Первый запрос с этим ключом ещё выполняется.',
      advice: 'Подождите немного и повторите запрос с тем же ключом.',
    });
  return replyOf(status, body, { 'Idempotency-Replayed': 'true' });
}

function replyOf(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  });
}
