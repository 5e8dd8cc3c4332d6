import { formatDate } from '#kernel/format.ts';
import { todayFor } from '#modules/execution/index.ts';
import { plansToday } from '#modules/plans/index.ts';
import { ctxOf } from '../request.ts';
import { EmptyState, Link, Page, Section, Status } from '../ui/index.ts';
import type { Route } from './+types/today.ts';
import styles from './today.module.css';

/** What presses one's own work first, then what others wait for, then what goes wrong below. */
const ORDER = [
  'returned',
  'overdue',
  'due-soon',
  'review',
  'plans-to-approve',
  'plans-incoming',
  'overdue-below',
  'unproved-below',
];
const GROUPS_AT_MOST = 7;

export async function loader({ context }: Route.LoaderArgs) {
  const ctx = ctxOf(context);
  const [execution, plans] = await Promise.all([todayFor(ctx), plansToday(ctx)]);
  const groups = [...execution, ...plans].sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key));
  return { today: ctx.clock.today(), groups: groups.slice(0, GROUPS_AT_MOST) };
}

export const meta: Route.MetaFunction = () => [{ title: 'Сегодня — Опора' }];

export default function Today({ loaderData: { today, groups } }: Route.ComponentProps) {
  return (
    <Page title="Сегодня" caption={formatDate(today)}>
      {groups.length === 0 ? (
        <EmptyState title="На сегодня дел нет">
          Здесь появятся сроки, отметки на проверке и планы, которые ждут вашего решения.
        </EmptyState>
      ) : null}
      <div className={styles.groups}>
        {groups.map((group) => (
          <Section
            key={group.key}
            title={
              <>
                {group.title} <span className={styles.total}>{group.total}</span>
              </>
            }
            id={group.key}
          >
            <ul className={styles.items}>
              {group.items.map((item) => (
                <li key={item.to} className={styles.item}>
                  <div className={styles.what}>
                    <Link to={item.to}>{item.label}</Link>
                    <p className={styles.place}>{item.place}</p>
                  </div>
                  <Status tone={item.tone}>{item.meta}</Status>
                </li>
              ))}
            </ul>
            {group.total > group.items.length ? <Link to={group.moreTo}>Показать все: {group.total}</Link> : null}
          </Section>
        ))}
      </div>
    </Page>
  );
}
