/** The order that approves, amends or closes a plan, as it comes back from the form. */
import { z } from 'zod';
import { attachmentName, attachmentType } from '#documents/attachment.ts';
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

/** For what can also be done without an order: all of it, or neither number, date nor file. */
export const optionalOrderFields = {
  ...orderFields,
  orderNumber: orderFields.orderNumber.optional(),
  orderDate: orderFields.orderDate.optional(),
};
type OptionalOrderFields = z.infer<z.ZodObject<typeof optionalOrderFields>>;

export function isOrderComplete(fields: OptionalOrderFields): boolean {
  return isOrderEmpty(fields) || isWhole(fields);
}

export async function optionalOrderFrom(ctx: Ctx, fields: OptionalOrderFields): Promise<OrderInput | null> {
  return isWhole(fields) ? orderFrom(ctx, fields) : null;
}

function isOrderEmpty({ orderBody, orderNumber, orderDate, orderSignatory, orderFile }: OptionalOrderFields): boolean {
  return [orderBody, orderNumber, orderDate, orderSignatory, orderFile].every((value) => value === undefined);
}

function isWhole(fields: OptionalOrderFields): fields is OptionalOrderFields & OrderFields {
  return fields.orderNumber !== undefined && fields.orderDate !== undefined;
}

export async function orderFrom(ctx: Ctx, fields: OrderFields): Promise<OrderInput> {
  return {
    kind: fields.orderKind,
    body: fields.orderBody ?? null,
    number: fields.orderNumber,
    date: fields.orderDate,
    signatory: fields.orderSignatory ?? null,
    file: fields.orderFile === undefined ? null : await storedOrder(ctx, fields.orderFile),
  };
}

/** A document by its content, not by what it is called: everybody who sees the plan downloads it. */
async function storedOrder(ctx: Ctx, file: File): Promise<OrderInput['file']> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contentType = attachmentType({ name: file.name, bytes }, ctx.config.uploadLimitBytes);
  return { sha256: await storeFile(ctx, ctx.db, { bytes, contentType }), name: attachmentName(file.name) };
}
