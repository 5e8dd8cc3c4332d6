import { Form, Link } from 'react-router';
import { ASSESSMENT_KINDS, type Scale, type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { errorOf, type FormValues, valueOf, valuesOfGroup } from '#web/forms.ts';
import { Actions, Button, Checkboxes, Field, FieldRow, Fields, Section, Select, TextInput } from '#web/ui/index.ts';
import { conditionInWords, type ConditionInWords } from '../../domain/conditions.ts';

const CODES = Object.keys(SUBJECTS) as SubjectCode[];
/** Beside those that hold: without JavaScript a row cannot be added. */
const SPARE_CONDITIONS = 2;

export type ScaleOf = {
  kind: Scale['kind'];
  subject: SubjectCode | undefined;
  paperGrade: number | null;
  year: number | null;
};

type Errors = readonly { field: string; text: string }[] | undefined;
type ScaleFormProps = { of: ScaleOf; current: Scale | null; errors: Errors; values: FormValues | undefined };

export function ScaleForm({ of, current, errors, values }: ScaleFormProps) {
  const number = (name: string, label: string, stored: number | null | undefined, hint?: string) => (
    <Field label={label} name={name} hint={hint} error={errorOf(errors, name)}>
      <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, name, stored)} />
    </Field>
  );
  const rows = Math.max(
    current?.conditions.length ?? 0,
    Number(values?.['conditions'] ?? SPARE_CONDITIONS) - SPARE_CONDITIONS,
  );
  return (
    <Form method="post" noValidate>
      <Fields>
        <FieldRow>
          <Field label="Вид" name="kind">
            <Select
              size="short"
              defaultValue={valueOf(values, 'kind', of.kind)}
              options={ASSESSMENT_KINDS.map((value) => ({ value, label: value }))}
            />
          </Field>
          <Field label="Предмет" name="subject" error={errorOf(errors, 'subject')}>
            <Select
              defaultValue={valueOf(values, 'subject', of.subject)}
              options={[{ value: '', label: 'Выберите' }, ...CODES.map((value) => ({ value, label: SUBJECTS[value] }))]}
            />
          </Field>
          {number('grade', 'Класс', of.paperGrade)}
          {number('year', 'Год', of.year)}
        </FieldRow>
        <FieldRow>
          {number('three', 'Отметка «3» от', current?.least.three, 'Ниже — ниже порога')}
          {number('four', 'Отметка «4» от', current?.least.four)}
          {number('five', 'Отметка «5» от', current?.least.five)}
          {number('maximum', 'Наибольший балл', current?.maximum)}
        </FieldRow>
        <Section title="Условия по частям работы" id="conditions">
          <p>
            Отметке нужны баллы за часть работы: геометрия в ОГЭ по математике, грамотность (ГК1–ГК4) по русскому языку.
            Лишние строки оставьте пустыми; чтобы убрать условие, очистите его.
          </p>
          <input type="hidden" name="conditions" value={rows + SPARE_CONDITIONS} />
          <Fields>
            {Array.from({ length: rows + SPARE_CONDITIONS }, (_, k) => (
              <Condition key={k} index={k} stored={current?.conditions[k]} errors={errors} values={values} />
            ))}
          </Fields>
        </Section>
        <Field
          label="Источник"
          name="source"
          hint="Документ, дата, номер: по нему шкалу можно проверить"
          error={errorOf(errors, 'source')}
        >
          <TextInput defaultValue={valueOf(values, 'source', current?.source)} />
        </Field>
        <Field label="Почему меняется" name="reason" error={errorOf(errors, 'reason')}>
          <TextInput defaultValue={valueOf(values, 'reason')} />
        </Field>
        <Actions>
          <Button>Записать шкалу</Button>
          <Link to="/results/reference">Не менять</Link>
        </Actions>
      </Fields>
    </Form>
  );
}

type ConditionProps = {
  index: number;
  stored: Scale['conditions'][number] | undefined;
  errors: Errors;
  values: FormValues | undefined;
};

function Condition({ index, stored, errors, values }: ConditionProps) {
  const words: ConditionInWords = stored
    ? conditionInWords(stored)
    : { name: '', items: '', marks: [], least: '', otherwise: '2' };
  const name = (field: keyof ConditionInWords) => `condition-${index}-${field}`;
  const text = (field: 'name' | 'items' | 'least', label: string, short = false) => (
    <Field label={label} name={name(field)} error={errorOf(errors, name(field))}>
      <TextInput
        {...(short ? { size: 'short' as const } : {})}
        defaultValue={valueOf(values, name(field), words[field])}
      />
    </Field>
  );
  return (
    <fieldset>
      <legend>Условие {index + 1}</legend>
      <Fields>
        <FieldRow>
          {text('name', 'Часть работы')}
          {text('items', 'Задания')}
          {text('least', 'Нужно баллов', true)}
          <Field label="Иначе отметка" name={name('otherwise')} error={errorOf(errors, name('otherwise'))}>
            <Select
              size="short"
              defaultValue={valueOf(values, name('otherwise'), words.otherwise)}
              options={['2', '3', '4'].map((value) => ({ value, label: value }))}
            />
          </Field>
        </FieldRow>
        <Field label="Нужно для отметок" name={name('marks')} error={errorOf(errors, name('marks'))}>
          <Checkboxes
            inline
            defaultValue={valuesOfGroup(values, name('marks'), words.marks)}
            options={['3', '4', '5'].map((value) => ({ value, label: `«${value}»` }))}
          />
        </Field>
      </Fields>
    </fieldset>
  );
}
