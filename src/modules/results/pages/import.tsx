/** One import: its progress while it is read, then what was found in its files and what becomes of them. */
import { useEffect } from 'react';
import { Form, redirect, useRevalidator } from 'react-router';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Link,
  Notice,
  Page,
  PostButton,
  Progress,
  Section,
  Stat,
  Stats,
  Steps,
} from '#web/ui/index.ts';
import { acceptFiles, cancelImport } from '../commands/receive.ts';
import { secondsLeft, timeLeftInWords } from '../domain/progress.ts';
import { importById, importFiles, issueKinds } from '../queries/imports.ts';
import { idIn } from './parts/address.ts';
import { FilesTable } from './parts/files-table.tsx';
import { IssueKinds } from './parts/issue-kinds.tsx';
import { CRUMBS, importSteps, StateMark } from './parts/words.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, clock, config } = ctxOf(context);
  const found = await importById(scope, db, idIn(params, 'importId'));
  const spent = found.startedAt === null ? 0 : (clock.now().getTime() - found.startedAt.getTime()) / 1000;
  const left = secondsLeft(found.progress, spent);
  return {
    import: found,
    at: momentIn(config.timeZone, found.createdAt),
    appliedAt: found.appliedAt && momentIn(config.timeZone, found.appliedAt),
    left: left === null ? null : timeLeftInWords(left),
    files: await importFiles(db, found.id),
    kinds: await issueKinds(db, found.id),
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const importId = idIn(params, 'importId');
  const form = await request.formData();
  try {
    if (form.get('intent') === 'cancel') {
      await cancelImport(ctx, importId);
      return redirect(`/results/import/${importId}`);
    }
    await acceptFiles(ctx, importId, form.getAll('file').map(Number));
    return redirect(`/results/import/${importId}/preview`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = ({ params }: MetaArgs<typeof loader>) => [
  { title: `Загрузка результатов № ${params['importId']} — Опора` },
];
export const handle = { crumbs: () => [CRUMBS, { label: 'Загрузки', to: '/results/import' }] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function Import({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { import: found, at } = loaderData;
  const isRead = found.state === 'queued' || found.state === 'reading';
  const step = isRead ? 1 : found.state === 'checked' ? 2 : found.state === 'receiving' ? 0 : 5;
  return (
    <Page
      title={`${found.kind === 'recount' ? 'Пересчёт результатов' : 'Загрузка результатов'} № ${found.id}`}
      caption={`${found.by ?? 'Оператор'}, ${at}`}
      lead={<StateMark state={found.state} />}
    >
      <Steps steps={importSteps(found.id)} current={step} />
      <ErrorSummary errors={actionData?.errors} />
      {isRead ? <Reading {...loaderData} /> : <Outcome {...loaderData} />}
    </Page>
  );
}

const LOOK_AGAIN_MS = 1_000;

function Reading({ import: { id, kind, progress, state }, left }: Loaded) {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => void revalidate(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [revalidate]);
  return (
    <Section title="Чтение файлов" id="reading">
      <div aria-live="polite">
        <Progress
          label={kind === 'files' ? 'Прочитано файлов' : 'Пересчитано файлов'}
          value={progress.filesDone}
          max={progress.files}
        />
        <p>
          {state === 'queued' ? 'Ждёт очереди.' : left === null ? 'Оцениваем время…' : `Осталось: ${left}.`} Страницу
          можно закрыть: о конце чтения придёт уведомление.
        </p>
      </div>
      <Actions>
        <ButtonLink to={`/results/import/${id}`}>Обновить</ButtonLink>
        <PostButton fields={{ intent: 'cancel' }}>Остановить чтение</PostButton>
      </Actions>
    </Section>
  );
}

function Outcome(loaded: Loaded) {
  const { import: found, files, kinds, appliedAt } = loaded;
  const of = (state: string) => files.filter((file) => file.state === state).length;
  const open = found.state === 'checked';
  return (
    <>
      {found.state === 'applied' ? (
        <Notice tone="success" title={`Записано ${appliedAt ?? ''}`}>
          <p>
            {found.sets === 0
              ? 'Ничего не изменилось: такие данные уже были.'
              : `Новых версий наборов данных: ${found.sets}.`}
          </p>
          {found.sets > 0 && found.current === found.sets ? (
            <PostButton action={`/results/import/${found.id}/undo`}>
              Отменить: вернуть прежние версии ({found.sets})
            </PostButton>
          ) : null}
        </Notice>
      ) : null}
      <Stats>
        <Stat label="прочитано файлов" value={of('read')} tone={of('read') > 0 ? 'done' : 'neutral'} />
        <Stat label="ждут вашего слова" value={of('columns')} tone={of('columns') > 0 ? 'due' : 'neutral'} />
        <Stat label="не прочитано" value={of('refused')} tone={of('refused') > 0 ? 'overdue' : 'neutral'} />
        <Stat
          label="замечаний"
          value={kinds.reduce((sum, { cases }) => sum + cases, 0)}
          {...(kinds.length > 0 && { to: `/results/import/${found.id}/issues` })}
        />
      </Stats>
      {open && of('columns') > 0 ? (
        <Notice tone="warning" title="О некоторых файлах нужно сказать больше">
          <p>Укажите, какая в них процедура: в столбце «Состояние» есть ссылка. Остальное можно записать и без них.</p>
        </Notice>
      ) : null}
      <Form method="post">
        <Section title="Файлы" id="files">
          <FilesTable files={files} importId={found.id} open={open} />
        </Section>
        {open ? (
          <Actions>
            <Button disabled={of('read') === 0}>Показать, что изменится</Button>
            <Button variant="secondary" name="intent" value="cancel">
              Не загружать
            </Button>
          </Actions>
        ) : null}
      </Form>
      {kinds.length > 0 ? (
        <Section title="Замечания" id="issues">
          <IssueKinds kinds={kinds} importId={found.id} />
        </Section>
      ) : null}
      {open ? null : (
        <p>
          <Link to="/results">К наборам данных</Link> · {count(files.length, 'файл', 'файла', 'файлов')} в загрузке
        </p>
      )}
    </>
  );
}
