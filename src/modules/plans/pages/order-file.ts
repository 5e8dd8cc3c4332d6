/** The file of an order: `GET /plans/:planId/orders/:orderId/file`. */
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { AppError } from '#kernel/errors.ts';
import { ctxOf } from '#web/request.ts';
import { planHead } from '../queries/content.ts';
import { idOf } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, files } = ctxOf(context);
  const { orders } = await planHead(scope, db, idOf(params, 'planId'));
  const file = orders.find(({ id }) => id === idOf(params, 'orderId'))?.file;
  if (!file) throw new AppError('notFound');
  return download(await files.get(file.sha256), file.name, 'application/octet-stream');
}
