/** The next step of a review: which, why, with what document. */
import { Form } from 'react-router';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { Actions, Button, Field, Fields, FileInput, Radios, Select, TextArea } from '#web/ui/index.ts';
import { OUTCOMES, type ReviewStep } from '../../domain.ts';
import { OUTCOME_NAMES, STEP_NAMES } from '../../words.ts';

type Failure = { errors: FieldError[]; values: FormValues } | undefined;

export function StepForms({ steps, version, failure }: { steps: ReviewStep[]; version: number; failure: Failure }) {
  const { errors, values } = failure ?? {};
  const closing = steps.includes('close');
  return (
    <Form method="post" encType="multipart/form-data">
      <input type="hidden" name="version" value={version} />
      <Fields>
        <Field label="Что сделать" name="step" error={errorOf(errors, 'step')}>
          <Radios
            options={steps.map((value) => ({ value, label: STEP_NAMES[value] }))}
            defaultValue={valueOf(values, 'step', steps[0])}
          />
        </Field>
        {closing ? (
          <Field
            label="Чем закончился разбор"
            name="outcome"
            hint="Нужно, только если разбор завершается."
            error={errorOf(errors, 'outcome')}
          >
            <Select
              options={[
                { value: '', label: 'Не завершается' },
                ...OUTCOMES.map((value) => ({ value, label: OUTCOME_NAMES[value] })),
              ]}
              defaultValue={valueOf(values, 'outcome')}
            />
          </Field>
        ) : null}
        <Field
          label="Пояснение"
          name="comment"
          hint="Что сделано или что нужно сделать, к какому дню. Без оценок и обвинений."
          error={errorOf(errors, 'comment')}
        >
          <TextArea defaultValue={valueOf(values, 'comment')} maxLength={4000} />
        </Field>
        <Field
          label="Документ"
          name="file"
          hint="Необязательно: протокол, акт, справка."
          error={errorOf(errors, 'file')}
        >
          <FileInput accept=".pdf,.docx,.xlsx,.odt,.jpg,.jpeg,.png" />
        </Field>
        <Actions>
          <Button>Записать шаг</Button>
        </Actions>
      </Fields>
    </Form>
  );
}
