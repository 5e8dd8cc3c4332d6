/** The row of a measure as a form, in the plan and in the review of an import alike. */
import { Form, useFetcher } from 'react-router';
import { RESULT_KINDS } from '#modules/plan-reading/contract.ts';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Select,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import type { ContentMeasure, ContentSection, Rhythm } from '../../domain/content.ts';
import type { Candidate } from '../../queries/matching.ts';
import { href } from './address.ts';
import styles from './measure-form.module.css';

export type MeasureFormProps = {
  measure: ContentMeasure;
  sections: readonly ContentSection[];
  /** What is sent along to say which row it is. */
  hidden: Record<string, string | number>;
  /** Organisations that the names may mean. */
  candidates: Record<string, Candidate[]>;
  /** Plans that «по плану X» can be bound to. */
  schedules: readonly { id: number; title: string }[];
  explanation: string | null;
  plan: { period: { from: string; to: string } | null; rhythm: Rhythm };
  cancel: string;
  errors: readonly FieldError[] | undefined;
  values: FormValues | undefined;
};

const SPARE_ROWS = 2;

export function MeasureForm(props: MeasureFormProps) {
  const { measure, sections, hidden, schedules, cancel, errors, values } = props;
  const sectionOptions = [
    { value: '', label: 'без раздела' },
    ...sections.map(({ id, number, title }) => ({
      value: String(id),
      label: [number, title].filter(Boolean).join('. '),
    })),
  ];
  return (
    <Form method="post" noValidate className={styles.form}>
      <ErrorSummary errors={errors} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Fields>
        <FieldRow>
          <Field label="Номер" name="number">
            <TextInput size="short" defaultValue={valueOf(values, 'number', measure.number)} />
          </Field>
          {sections.length === 0 ? (
            <input type="hidden" name="section" value="" />
          ) : (
            <Field label="Раздел" name="section">
              <Select defaultValue={valueOf(values, 'section', measure.sectionId)} options={sectionOptions} />
            </Field>
          )}
        </FieldRow>
        <Field label="Мероприятие" name="text" error={errorOf(errors, 'text')}>
          <TextArea rows={3} defaultValue={valueOf(values, 'text', measure.text)} />
        </Field>
        <DeadlineField {...props} />
        {schedules.length === 0 ? null : (
          <Field label="Сроки берутся из плана" name="schedule" hint="Для сроков вида «по плану …».">
            <Select
              size="full"
              defaultValue={valueOf(values, 'schedule', measure.schedulePlanId)}
              options={[
                { value: '', label: 'не привязан' },
                ...schedules.map(({ id, title }) => ({ value: String(id), label: title })),
              ]}
            />
          </Field>
        )}
        <PartyRows {...props} />
        <ResultRows measure={measure} values={values} />
        <Field label="Примечание" name="note" error={errorOf(errors, 'note')}>
          <TextInput defaultValue={valueOf(values, 'note', measure.note)} />
        </Field>
        <Field label="Вес" name="weight" hint="В ходе исполнения плана; обычно 1." error={errorOf(errors, 'weight')}>
          <TextInput
            size="short"
            inputMode="decimal"
            defaultValue={valueOf(values, 'weight', String(measure.weight).replace('.', ','))}
          />
        </Field>
        <Actions>
          <Button>Сохранить</Button>
          <Link to={cancel} preventScrollReset>
            Не сохранять
          </Link>
        </Actions>
      </Fields>
    </Form>
  );
}

/** With JavaScript the explanation follows the typing; without it, it comes with the saved row. */
function DeadlineField({ measure, explanation, plan, errors, values }: MeasureFormProps) {
  const reading = useFetcher<{ explanation: string }>();
  const understood = reading.data?.explanation ?? explanation;
  const ask = (text: string) =>
    void reading.load(
      href('/plans/deadline', { text, from: plan.period?.from, to: plan.period?.to, rhythm: plan.rhythm }),
    );
  return (
    <Field
      label="Срок"
      name="deadline"
      error={errorOf(errors, 'deadline')}
      hint={
        <span aria-live="polite">
          {understood === null
            ? 'Как в документе: «до 01.10.2024», «сентябрь – май», «ежемесячно», «по плану …».'
            : `Понято так: ${understood}`}
        </span>
      }
    >
      <TextInput
        defaultValue={valueOf(values, 'deadline', measure.deadline.text)}
        onBlur={(event) => ask(event.target.value)}
      />
    </Field>
  );
}

function PartyRows({ measure, candidates, values }: MeasureFormProps) {
  const rows = rowCount(values, 'party', measure.parties.length);
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Ответственные</legend>
      {Array.from({ length: rows }, (_, index) => {
        const party = measure.parties[index];
        const name = `party-${index}`;
        const choices = choicesFor(party, candidates[party?.organisation ?? ''] ?? [], measure);
        return (
          <div key={index} className={styles.pair}>
            <Field label={`Ответственный ${index + 1}`} name={name} hideLabel>
              <TextInput defaultValue={valueOf(values, name, party?.text)} />
            </Field>
            <Field label={`Организация ответственного ${index + 1}`} name={`${name}-organisation`} hideLabel>
              <Select
                defaultValue={valueOf(values, `${name}-organisation`, party?.organisationId)}
                options={[
                  {
                    value: '',
                    label: party === undefined ? 'организация определится по тексту' : 'не связан с организацией',
                  },
                  ...choices,
                ]}
              />
            </Field>
          </div>
        );
      })}
    </fieldset>
  );
}

function choicesFor(
  party: ContentMeasure['parties'][number] | undefined,
  candidates: readonly Candidate[],
  measure: ContentMeasure,
) {
  const choices = candidates.map(({ id, shortName, confidence }) => ({
    value: String(id),
    label: `${shortName} (${Math.round(confidence * 100)} %)`,
  }));
  const linked = party?.organisationId;
  const known = linked === null || linked === undefined || choices.some(({ value }) => value === String(linked));
  return known
    ? choices
    : [
        {
          value: String(linked),
          label:
            measure.parties.find(({ organisationId }) => organisationId === linked)?.organisation ??
            'связанная организация',
        },
        ...choices,
      ];
}

function ResultRows({ measure, values }: { measure: ContentMeasure; values: FormValues | undefined }) {
  const rows = rowCount(values, 'result', measure.results.length);
  const kinds = RESULT_KINDS.map((kind) => ({ value: kind, label: kind }));
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Ожидаемые результаты и чем они подтверждаются</legend>
      {Array.from({ length: rows }, (_, index) => {
        const result = measure.results[index];
        const name = `result-${index}`;
        return (
          <div key={index} className={styles.pair}>
            <Field label={`Результат ${index + 1}`} name={name} hideLabel>
              <TextInput defaultValue={valueOf(values, name, result?.text)} />
            </Field>
            <Field label={`Вид документа ${index + 1}`} name={`${name}-kind`} hideLabel>
              <Select defaultValue={valueOf(values, `${name}-kind`, result?.kind ?? 'иное')} options={kinds} />
            </Field>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Rows typed into or given, and a few empty ones: more can be filled without JavaScript. */
function rowCount(values: FormValues | undefined, name: string, given: number): number {
  const typed = Object.keys(values ?? {})
    .flatMap((key) => new RegExp(`^${name}-(\\d+)$`).exec(key)?.[1] ?? [])
    .map(Number);
  return Math.max(given + SPARE_ROWS, ...typed.map((index) => index + 1));
}
