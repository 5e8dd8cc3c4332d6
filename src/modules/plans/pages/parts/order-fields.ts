/** The order that approves or amends a plan, as it comes back from the form. */
import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { OrderInput } from '../../commands/life.ts';
import { storeFile } from '../../commands/store-file.ts';
import { ORDER_KINDS } from '../../domain/content.ts';

export const orderFields = {
  orderKind: z.enum(ORDER_KINDS),
  orderBody: z.string().max(1000).optional(),
  orderNumber: z.string({ error: 'Укажите номер.' }).max(100),
  orderDate: z.iso.date({ error: 'Укажите дату, например 26.09.2026.' }),
  orderSignatory: z.string().max(300).optional(),
  orderFile: z.file().optional(),
};
type OrderFields = z.infer<z.ZodObject<typeof orderFields>>;

export async function orderFrom(ctx: Ctx, fields: OrderFields): Promise<OrderInput> {
  const file = fields.orderFile;
  const stored =
    file === undefined
      ? null
      : {
          sha256: await storeFile(ctx, ctx.db, {
            bytes: new Uint8Array(await file.arrayBuffer()),
            contentType: file.type,
          }),
          name: file.name,
        };
  return {
    kind: fields.orderKind,
    body: fields.orderBody ?? null,
    number: fields.orderNumber,
    date: fields.orderDate,
    signatory: fields.orderSignatory ?? null,
    file: stored,
  };
}
