/** The order of a list as a form asks for it: number, date, who issues and signs it. */
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { DateInput, Field, FieldRow, TextInput } from '#web/ui/index.ts';

export function OrderFields({
  errors,
  values,
  body,
}: {
  errors: readonly FieldError[] | undefined;
  values: FormValues | undefined;
  body: string;
}) {
  return (
    <>
      <FieldRow>
        <Field label="Номер приказа" name="number" error={errorOf(errors, 'number')}>
          <TextInput size="short" defaultValue={valueOf(values, 'number')} />
        </Field>
        <Field label="Дата" name="date" error={errorOf(errors, 'date')}>
          <DateInput defaultValue={valueOf(values, 'date')} />
        </Field>
      </FieldRow>
      <Field label="Кто издаёт" name="body" error={errorOf(errors, 'body')}>
        <TextInput defaultValue={valueOf(values, 'body', body)} />
      </Field>
      <FieldRow>
        <Field label="Должность подписавшего" name="post" error={errorOf(errors, 'post')}>
          <TextInput size="medium" defaultValue={valueOf(values, 'post', 'Министр')} />
        </Field>
        <Field label="Инициалы и фамилия" name="signatory" error={errorOf(errors, 'signatory')}>
          <TextInput size="medium" defaultValue={valueOf(values, 'signatory')} />
        </Field>
      </FieldRow>
    </>
  );
}
