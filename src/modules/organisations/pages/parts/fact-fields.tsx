import type { ReactElement } from 'react';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { DateInput, Field, FieldRow, Select, TextArea, TextInput } from '#web/ui/index.ts';
import { SCHOOL_TYPES, SETTLEMENT_TYPES } from '../../domain/tree.ts';

type FactFieldsProps = {
  isSchool: boolean;
  errors: readonly FieldError[] | undefined;
  values: FormValues | undefined;
  /** What is stored, by the name of the field. */
  stored?: Record<string, string>;
};

const choices = (values: readonly string[]) => [
  { value: '', label: 'Не указан' },
  ...values.map((value) => ({ value, label: value })),
];

/** The fields of what is written down about an organisation. */
export function FactFields({ isSchool, errors, values, stored = {} }: FactFieldsProps) {
  const of = (name: string) => valueOf(values, name, stored[name]);
  const field = (name: string, label: string, control: ReactElement, hint?: string) => (
    <Field label={label} name={name} hint={hint} error={errorOf(errors, name)}>
      {control}
    </Field>
  );
  return (
    <>
      {field('name', 'Полное название', <TextArea rows={2} defaultValue={of('name')} />, 'Как в уставе')}
      {field(
        'shortName',
        'Краткое название',
        <TextInput defaultValue={of('shortName')} />,
        'Как организацию называют в документах: «СОШ № 7». Прежнее название останется среди других',
      )}
      <FieldRow>
        {isSchool
          ? field(
              'schoolType',
              'Тип школы',
              <Select size="medium" options={choices(SCHOOL_TYPES)} defaultValue={of('schoolType')} />,
            )
          : null}
        {field(
          'settlementType',
          'Населённый пункт',
          <Select size="medium" options={choices(SETTLEMENT_TYPES)} defaultValue={of('settlementType')} />,
        )}
      </FieldRow>
      <FieldRow>
        {isSchool ? field('number', 'Номер', <TextInput size="short" defaultValue={of('number')} />) : null}
        {isSchool
          ? field('fisOkoLogin', 'Логин ФИС ОКО', <TextInput size="short" defaultValue={of('fisOkoLogin')} />)
          : null}
        {isSchool ? field('ogeCode', 'Код ОГЭ', <TextInput size="short" defaultValue={of('ogeCode')} />) : null}
        {isSchool ? field('egeCode', 'Код ЕГЭ', <TextInput size="short" defaultValue={of('egeCode')} />) : null}
      </FieldRow>
      <FieldRow>
        {field('inn', 'ИНН', <TextInput size="short" inputMode="numeric" defaultValue={of('inn')} />, '10 цифр')}
        {field('ogrn', 'ОГРН', <TextInput size="short" inputMode="numeric" defaultValue={of('ogrn')} />, '13 цифр')}
        {field('openedOn', 'Действует с', <DateInput defaultValue={of('openedOn')} />, 'Если известно')}
      </FieldRow>
      {field('address', 'Адрес', <TextInput defaultValue={of('address')} />)}
      {field(
        'aliases',
        'Другие названия',
        <TextArea rows={3} defaultValue={of('aliases')} />,
        'По одному в строке: по ним организацию узнают в загружаемых документах',
      )}
    </>
  );
}
