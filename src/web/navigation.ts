/** The main navigation: by task, and by what the roles of this person are for. */
import type { Actor, Role } from '#kernel/actor.ts';
import { seesIntegrity } from '#modules/integrity/index.ts';

export type NavigationItem = {
  label: string;
  to: string;
  /** Second key of the shortcut «g, …», by its place on the keyboard, so that it works in both layouts. */
  key: string;
  /** Other addresses that belong to the item: their beginnings. */
  covers?: readonly string[];
};

const SCHOOL_ROLES: readonly Role[] = ['school-head', 'school-editor'];

/** A school reads why it is in a list on its own page. */
const LIST_ROLES: readonly Role[] = [
  'administrator',
  'regional-planner',
  'district-planner',
  'municipal-planner',
  'analyst',
];

export function navigationFor(actor: Pick<Actor, 'assignments'>): NavigationItem[] {
  const roles = new Set(actor.assignments.map((assignment) => assignment.role));
  const readsOnly = [...roles].every((role) => role === 'reader');
  return [
    { label: 'Сегодня', to: '/', key: 't' },
    ...(readsOnly ? [] : [{ label: 'Мои задачи', to: '/tasks', key: 'm', covers: ['/occurrences'] }]),
    { label: 'Планы', to: '/plans', key: 'p' },
    { label: 'Исполнение', to: '/dashboard', key: 'e', covers: ['/overdue', '/review', '/calendar'] },
    ...(seesResults(roles) ? [{ label: 'Результаты', to: '/results', key: 'd', covers: ['/analysis'] }] : []),
    ...(LIST_ROLES.some((role) => roles.has(role)) ? [{ label: 'Списки школ', to: '/identification', key: 'l' }] : []),
    organisationsItem(actor, roles),
    ...(seesIntegrity(actor) ? [{ label: 'Проверка результатов', to: '/integrity', key: 'i' }] : []),
    { label: 'Отчёты', to: '/reports', key: 'r' },
    ...(roles.has('administrator') ? [{ label: 'Администрирование', to: '/admin', key: 'a' }] : []),
  ];
}

/** Who works in one school has the results of that school on its page. */
function seesResults(roles: ReadonlySet<Role>): boolean {
  return [...roles].some((role) => !SCHOOL_ROLES.includes(role));
}

/** Who works in one school goes straight to it; a curator has schools of their own. */
function organisationsItem({ assignments }: Pick<Actor, 'assignments'>, roles: ReadonlySet<Role>): NavigationItem {
  const key = 'o';
  const [first] = assignments;
  if (first && assignments.length === 1 && SCHOOL_ROLES.includes(first.role)) {
    return { label: 'Моя школа', to: `/organisations/${first.organisationId}`, key };
  }
  if (roles.size === 1 && roles.has('curator')) return { label: 'Мои школы', to: '/organisations', key };
  return { label: 'Школы и организации', to: '/organisations', key, covers: ['/curators'] };
}

/** The item that the address belongs to: the one with the longest common beginning. */
export function currentItem(items: readonly NavigationItem[], pathname: string): NavigationItem | undefined {
  let best: { item: NavigationItem; length: number } | undefined;
  for (const item of items) {
    for (const beginning of [item.to, ...(item.covers ?? [])]) {
      const covers = pathname === beginning || (beginning !== '/' && pathname.startsWith(`${beginning}/`));
      if (covers && beginning.length > (best?.length ?? 0)) best = { item, length: beginning.length };
    }
  }
  return best?.item;
}
