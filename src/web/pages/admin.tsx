import { maySetExecution } from '#modules/execution/index.ts';
import { mayReadOutbox } from '#modules/notifications/index.ts';
import { administeredScope } from '#modules/people/index.ts';
import type { Route } from './+types/admin.ts';
import { ctxOf } from '../request.ts';
import { Link, Page, SummaryList } from '../ui/index.ts';

export function loader({ context }: Route.LoaderArgs) {
  const { actor } = ctxOf(context);
  administeredScope(actor);
  return { can: { readOutbox: mayReadOutbox(actor), setExecution: maySetExecution(actor) } };
}

export const meta: Route.MetaFunction = () => [{ title: 'Администрирование — Опора' }];

const PLACES = [
  {
    to: '/admin/users',
    label: 'Пользователи',
    about: 'Пригласить, дать или отозвать роль, отключить, задать новый пароль',
  },
  {
    to: '/curators',
    label: 'Кураторы школ',
    about: 'Назначить куратора названной школе на срок, завершить назначение',
  },
  {
    to: '/admin/temporary-roles',
    label: 'Временные роли',
    about: 'Кому роль дана на срок, до какого дня и зачем; отозвать раньше',
  },
  {
    to: '/organisations',
    label: 'Организации',
    about: 'Завести, переименовать, переподчинить, объединить, закрыть, загрузить список',
  },
  {
    to: '/admin/tokens',
    label: 'Токены API',
    about: 'Какие программы читают данные ваших организаций; отозвать токен',
  },
  { to: '/admin/settings', label: 'Напоминания', about: 'Через сколько дней просрочки узнаёт уровень выше' },
  {
    to: '/emergency-access',
    label: 'Экстренный доступ',
    about: 'Открыть на несколько часов то, что видит только школа; кто и зачем открывал',
  },
  { to: '/admin/outbox', label: 'Исходящие письма', about: 'Что отправлено, что ждёт отправки и почему не ушло' },
  { to: '/admin/audit', label: 'Журнал действий', about: 'Кто, что и когда изменил' },
];

export default function Admin({ loaderData: { can } }: Route.ComponentProps) {
  const hidden = [!can.readOutbox && '/admin/outbox', !can.setExecution && '/admin/settings'];
  const places = PLACES.filter(({ to }) => !hidden.includes(to));
  return (
    <Page title="Администрирование">
      <SummaryList
        rows={places.map(({ to, label, about }) => ({ term: <Link to={to}>{label}</Link>, value: about }))}
      />
    </Page>
  );
}
