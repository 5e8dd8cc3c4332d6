import { Outlet } from 'react-router';
import { ROLE_NAMES } from '../domain.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { visitOf } from '#web/request.ts';
import { Page, Tabs } from '#web/ui/index.ts';

export function loader({ context }: LoaderArgs) {
  const { name, email, assignments } = visitOf(context).actor;
  return { name, email, roles: [...new Set(assignments.map(({ role }) => ROLE_NAMES[role]))] };
}

export const meta = () => [{ title: 'Профиль — Опора' }];

const TABS = [
  { label: 'О вас', to: '/profile' },
  { label: 'Вид и письма', to: '/profile/preferences' },
  { label: 'Пароль и входы', to: '/profile/security' },
  { label: 'Второй фактор', to: '/profile/second-factor' },
  { label: 'Календари', to: '/profile/feeds' },
  { label: 'Токены API', to: '/profile/tokens' },
  { label: 'Мои данные', to: '/profile/data' },
];

/** The frame of one's own pages. */
export default function Profile({ loaderData: { name, email, roles } }: PageProps<typeof loader>) {
  return (
    <Page title={name} caption="Профиль" lead={[email, ...roles].join(' · ')}>
      <Tabs items={TABS} label="Разделы профиля" />
      <Outlet />
    </Page>
  );
}
