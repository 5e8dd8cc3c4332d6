import { Form } from 'react-router';
import { errorOf, type FieldError, type FormValues, valueOf } from '#web/forms.ts';
import { Actions, Button, ErrorSummary, Field, Fields, TextArea } from '#web/ui/index.ts';

type ReviewFormProps = { version: number; canAccept: boolean; errors?: readonly FieldError[]; values?: FormValues };

/** Two answers to one question; a return needs a comment, an acceptance may have one. */
export function ReviewForm({ version, canAccept, errors, values }: ReviewFormProps) {
  return (
    <Form method="post">
      <input type="hidden" name="version" value={version} />
      <Fields>
        <ErrorSummary errors={errors} />
        <Field
          label="Замечание"
          name="comment"
          hint={
            canAccept
              ? 'Обязательно, если возвращаете: что исправить или приложить.'
              : 'Почему отметка возвращается: что исправить или приложить.'
          }
          error={errorOf(errors, 'comment')}
        >
          <TextArea rows={3} maxLength={2000} defaultValue={valueOf(values, 'comment')} />
        </Field>
        <Actions>
          {canAccept ? (
            <Button name="intent" value="accept">
              Принять исполнение
            </Button>
          ) : null}
          <Button name="intent" value="return" variant={canAccept ? 'secondary' : 'warning'}>
            Вернуть на доработку
          </Button>
        </Actions>
      </Fields>
    </Form>
  );
}
