/** How people write kinds, types and dates in a sheet. */
import { isoDate, dateExists, isValid } from '#kernel/dates.ts';
import { KIND_NAMES, type Kind, KINDS, SCHOOL_TYPES, type SchoolType, type SettlementType } from '../domain/tree.ts';

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').trim();
}

export function kindIn(text: string): Kind | null {
  const word = plain(text);
  const named = KINDS.find((kind) => plain(KIND_NAMES[kind]) === word);
  if (named) return named;
  if (/^школ|^оо$|общеобразоват|гимнази|лице/.test(word)) return 'school';
  if (/^муницип|^район|^город|^моуо/.test(word)) return 'municipality';
  if (/округ/.test(word)) return 'district';
  if (/^област|^край|^республик/.test(word)) return 'region';
  return null;
}

export function schoolTypeIn(text: string): SchoolType | null {
  const word = plain(text);
  return SCHOOL_TYPES.find((type) => plain(type) === word) ?? schoolTypeByName(word);
}

/** «МБОУ «СОШ № 7»» says that it is a secondary school. */
export function schoolTypeByName(name: string): SchoolType | null {
  const word = plain(name);
  if (/филиал/.test(word)) return 'филиал';
  if (/вечерн|сменн|(?<!\p{L})в\(?с\)?ош/u.test(word)) return 'вечерняя';
  if (/коррекц|(?<!\p{L})скош/u.test(word)) return 'коррекционная';
  if (/гимнази/.test(word)) return 'гимназия';
  if (/лице[йяюе]/.test(word)) return 'лицей';
  if (/средн|(?<!\p{L})с(?:о)?ш(?!\p{L})/u.test(word)) return 'средняя';
  if (/основн|(?<!\p{L})оош(?!\p{L})/u.test(word)) return 'основная';
  if (/начальн|(?<!\p{L})нош(?!\p{L})|нш-?дс/u.test(word)) return 'начальная';
  return null;
}

export function settlementTypeIn(text: string): SettlementType | null {
  const word = plain(text);
  if (/центр|столиц/.test(word)) return 'административный центр';
  if (/городского типа|^пгт|^рп|рабоч.*поселок/.test(word)) return 'посёлок городского типа';
  if (/^г(?:\.|ор|$)/.test(word)) return 'город';
  if (/^с(?:\.|ел|$)|^д(?:\.|ерев|$)|^пос|^п\.|^п$|станиц|хутор|сельск|аул/.test(word)) return 'село';
  return null;
}

/** «01.09.1950» or «1950-09-01». */
export function dateIn(text: string): string | null {
  if (isValid(text)) return text;
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: г\.?)?$/.exec(text.trim()) ?? [];
  return day && dateExists(Number(year), Number(month), Number(day))
    ? isoDate(Number(year), Number(month), Number(day))
    : null;
}
