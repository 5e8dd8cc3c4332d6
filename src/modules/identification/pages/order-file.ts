/** An order with its annex as DOCX: the one that was registered, or a draft to be signed. */
import { writeDocx } from '#documents/write/docx.ts';
import { AppError } from '#kernel/errors.ts';
import { download } from '#platform/download.ts';
import { parseForm } from '#web/forms.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { z } from 'zod';
import { listOrder } from '../queries/order.ts';
import { idOf } from './parts/address.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A draft may still have gaps; they are written by hand. */
const draftFields = z.object({
  number: z.string().max(100).default('______'),
  date: z.iso.date().optional().catch(undefined),
  body: z.string().max(1000).default(''),
  post: z.string().max(300).default('__________'),
  signatory: z.string().max(300).default('__________'),
  schools: z.array(z.coerce.number()).default([]),
});

export async function loader({ params, request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const listId = idOf(params, 'listId');
  if (params['orderId'] !== undefined) {
    const document = await listOrder(ctx.actor, ctx.db, listId, { orderId: idOf(params, 'orderId') });
    return download(await writeDocx(document), `Приказ, список ${listId}.docx`, TYPE);
  }
  const { searchParams } = new URL(request.url);
  const parsed = parseForm(draftFields, searchParams);
  if (!parsed.ok) throw new AppError('badRequest');
  const { number, date, body, post, signatory, schools } = parsed.value;
  const document = await listOrder(ctx.actor, ctx.db, listId, {
    draft: {
      purpose: searchParams.get('purpose') === 'exit' ? 'exit' : 'approval',
      number,
      datedOn: date ?? ctx.clock.today(),
      body,
      signatoryPost: post,
      signatoryName: signatory,
    },
    schoolIds: schools,
  });
  return download(await writeDocx(document), `Проект приказа, список ${listId}.docx`, TYPE);
}
