/** Comments and objections with their answers, and the form to answer where that is still to be done. */
import { Form } from 'react-router';
import { errorOf, type FieldError } from '#web/forms.ts';
import { Actions, Button, Details, Field, Fields, History, Link, Radios, Status, TextArea } from '#web/ui/index.ts';
import type { WrittenRemark } from './list-address.ts';

type RemarkListProps = {
  remarks: readonly WrittenRemark[];
  listId: number;
  mayAnswer: boolean;
  errors: readonly FieldError[] | undefined;
  /** The remark whose answer was refused. */
  refusedId: number | null;
  named?: boolean;
};

export function RemarkList({ remarks, listId, mayAnswer, errors, refusedId, named }: RemarkListProps) {
  return (
    <History
      events={remarks.map((remark) => ({
        id: remark.id,
        at: remark.at,
        actor: remark.author ?? 'автор не указан',
        text: (
          <>
            {remark.kind === 'objection' ? 'Возражение' : 'Замечание'}
            {named ? (
              <>
                {': '}
                <Link to={`/identification/lists/${listId}/schools/${remark.listSchoolId}`}>{remark.school}</Link>
                {remark.municipality === null ? '' : `, ${remark.municipality}`}
              </>
            ) : null}
          </>
        ),
        detail: (
          <>
            <p>{remark.text}</p>
            {remark.answer === null ? (
              <Status tone="due">ждёт ответа</Status>
            ) : (
              <p>
                {remark.accepted === null ? null : (
                  <Status tone={remark.accepted ? 'done' : 'returned'}>
                    {remark.accepted ? 'принято' : 'отклонено'}
                  </Status>
                )}{' '}
                Ответ, {remark.answeredAt}: {remark.answer}
              </p>
            )}
            {remark.answer === null && mayAnswer ? (
              <AnswerForm remark={remark} errors={refusedId === remark.id ? errors : undefined} />
            ) : null}
          </>
        ),
      }))}
    />
  );
}

function AnswerForm({ remark, errors }: { remark: WrittenRemark; errors: readonly FieldError[] | undefined }) {
  return (
    <Details summary="Ответить" open={errors !== undefined}>
      <Form method="post" noValidate>
        <input type="hidden" name="remarkId" value={remark.id} />
        <Fields>
          {remark.kind === 'objection' ? (
            <Field
              label="Решение"
              name="accepted"
              id={`f-accepted-${remark.id}`}
              hint="Если возражение принято, школа вычёркивается из проекта."
            >
              <Radios
                inline
                options={[
                  { value: 'yes', label: 'принято' },
                  { value: 'no', label: 'отклонено' },
                ]}
              />
            </Field>
          ) : null}
          <Field label="Ответ" name="answer" id={`f-answer-${remark.id}`} error={errorOf(errors, 'answer')}>
            <TextArea rows={3} />
          </Field>
          <Actions>
            <Button name="intent" value="answer">
              Отправить ответ
            </Button>
          </Actions>
        </Fields>
      </Form>
    </Details>
  );
}
