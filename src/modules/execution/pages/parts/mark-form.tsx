/** The fields that mark execution: what was done, when, and what proves it. Used for one measure and for several. */
import type { ReactNode } from 'react';
import { RESULT_KINDS } from '#modules/plan-reading/contract.ts';
import { errorOf, type FieldError, type FormValues, valueOf, valuesOfGroup } from '#web/forms.ts';
import {
  Checkboxes,
  DateInput,
  Details,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  FileInput,
  Prose,
  Select,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import { provesResult, provingKinds } from '../../domain.ts';
import { ATTACHMENTS } from '#documents/attachment.ts';
import type { DocumentReference } from '../../queries/report.ts';
import { documentName } from '../../words.ts';

export type MarkFormProps = {
  expectedKinds: readonly string[];
  /** Documents of the organisation, those attached already first. */
  documents: readonly DocumentReference[];
  attached: readonly number[];
  given?: { markText: string; doneOn: string; withoutDocumentReason: string | null } | null;
  today: string;
  limitMegabytes: number;
  errors?: readonly FieldError[];
  values?: FormValues;
  /** The buttons. */
  children: ReactNode;
};

export function MarkFields({
  children,
  expectedKinds,
  documents,
  attached,
  given,
  today,
  limitMegabytes,
  errors,
  values,
}: MarkFormProps) {
  const field = (name: string) => ({ name, error: errorOf(errors, name) });
  const expected = expectedKinds.filter((kind) => kind !== 'иное');
  const kinds = [...new Set([...(provingKinds(expectedKinds) ?? []), ...RESULT_KINDS])];
  const document = { kinds, errors, values, limitMegabytes };
  return (
    <Fields>
      <ErrorSummary errors={errors} />
      <Field
        label="Что сделано"
        hint="Как это должно стоять в отчёте: кто участвовал, что решено, где опубликовано."
        {...field('markText')}
      >
        <TextArea required maxLength={4000} defaultValue={valueOf(values, 'markText', given?.markText)} />
      </Field>
      <Field label="Дата исполнения" hint="День, когда мероприятие прошло." {...field('doneOn')}>
        <DateInput required max={today} defaultValue={valueOf(values, 'doneOn', given?.doneOn ?? today)} />
      </Field>
      <Prose>
        <h3>Подтверждающие документы</h3>
        <p>
          {expected.length > 0 ? `Ожидается: ${[...new Set(expected)].join(', ')}. ` : 'Подойдёт любой документ. '}
          Один документ может подтверждать несколько мероприятий.
        </p>
      </Prose>
      {documents.length > 0 ? (
        <Details
          summary={`Документы, которые уже есть (${documents.length})`}
          open={attached.length > 0 || valuesOfGroup(values, 'existingDocuments').length > 0}
        >
          <Field label="Выберите подходящие" {...field('existingDocuments')}>
            <Checkboxes
              options={provingFirst(documents, expectedKinds).map((one) => ({
                value: String(one.id),
                label: documentName(one),
              }))}
              defaultValue={valuesOfGroup(values, 'existingDocuments', attached.map(String))}
            />
          </Field>
        </Details>
      ) : null}
      <NewDocumentFields place={1} title="Новый документ" open={attached.length === 0} {...document} />
      <NewDocumentFields place={2} title="Второй документ" {...document} />
      <NewDocumentFields place={3} title="Третий документ" {...document} />
      <Field
        label="Если документа нет: почему"
        hint="Без документа ожидаемого вида мероприятие будет учтено отдельно, как исполненное без документа."
        {...field('withoutDocumentReason')}
      >
        <TextArea
          rows={2}
          maxLength={2000}
          defaultValue={valueOf(values, 'withoutDocumentReason', given?.withoutDocumentReason)}
        />
      </Field>
      {children}
    </Fields>
  );
}

/** What would prove the result stands before the rest of the organisation's documents. */
function provingFirst(documents: readonly DocumentReference[], expectedKinds: readonly string[]): DocumentReference[] {
  return documents.toSorted(
    (a, b) => Number(provesResult(expectedKinds, [b.kind])) - Number(provesResult(expectedKinds, [a.kind])),
  );
}

type NewDocumentProps = Pick<MarkFormProps, 'errors' | 'values' | 'limitMegabytes'> & {
  place: number;
  title: string;
  open?: boolean;
  kinds: readonly string[];
};

function NewDocumentFields({ place, title, open, kinds, errors, values, limitMegabytes }: NewDocumentProps) {
  const name = (part: string) => `document${place}${part}`;
  const field = (part: string) => ({ name: name(part), error: errorOf(errors, name(part)) });
  const value = (part: string) => valueOf(values, name(part));
  const kept = value('Kept');
  const isTouched =
    ['Number', 'Date', 'Title', 'Url', 'Kept'].some((part) => value(part) !== '') ||
    errors?.some((error) => error.field.startsWith(name('')));
  return (
    <Details summary={title} open={open || isTouched || false}>
      <Fields>
        <FieldRow>
          <Field label="Вид документа" {...field('Kind')}>
            <Select
              options={kinds.map((kind) => ({ value: kind, label: kind }))}
              defaultValue={value('Kind') || kinds[0]}
            />
          </Field>
          <Field label="Номер" {...field('Number')}>
            <TextInput size="short" maxLength={100} defaultValue={value('Number')} />
          </Field>
          <Field label="Дата документа" {...field('Date')}>
            <DateInput defaultValue={value('Date')} />
          </Field>
        </FieldRow>
        <Field label="Название" hint="Без вида и номера: «О проведении семинара»." {...field('Title')}>
          <TextInput maxLength={1000} defaultValue={value('Title')} />
        </Field>
        <Field
          label="Файл"
          hint={
            kept
              ? `Файл «${kept.slice(65)}» уже загружен; выберите другой, чтобы заменить его.`
              : `PDF, Word, Excel, снимок JPEG или PNG, до ${limitMegabytes} МБ.`
          }
          {...field('File')}
        >
          <FileInput accept={ATTACHMENTS} />
        </Field>
        {kept ? <input type="hidden" name={name('Kept')} value={kept} /> : null}
        <Field label="Или ссылка" hint="Адрес, где документ опубликован." {...field('Url')}>
          <TextInput type="url" maxLength={2000} defaultValue={value('Url')} />
        </Field>
      </Fields>
    </Details>
  );
}
