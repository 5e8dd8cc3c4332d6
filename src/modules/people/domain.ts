/** What is true of people and roles without asking anyone. */
import { type Actor, OPERATOR_ID, type Role, SYSTEM_ID } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';

export const ROLE_NAMES: Record<Role, string> = {
  administrator: 'Администратор',
  'regional-planner': 'Специалист регионального уровня',
  'district-planner': 'Специалист образовательного округа',
  'municipal-planner': 'Специалист муниципалитета',
  curator: 'Куратор',
  'school-head': 'Руководитель школы',
  'school-editor': 'Редактор школы',
  reader: 'Читатель',
  analyst: 'Аналитик оценки качества',
};

/** Kinds of organisations a role makes sense at; a planner of a level may also sit in an institute or centre beside it. */
const PLACES: Record<Role, readonly string[]> = {
  administrator: ['region', 'district', 'municipality', 'school', 'institute', 'centre'],
  'regional-planner': ['region', 'institute', 'centre'],
  'district-planner': ['district', 'institute', 'centre'],
  'municipal-planner': ['municipality', 'institute', 'centre'],
  curator: ['region', 'district', 'municipality', 'school', 'institute', 'centre'],
  'school-head': ['school'],
  'school-editor': ['school'],
  reader: ['region', 'district', 'municipality', 'school', 'institute', 'centre'],
  analyst: ['region'],
};

/** Emergency access ends with the working day at the latest. */
export const LONGEST_OPENING_HOURS = 8;

export function roleFits(role: Role, organisationKind: string): boolean {
  return PLACES[role].includes(organisationKind);
}

/** Addresses are compared without regard to case, as mail servers do in practice. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

function isEmail(email: string): boolean {
  return email.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email);
}

export function operatorOver(roots: readonly { id: number; path: string }[]): Actor {
  const assignments = roots.map(({ id, path }) => ({ role: 'administrator' as const, organisationId: id, path }));
  return { userId: OPERATOR_ID, name: 'Оператор', email: '', assignments };
}

/** The account to name in records; the operator and Opora itself have none. */
export function accountOf(actor: Actor): string | null {
  return actor.userId === OPERATOR_ID || actor.userId === SYSTEM_ID ? null : actor.userId;
}

export function checkedName(name: string): string {
  const tidy = name.trim().replace(/\s+/g, ' ');
  if (tidy === '' || tidy.length > 200)
    throw new AppError('invalidInput', { field: 'name', text: 'Укажите имя: от 1 до 200 знаков.' });
  return tidy;
}

export function checkedEmail(email: string): string {
  const tidy = normaliseEmail(email);
  if (!isEmail(tidy))
    throw new AppError('invalidInput', {
      field: 'email',
      text: 'Адрес почты записан неверно.',
      advice: 'Запишите его так: имя@организация.рф или name@example.org.',
    });
  return tidy;
}
