/** All that Opora keeps about the person, for the person. */
import { recordReading } from '#platform/audit.ts';
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { personalDataOf } from '../queries/personal-data.ts';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const data = await personalDataOf(ctx.db, ctx.actor.userId);
  await recordReading(ctx, { action: 'user.data-exported', objectType: 'user', objectId: ctx.actor.userId });
  const bytes = new TextEncoder().encode(JSON.stringify(data, null, 1));
  return download(bytes, 'Мои данные.json', 'application/json; charset=utf-8');
}
