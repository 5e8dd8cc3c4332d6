/** Says of one file which procedure it is of, where neither the file nor its name does. */
import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { ASSESSMENT_KINDS, type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Page,
  Select,
  Steps,
  TextInput,
} from '#web/ui/index.ts';
import { tellProcedure } from '../commands/tell-procedure.ts';
import { importById, importFiles } from '../queries/imports.ts';
import { idIn } from './parts/address.ts';
import { CRUMBS, importSteps } from './parts/words.tsx';

const SUBJECT_CODES = Object.keys(SUBJECTS) as SubjectCode[];
const schema = z.object({
  kind: z.enum(ASSESSMENT_KINDS, { error: 'Выберите вид процедуры.' }),
  subject: z.enum(SUBJECT_CODES, { error: 'Выберите предмет.' }),
  year: z.coerce.number({ error: 'Укажите год работы.' }).int().min(2000, { error: 'Год — от 2000.' }).max(2100),
  paperGrade: z.coerce.number({ error: 'Укажите класс.' }).int().min(1, { error: 'Класс — от 1 до 12.' }).max(12),
  round: z.enum(['spring', 'autumn']),
  alsoOthers: z.string().optional(),
});

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const { id } = await importById(scope, db, idIn(params, 'importId'));
  const files = await importFiles(db, id);
  const file = files.find((one) => one.id === idIn(params, 'fileId'));
  if (!file) throw new AppError('notFound');
  const others = files.filter((one) => one.question?.asks === 'procedure' && one.id !== file.id).length;
  return {
    importId: id,
    name: file.name,
    known: (file.question?.asks === 'procedure' ? file.question.known : file.settings?.procedure) ?? {},
    others,
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { alsoOthers, round, paperGrade, ...told } = parsed.value;
  const importId = idIn(params, 'importId');
  try {
    await tellProcedure(ctxOf(context), {
      importId,
      fileId: idIn(params, 'fileId'),
      procedure: { ...told, paperGrade, round, pupilGrade: round === 'autumn' ? paperGrade + 1 : paperGrade },
      alsoOthers: alsoOthers !== undefined,
    });
    return redirect(`/results/import/${importId}`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Какая это процедура — Опора' }];
export const handle = {
  crumbs: ({ importId }: { importId: number }) => [
    CRUMBS,
    { label: `Загрузка № ${importId}`, to: `/results/import/${importId}` },
  ],
};

export default function ImportFileProcedure({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { importId, name, known, others } = loaderData;
  const errors = actionData?.errors;
  const of = (field: string, otherwise: string | number | undefined) => valueOf(actionData?.values, field, otherwise);
  return (
    <Page title="Какая это процедура" caption={name} width="reading">
      <Steps steps={importSteps(importId)} current={1} />
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <FieldRow>
            <Field label="Вид" name="kind" error={errorOf(errors, 'kind')}>
              <Select
                size="short"
                defaultValue={of('kind', known.kind ?? 'ВПР')}
                options={ASSESSMENT_KINDS.map((value) => ({ value, label: value }))}
              />
            </Field>
            <Field label="Предмет" name="subject" error={errorOf(errors, 'subject')}>
              <Select
                defaultValue={of('subject', known.subject)}
                options={[
                  { value: '', label: 'Выберите' },
                  ...SUBJECT_CODES.map((value) => ({ value, label: SUBJECTS[value] })),
                ]}
              />
            </Field>
          </FieldRow>
          <FieldRow>
            <Field label="Год" name="year" error={errorOf(errors, 'year')}>
              <TextInput size="short" inputMode="numeric" defaultValue={of('year', known.year)} />
            </Field>
            <Field
              label="Класс, программу которого проверяет работа"
              name="paperGrade"
              error={errorOf(errors, 'paperGrade')}
            >
              <TextInput size="short" inputMode="numeric" defaultValue={of('paperGrade', known.paperGrade)} />
            </Field>
            <Field
              label="Когда писали"
              name="round"
              hint="Осенью пишут работу за прошлый класс"
              error={errorOf(errors, 'round')}
            >
              <Select
                size="short"
                defaultValue={of('round', known.round ?? 'spring')}
                options={[
                  { value: 'spring', label: 'весной' },
                  { value: 'autumn', label: 'осенью' },
                ]}
              />
            </Field>
          </FieldRow>
          {others > 0 ? (
            <Checkbox
              name="alsoOthers"
              label="Вид, год и время те же у остальных файлов, которые ждут уточнения"
              hint={`Их ещё ${others}`}
              defaultChecked
            />
          ) : null}
          <Actions>
            <Button>Прочитать ещё раз</Button>
            <Link to={`/results/import/${importId}`}>Вернуться к файлам</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
