/** The kinds of organisations and what may stand under what. */
import { AppError } from '#kernel/errors.ts';

export const KINDS = ['region', 'district', 'municipality', 'school', 'institute', 'centre'] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_NAMES: Record<Kind, string> = {
  region: 'Регион',
  district: 'Образовательный округ',
  municipality: 'Муниципалитет',
  school: 'Школа',
  institute: 'Институт',
  centre: 'Центр',
};

export const SCHOOL_TYPES = [
  'средняя',
  'основная',
  'начальная',
  'гимназия',
  'лицей',
  'вечерняя',
  'коррекционная',
  'филиал',
] as const;
export type SchoolType = (typeof SCHOOL_TYPES)[number];

export const SETTLEMENT_TYPES = ['административный центр', 'город', 'посёлок городского типа', 'село'] as const;
export type SettlementType = (typeof SETTLEMENT_TYPES)[number];

export type Status = 'open' | 'closed' | 'merged';
export const STATUS_NAMES: Record<Status, string> = { open: 'Действует', closed: 'Закрыта', merged: 'Присоединена' };

/** A region stands alone; a branch may stand under its school, other schools under any body. */
const PARENTS: Record<Kind, readonly Kind[]> = {
  region: [],
  district: ['region'],
  municipality: ['region', 'district'],
  school: ['municipality', 'district', 'region', 'school'],
  institute: ['region', 'district', 'municipality'],
  centre: ['region', 'district', 'municipality'],
};

export function fitsUnder(kind: Kind, parentKind: Kind | null): boolean {
  return parentKind === null ? kind === 'region' : PARENTS[kind].includes(parentKind);
}

export function insistFits(kind: Kind, parentKind: Kind | null): void {
  if (fitsUnder(kind, parentKind)) return;
  const place =
    parentKind === null ? 'на верхнем уровне' : `под организацией вида «${KIND_NAMES[parentKind].toLowerCase()}»`;
  throw new AppError('invalidInput', {
    field: 'parentId',
    text: `${KIND_NAMES[kind]} не может стоять ${place}.`,
    advice: 'Выберите другую вышестоящую организацию.',
  });
}
