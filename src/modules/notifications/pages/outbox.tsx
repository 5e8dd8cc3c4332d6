import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { parseForm } from '#web/forms.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  type Column,
  Details,
  EmptyState,
  Field,
  Filters,
  Notice,
  Page,
  Pagination,
  PostButton,
  Select,
  Status,
  Table,
  type Tone,
} from '#web/ui/index.ts';
import { sendAgain } from '../commands.ts';
import { type LetterState, lettersIn } from '../queries.ts';
import styles from './outbox.module.css';

const PAGE_SIZE = 50;
const STATES: Record<LetterState, { label: string; tone: Tone }> = {
  waiting: { label: 'Ждёт отправки', tone: 'due' },
  sent: { label: 'Отправлено', tone: 'done' },
  'given-up': { label: 'Не принято сервером', tone: 'overdue' },
};
const STATE_NAMES = Object.keys(STATES) as LetterState[];

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const state = oneOf(url, 'state', STATE_NAMES);
  const { rows, total } = await lettersIn(ctx, state ? { state } : {}, {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const letters = rows.map(({ createdAt, sentAt, ...letter }) => ({
    ...letter,
    at: momentIn(ctx.config.timeZone, sentAt ?? createdAt),
  }));
  return {
    letters,
    total,
    page,
    state: state ?? '',
    mailIsSent: ctx.config.smtpUrl !== undefined,
    address: url.pathname + url.search,
  };
}

const schema = z.object({ id: z.coerce.number().int() });

export async function action({ request, context }: ActionArgs) {
  const parsed = parseForm(schema, await request.formData());
  if (!parsed.ok) throw new AppError('badRequest');
  await sendAgain(ctxOf(context), [parsed.value.id]);
  return redirectWith('/admin/outbox', 'Письмо поставлено в очередь ещё раз');
}

export const meta = () => [{ title: 'Исходящие письма — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

type LetterView = PageProps<typeof loader>['loaderData']['letters'][number];

const COLUMNS: Column<LetterView>[] = [
  { key: 'at', header: 'Когда', cell: (letter) => letter.at },
  { key: 'to', header: 'Кому', cell: (letter) => letter.to },
  {
    key: 'subject',
    header: 'Письмо',
    width: 'wide',
    cell: (letter) => (
      <Details summary={letter.subject}>
        <pre className={styles.text}>{letter.text}</pre>
      </Details>
    ),
  },
  {
    key: 'state',
    header: 'Состояние',
    cell: (letter) => (
      <>
        <Status tone={STATES[letter.state].tone}>{STATES[letter.state].label}</Status>
        {letter.lastError ? <div>{letter.lastError}</div> : null}
        {letter.state === 'given-up' ? (
          <PostButton fields={{ id: letter.id }} variant="link">
            Отправить ещё раз
          </PostButton>
        ) : null}
      </>
    ),
  },
];

export default function Outbox({
  loaderData: { letters, total, page, state, mailIsSent, address },
}: PageProps<typeof loader>) {
  return (
    <Page title="Исходящие письма" lead={count(total, 'письмо', 'письма', 'писем')}>
      {mailIsSent ? null : (
        <Notice title="Почтовый сервер не настроен">
          <p>
            Письма остаются здесь: их можно прочитать и передать адресатам. Чтобы они уходили сами, задайте адрес
            сервера в настройке OPORA_SMTP_URL.
          </p>
        </Notice>
      )}
      <Filters resetHref="/admin/outbox">
        <Field label="Состояние" name="state">
          <Select
            defaultValue={state}
            options={[
              { value: '', label: 'Любое' },
              ...STATE_NAMES.map((name) => ({ value: name, label: STATES[name].label })),
            ]}
          />
        </Field>
      </Filters>
      <Table
        caption="Письма"
        hideCaption
        columns={COLUMNS}
        rows={letters}
        rowKey={(letter) => letter.id}
        empty={<EmptyState title="Писем нет">Здесь появятся приглашения, сводки и напоминания.</EmptyState>}
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(address, { page: number })}
      />
    </Page>
  );
}
