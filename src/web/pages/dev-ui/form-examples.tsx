import {
  Button,
  Checkbox,
  Checkboxes,
  Combobox,
  DateInput,
  Details,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  FileInput,
  Radios,
  Select,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import { Example } from './example.tsx';

const KINDS = [
  { value: 'order', label: 'Приказ' },
  { value: 'protocol', label: 'Протокол' },
];

const DECISIONS = [
  { value: 'adopted', label: 'Принять без изменений' },
  { value: 'adapted', label: 'Принять с изменениями', hint: 'Вы измените текст, срок или ответственных.' },
  { value: 'declined', label: 'Отклонить', hint: 'Нужно указать причину.' },
];

export function FormExamples() {
  return (
    <Example name="Field и элементы форм">
      {/* It takes the focus when it appears, so it stays folded here. */}
      <Details summary="ErrorSummary">
        <ErrorSummary
          errors={[
            { field: 'mark', text: 'Напишите, что сделано.' },
            { field: 'decision', text: 'Выберите решение.' },
            { field: '', text: 'План изменил кто-то другой. Откройте его заново.' },
          ]}
        />
      </Details>
      <form>
        <Fields>
          <Field label="Название плана" name="title" hint="Как на титульном листе документа">
            <TextInput defaultValue="Комплекс мер по поддержке школ" />
          </Field>
          <Field label="Отметка об исполнении" name="mark" error="Напишите, что сделано.">
            <TextArea />
          </Field>
          <FieldRow>
            <Field label="Вид документа" name="kind">
              <Select options={KINDS} size="short" />
            </Field>
            <Field label="Номер" name="number">
              <TextInput size="short" />
            </Field>
            <Field label="Дата" name="date">
              <DateInput defaultValue="2026-11-20" />
            </Field>
          </FieldRow>
          <Field label="Решение по мероприятию" name="decision" error="Выберите решение.">
            <Radios options={DECISIONS} />
          </Field>
          <Field label="Получатели" name="receivers">
            <Checkboxes
              inline
              options={[
                { value: 'a', label: 'Школы' },
                { value: 'b', label: 'Муниципалитеты' },
              ]}
              defaultValue={['b']}
            />
          </Field>
          <Field label="Школа" name="school" hint="Начните вводить название или номер">
            <Combobox source="/organisations/suggestions" valueName="schoolId" />
          </Field>
          <Field label="Файл документа" name="file" hint="DOCX, PDF или XLSX, до 20 МБ">
            <FileInput />
          </Field>
          <Checkbox name="notify" label="Сообщить ответственным по почте" defaultChecked />
          <Field label="Недоступное поле" name="locked">
            <TextInput disabled defaultValue="Изменить нельзя: план утверждён" />
          </Field>
          <div>
            <Button type="button">Сохранить</Button>
          </div>
        </Fields>
      </form>
    </Example>
  );
}
