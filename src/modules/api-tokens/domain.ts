/** What is true of tokens without asking anyone. */
import type { Actor, Role } from '#kernel/actor.ts';
import { API_RIGHTS, type ApiRight, RIGHTS_WITH_PURPOSE } from '#kernel/api-rights.ts';
import { addDays, type IsoDate, isValid } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { PERMITTED_USES, type PermittedUse } from '#kernel/permitted-use.ts';

/** Scanners of leaked secrets know a token by it. */
export const TOKEN_PREFIX = 'opora_';
export const LONGEST_DAYS = 366;
export const USUAL_DAYS = 90;
/** More than anyone's programs need; a runaway script stops here. */
export const TOKENS_AT_MOST = 50;

export type NewToken = {
  name: string;
  purpose: string;
  role: Role;
  organisationId: number;
  rights: readonly ApiRight[];
  uses: readonly PermittedUse[];
  validUntil: IsoDate;
};

export type TokenState = 'valid' | 'expired' | 'revoked' | 'without-role';

type Facts = { revokedAt: Date | null; validUntil: IsoDate; isHeld: boolean };

export function tokenState({ revokedAt, validUntil, isHeld }: Facts, today: IsoDate): TokenState {
  if (revokedAt !== null) return 'revoked';
  if (validUntil < today) return 'expired';
  return isHeld ? 'valid' : 'without-role';
}

/** No wider than one's own: the role is held at the organisation or above it. */
export function mayBind(owner: Pick<Actor, 'assignments'>, role: Role, organisation: { path: string }): boolean {
  return owner.assignments.some((held) => held.role === role && organisation.path.startsWith(held.path));
}

export function checkedToken(input: NewToken, today: IsoDate): NewToken {
  const refuse = (field: string, text: string) => {
    throw new AppError('invalidInput', { field, text, advice: 'Исправьте и отправьте ещё раз.' });
  };
  const name = input.name.trim();
  const purpose = input.purpose.trim();
  if (name === '' || name.length > 100) refuse('name', 'Назовите токен: от 1 до 100 знаков.');
  if (purpose === '' || purpose.length > 500) refuse('purpose', 'Напишите, зачем нужен токен: до 500 знаков.');
  const rights = API_RIGHTS.filter((right) => input.rights.includes(right));
  if (rights.length === 0) refuse('rights', 'Отметьте хотя бы одно право.');
  const uses = PERMITTED_USES.filter((use) => input.uses.includes(use));
  if (uses.length === 0 && rights.some((right) => RIGHTS_WITH_PURPOSE.includes(right)))
    refuse('uses', 'Результаты и списки выдаются только для названной цели. Отметьте её.');
  if (!isValid(input.validUntil) || input.validUntil < today || input.validUntil > addDays(today, LONGEST_DAYS))
    refuse('validUntil', 'Укажите последний день токена: не раньше сегодняшнего и не позже чем через год.');
  return { ...input, name, purpose, rights, uses };
}
