/** The order that approves or amends a plan: what is asked for and how it comes back from the form. */
import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { DateInput, Field, FieldRow, FileInput, Select, TextInput } from '#web/ui/index.ts';
import type { OrderInput } from '../../commands/life.ts';
import { storeFile } from '../../commands/store-file.ts';

export const ORDER_KINDS = ['приказ', 'распоряжение', 'постановление', 'решение'] as const;

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
  const stored = file === undefined ? null : {
    sha256: await storeFile(ctx, ctx.db, { bytes: new Uint8Array(await file.arrayBuffer()), contentType: file.type }), name: file.name,
  };
  return {
    kind: fields.orderKind, body: fields.orderBody ?? null, number: fields.orderNumber, date: fields.orderDate,
    signatory: fields.orderSignatory ?? null, file: stored,
  };
}

type Given = { kind?: string | null; body?: string | null; number?: string | null; date?: string | null };
type OrderFormProps = { given?: Given; errors: readonly FieldError[] | undefined; values: FormValues | undefined };

export function OrderFormFields({ given = {}, errors, values }: OrderFormProps) {
  const kinds = ORDER_KINDS.map((kind) => ({ value: kind, label: kind }));
  return (
    <>
      <FieldRow>
        <Field label="Документ" name="orderKind" error={errorOf(errors, 'orderKind')}>
          <Select options={kinds} defaultValue={valueOf(values, 'orderKind', given.kind ?? 'приказ')} />
        </Field>
        <Field label="Номер" name="orderNumber" error={errorOf(errors, 'orderNumber')}>
          <TextInput size="short" defaultValue={valueOf(values, 'orderNumber', given.number)} />
        </Field>
        <Field label="Дата" name="orderDate" error={errorOf(errors, 'orderDate')}>
          <DateInput defaultValue={valueOf(values, 'orderDate', given.date)} />
        </Field>
      </FieldRow>
      <Field label="Кто издал" name="orderBody" hint="Как в документе, например: управление образования администрации района" error={errorOf(errors, 'orderBody')}>
        <TextInput defaultValue={valueOf(values, 'orderBody', given.body)} />
      </Field>
      <Field label="Кто подписал" name="orderSignatory" hint="Должность и фамилия" error={errorOf(errors, 'orderSignatory')}>
        <TextInput size="medium" defaultValue={valueOf(values, 'orderSignatory')} />
      </Field>
      <Field label="Файл приказа" name="orderFile" hint="Если есть: PDF или Word." error={errorOf(errors, 'orderFile')}>
        <FileInput />
      </Field>
    </>
  );
}
