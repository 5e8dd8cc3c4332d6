/** Sign-ins of the demo region: one for each role. Named by post, since no person is real here. */
import type { Role } from '#kernel/actor.ts';
import type { DemoOrganisation } from './organisations.ts';

export type DemoAccount = {
  id: string;
  name: string;
  email: string;
  password: string;
  role: Role;
  title: string;
  organisationId: number;
};

/** Known to everyone: the demo region holds nothing worth protecting and is only loaded into an empty database. */
const PASSWORD = 'Opora-demo-2026';

export function demoAccounts(
  organisations: readonly DemoOrganisation[],
  schoolsInSupport: readonly number[],
): DemoAccount[] {
  const region = organisations.find((one) => one.kind === 'region');
  const school = organisations.find((one) => one.id === schoolsInSupport[0]);
  const municipality = organisations.find((one) => one.id === school?.parent_id);
  const district = organisations.find((one) => one.id === municipality?.parent_id);
  if (!region || !school || !municipality || !district) throw new Error('The demo region has no school with a plan');
  const account = (key: string, role: Role, post: string, organisation: DemoOrganisation): DemoAccount => ({
    id: `demo-${key}`,
    name: `${post} (демо)`,
    email: `${key}@opora.example`,
    password: PASSWORD,
    role,
    title: `${post}, ${organisation.short_name}`,
    organisationId: organisation.id,
  });
  return [
    account('admin', 'administrator', 'Администратор', region),
    account('region', 'regional-planner', 'Специалист министерства', region),
    account('analyst', 'analyst', 'Аналитик', region),
    account('district', 'district-planner', 'Специалист образовательного округа', district),
    account('municipality', 'municipal-planner', 'Специалист управления образования', municipality),
    account('curator', 'curator', 'Куратор школ', municipality),
    account('head', 'school-head', 'Директор школы', school),
    account('editor', 'school-editor', 'Заместитель директора', school),
    account('reader', 'reader', 'Наблюдатель', region),
  ];
}
