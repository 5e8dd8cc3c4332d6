import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { parseForm } from '#web/forms.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, Link, Page, Pagination, PostButton, Tabs } from '#web/ui/index.ts';
import { markRead } from '../commands.ts';
import { subjectOf } from '../domain.ts';
import { notificationsOf, unreadCount } from '../queries.ts';
import styles from './notifications.module.css';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const { db, actor, config } = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const all = url.pathname.endsWith('/all');
  const [{ rows, total }, unread] = await Promise.all([
    notificationsOf(db, actor.userId, all ? {} : { unread: true }, {
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    }),
    unreadCount(db, actor.userId),
  ]);
  const notices = rows.map(({ createdAt, readAt, kind, ...notice }) => ({
    ...notice,
    subject: subjectOf(kind),
    at: momentIn(config.timeZone, createdAt),
    isRead: readAt !== null,
  }));
  return { notices, total, unread, page, all, address: url.pathname + url.search };
}

const schema = z.object({ id: z.coerce.number().int().optional() });

export async function action({ request, context }: ActionArgs) {
  const parsed = parseForm(schema, await request.formData());
  const id = parsed.ok ? parsed.value.id : undefined;
  await markRead(ctxOf(context), id === undefined ? 'all' : [id]);
  return redirectWith(
    '/notifications',
    id === undefined ? 'Все уведомления отмечены прочитанными' : 'Уведомление отмечено прочитанным',
  );
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: loaderData?.all ? 'Все уведомления — Опора' : 'Уведомления — Опора' },
];

export default function Notifications({
  loaderData: { notices, total, unread, page, all, address },
}: PageProps<typeof loader>) {
  return (
    <Page
      title="Уведомления"
      lead={unread > 0 ? count(unread, 'непрочитанное', 'непрочитанных', 'непрочитанных') : 'Непрочитанных нет.'}
      actions={unread > 0 ? <PostButton action="/notifications">Отметить все прочитанными</PostButton> : null}
    >
      <Tabs
        label="Какие показать"
        items={[
          { label: 'Непрочитанные', to: '/notifications', count: unread },
          { label: 'Все', to: '/notifications/all' },
        ]}
      />
      {notices.length === 0 ? (
        <EmptyState title={all ? 'Уведомлений ещё не было' : 'Всё прочитано'}>
          Здесь появятся напоминания о сроках, решения по вашим отметкам и планы, которые ждут вас. Сводку по почте
          можно настроить <Link to="/profile/preferences">в профиле</Link>.
        </EmptyState>
      ) : (
        <ul className={styles.notices}>
          {notices.map((notice) => (
            <Notice key={notice.id} {...notice} />
          ))}
        </ul>
      )}
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(address, { page: number })}
      />
    </Page>
  );
}

type NoticeProps = PageProps<typeof loader>['loaderData']['notices'][number];

function Notice({ id, title, body, href, subject, at, isRead }: NoticeProps) {
  return (
    <li className={isRead ? styles.read : styles.unread}>
      <div>
        <p className={styles.about}>
          {subject} · {at}
        </p>
        <p className={styles.title}>
          <Link to={href}>{title}</Link>
        </p>
        {body ? <p className={styles.body}>{body}</p> : null}
      </div>
      {isRead ? null : (
        <PostButton
          action="/notifications"
          fields={{ id }}
          variant="link"
          aria-label={`Прочитано: ${[title, body].filter(Boolean).join('. ')}`}
        >
          Прочитано
        </PostButton>
      )}
    </li>
  );
}
