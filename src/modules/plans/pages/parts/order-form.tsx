/** The order that approves, amends or closes a plan, as a form asks for it. */
import { ATTACHMENTS } from '#documents/attachment.ts';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { DateInput, Field, FieldRow, FileInput, Select, TextInput } from '#web/ui/index.ts';
import { ORDER_KINDS } from '../../domain/content.ts';

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
      <Field
        label="Кто издал"
        name="orderBody"
        hint="Как в документе, например: управление образования администрации района"
        error={errorOf(errors, 'orderBody')}
      >
        <TextInput defaultValue={valueOf(values, 'orderBody', given.body)} />
      </Field>
      <Field
        label="Кто подписал"
        name="orderSignatory"
        hint="Должность и фамилия"
        error={errorOf(errors, 'orderSignatory')}
      >
        <TextInput size="medium" defaultValue={valueOf(values, 'orderSignatory')} />
      </Field>
      <Field label="Файл приказа" name="orderFile" hint="Если есть: PDF или Word." error={errorOf(errors, 'orderFile')}>
        <FileInput accept={ATTACHMENTS} />
      </Field>
    </>
  );
}
