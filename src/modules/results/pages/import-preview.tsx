/** The fourth step: what will change in numbers, procedure by procedure; then all of it in one go. */
import { Form } from 'react-router';
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { procedureTitle } from '#modules/assessments/index.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Link,
  Notice,
  Page,
  Stat,
  Stats,
  Status,
  Steps,
  Table,
} from '#web/ui/index.ts';
import { applyImport } from '../commands/apply-import.ts';
import { importById } from '../queries/imports.ts';
import { type Arrival, arrivalsOf, type SetMode } from '../queries/preview.ts';
import { idIn } from './parts/address.ts';
import { change, CRUMBS, importSteps, PermittedUse, share } from './parts/words.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const { id, version, state, region } = await importById(scope, db, idIn(params, 'importId'));
  return { id, version, open: state === 'checked', arrivals: await arrivalsOf(db, region.id, id) };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const importId = idIn(params, 'importId');
  const form = await request.formData();
  const modes = Object.fromEntries(
    [...form].flatMap(([name, value]): [string, SetMode][] =>
      name.startsWith('mode:') && (value === 'replace' || value === 'add') ? [[name.slice(5), value]] : [],
    ),
  );
  try {
    const { created } = await applyImport(ctx, importId, { version: Number(form.get('version')), modes });
    const done =
      created === 0
        ? 'Ничего не изменилось: такие данные уже были'
        : `Результаты записаны: ${count(created, 'набор данных', 'набора данных', 'наборов данных')}`;
    return redirectWith(`/results/import/${importId}`, done, {
      undo: created > 0 ? { action: `/results/import/${importId}/undo` } : undefined,
    });
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Что изменится в результатах — Опора' }];
export const handle = {
  crumbs: ({ id }: { id: number }) => [CRUMBS, { label: `Загрузка № ${id}`, to: `/results/import/${id}` }],
};

export default function ImportPreview({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { id, version, open, arrivals } = loaderData;
  const of = (wanted: (arrival: Arrival) => boolean) => arrivals.filter(wanted).length;
  const unknown = Math.max(0, ...arrivals.map((arrival) => arrival.unknown));
  const changing = of(({ unchanged }) => !unchanged);
  return (
    <Page title="Что изменится" lead="Ничего ещё не записано. Прежние версии сохранятся, запись можно будет отменить.">
      <Steps steps={importSteps(id)} current={3} />
      <ErrorSummary errors={actionData?.errors} />
      <PermittedUse assessments={arrivals.map(({ procedure }) => procedure.kind)} />
      <Stats>
        <Stat label="новых процедур" value={of(({ current }) => current === null)} />
        <Stat label="новых версий" value={of(({ current, unchanged }) => current !== null && !unchanged)} />
        <Stat label="без изменений" value={of(({ unchanged }) => unchanged)} />
        <Stat label="не опознано школ" value={unknown} tone={unknown > 0 ? 'due' : 'neutral'} />
      </Stats>
      {unknown > 0 ? (
        <Notice tone="warning" title="Есть школы, которых нет в справочнике">
          <p>
            Их результаты не потеряются: сопоставьте их на странице{' '}
            <Link to="/results/schools">«Неопознанные школы»</Link> до или после записи.
          </p>
        </Notice>
      ) : null}
      <Form method="post">
        <input type="hidden" name="version" value={version} />
        <Table
          caption="Изменения по процедурам"
          hideCaption
          columns={columnsFor(open)}
          rows={arrivals}
          rowKey={({ procedureId }) => procedureId}
          empty={
            <EmptyState title="Записывать нечего">Ни один файл не прочитан или все исключены из загрузки.</EmptyState>
          }
        />
        <Actions>
          {open && arrivals.length > 0 ? (
            <Button>
              Записать: {changing === 0 ? 'изменений нет' : count(changing, 'процедура', 'процедуры', 'процедур')}
            </Button>
          ) : null}
          <Link to={`/results/import/${id}`}>Вернуться к файлам</Link>
        </Actions>
      </Form>
    </Page>
  );
}

function columnsFor(open: boolean): Column<Arrival>[] {
  return [
    { key: 'procedure', header: 'Процедура', width: 'wide', cell: ({ procedure }) => procedureTitle(procedure) },
    {
      key: 'what',
      header: 'Что будет',
      cell: ({ current, unchanged }) =>
        unchanged ? (
          <Status tone="neutral">без изменений</Status>
        ) : current ? (
          <Status tone="due">версия {current.version + 1}</Status>
        ) : (
          <Status tone="done">новая</Status>
        ),
    },
    { key: 'schools', header: 'Школ', numeric: true, cell: (a) => change(a.current?.schools, a.numbers.schools) },
    { key: 'pupils', header: 'Учеников', numeric: true, cell: (a) => change(a.current?.pupils, a.numbers.pupils) },
    {
      key: 'below',
      header: 'Ниже порога',
      numeric: true,
      cell: ({ numbers, current }) => {
        const now = share(numbers.below, numbers.pupils);
        const before = current && share(current.below, current.pupils);
        return before === null || before === now ? now : `${before} → ${now}`;
      },
    },
    {
      key: 'schoolsChange',
      header: 'Школы',
      cell: ({ current, entering, leaving, unknown, repeated }) => (
        <>
          {current ? `новых ${formatNumber(entering)}, пропадёт ${formatNumber(leaving)}` : ''}
          {unknown > 0 ? <div>не опознано {unknown}</div> : null}
          {repeated > 0 ? <div>в двух файлах сразу {repeated}: проверьте, не дважды ли одно и то же</div> : null}
        </>
      ),
    },
    {
      key: 'mode',
      header: 'Как записать',
      cell: ({ procedureId, procedure, current, mode, unchanged }) =>
        current === null || unchanged || !open ? (
          '—'
        ) : (
          <select
            name={`mode:${procedureId}`}
            defaultValue={mode}
            aria-label={`Как записать: ${procedureTitle(procedure)}`}
          >
            <option value="replace">заменить прежние</option>
            <option value="add">добавить к прежним</option>
          </select>
        ),
    },
  ];
}
