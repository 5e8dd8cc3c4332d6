/** Which column of a file is what, where its headers do not say it; remembered for the next files. */
import { Form, redirect } from 'react-router';
import { AppError } from '#kernel/errors.ts';
import { refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, Prose, Select, Steps } from '#web/ui/index.ts';
import { tellColumns } from '../commands/tell-columns.ts';
import { importById, importFiles } from '../queries/imports.ts';
import { isPersonal, MAPPED_ROLES, type MappedRole } from '../reading/mapping.ts';
import { idIn } from './parts/address.ts';
import { CRUMBS, importSteps } from './parts/words.tsx';

const ROLES = Object.keys(MAPPED_ROLES) as MappedRole[];

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const { id } = await importById(scope, db, idIn(params, 'importId'));
  const file = (await importFiles(db, id)).find((one) => one.id === idIn(params, 'fileId'));
  if (file?.question?.asks !== 'columns') throw new AppError('notFound');
  const { proposal, headers } = file.question;
  return {
    importId: id,
    name: file.name,
    proposed: proposal.columns,
    // Names and documents are never read, so they are not offered.
    headers: headers.filter((header) => header !== '' && !isPersonal(header)),
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const form = await request.formData();
  const importId = idIn(params, 'importId');
  const columns = Object.fromEntries(
    ROLES.flatMap((role): [MappedRole, string][] => {
      const header = form.get(role);
      return typeof header === 'string' && header !== '' ? [[role, header]] : [];
    }),
  );
  try {
    await tellColumns(ctxOf(context), { importId, fileId: idIn(params, 'fileId'), columns });
    return redirect(`/results/import/${importId}`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Что в столбцах файла — Опора' }];
export const handle = {
  crumbs: ({ importId }: { importId: number }) => [
    CRUMBS,
    { label: `Загрузка № ${importId}`, to: `/results/import/${importId}` },
  ],
};

export default function ImportColumns({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { importId, name, proposed, headers } = loaderData;
  const options = [
    { value: '', label: 'нет такого столбца' },
    ...headers.map((header) => ({ value: header, label: header })),
  ];
  return (
    <Page title="Что в столбцах файла" caption={name} width="reading">
      <Steps steps={importSteps(importId)} current={1} />
      <Prose>
        <p>
          Нужны код школы, предмет и балл или отметка. Столбцы с фамилиями и документами не читаются, выбрать их нельзя.
          Ответ запомнится для файлов с такими же заголовками.
        </p>
      </Prose>
      <ErrorSummary errors={actionData?.errors} />
      <Form method="post" noValidate>
        <Fields>
          {ROLES.map((role) => (
            <Field key={role} label={capital(MAPPED_ROLES[role])} name={role}>
              <Select options={options} defaultValue={valueOf(actionData?.values, role, proposed[role])} />
            </Field>
          ))}
          <Actions>
            <Button>Прочитать ещё раз</Button>
            <Link to={`/results/import/${importId}`}>Вернуться к файлам</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
