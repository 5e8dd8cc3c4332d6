/**
 * What a table says of schools beside their results: type, cluster, codes at state exams, social passport. Columns are
 * known by their headers, so the register as Opora exports it, the context questionnaire and the social passport do.
 */
import { CELL, type DataBook, type DataSheet } from '#documents/read-sheets.ts';
import type { ContextRecord, PassportRecord, ResultSchool } from '#modules/results/contract.ts';
import { schoolKey } from '../engine/table.ts';

export type RegisterRow = {
  key: string;
  id: string;
  name?: string;
  municipality?: string;
  type?: string;
  settlement?: string;
  cluster?: string;
  /** Key of the school that it was merged into. */
  successor?: string;
  ogeCode?: string;
  egeCode?: string;
  socialIndex?: number;
  variables: Record<string, number>;
};

type TextField = 'name' | 'municipality' | 'type' | 'settlement' | 'cluster' | 'successor' | 'ogeCode' | 'egeCode';

const LOGIN = /^(?:логин|login|пользователь)|фис ?око/;
const TEXT_FIELDS: [TextField, RegExp][] = [
  ['ogeCode', /код.*(?:огэ|гиа-?9)/],
  ['egeCode', /код.*(?:егэ|гиа-?11)/],
  ['successor', /преемник/],
  ['cluster', /^кластер|^cluster/],
  ['type', /^тип(?: школы)?$|^тип оо|^type$/],
  ['settlement', /^населенный пункт|^тип населенного|^местность|^settlement/],
  ['municipality', /^муниципалит|^район|^вышестоящ|^municipality/],
  ['name', /^(?:полное |краткое )?(?:название|наименование)(?: (?:школы|оо|организации))?$|^школа$|^name$/],
];
const SOCIAL_INDEX = /^социальный индекс|^исбш|^socialindex$/;
/** Counts of the social passport that shipped methodologies speak of; what is a count becomes a share of the pupils. */
const VARIABLES: [string, RegExp][] = [
  ['higherEducation', /родител.* с высшим|^highereducation$/],
  ['singleParent', /неполн.* сем|^singleparent$/],
  ['lowIncome', /малообеспечен|малоимущ|^lowincome$/],
  ['unemployed', /родител.*(?:не работают|без работы|безработн)|^unemployed$/],
  ['supervised', /на (?:внутришкольном )?учете|^supervised$/],
  ['notNativeRussian', /русский язык не родной|инофон|^notnativerussian$/],
  ['disabilities', /обучающиеся с овз|^disabilities$/],
];
const PUPILS = /^всего обучающихся|^число обучающихся|^обучающихся$|^pupils$/;
const CORRECTIONAL = /отдельная \(?коррекционная/;

export function registerRows(book: DataBook): RegisterRow[] {
  return book.sheets.flatMap(rowsOf);
}

export function fromQuestionnaire({ school, ogeCode, egeCode, correctional }: ContextRecord): RegisterRow {
  return {
    ...rowOf(school),
    ...(ogeCode === null ? {} : { ogeCode }),
    ...(egeCode === null ? {} : { egeCode }),
    ...(correctional === true ? { type: 'коррекционная' } : {}),
  };
}

export function fromPassport({ school, ...counts }: PassportRecord): RegisterRow {
  return { ...rowOf(school), variables: passportShares(counts) };
}

/** Shares of the pupils, by the names that methodologies use. */
export function passportShares({ pupils, ...counts }: Omit<PassportRecord, 'school'>): Record<string, number> {
  const share = (name: string, count: number | null) =>
    typeof count !== 'number' || pupils === null || !(pupils > 0) ? [] : [[name, count / pupils] as const];
  return Object.fromEntries([
    ...share('higherEducation', counts.bothParentsHigher),
    ...share('singleParent', counts.singleParent),
    // Some forms count large families with low income only.
    ...share('lowIncome', counts.lowIncome ?? counts.manyChildren),
    ...share('unemployed', counts.parentsUnemployed),
    ...share('supervised', counts.onRecord),
    ...share('notNativeRussian', counts.otherLanguage),
    ...share('disabilities', counts.specialNeeds),
  ]);
}

function rowOf({ login, name, municipality }: ResultSchool): RegisterRow {
  return {
    key: schoolKey(login),
    id: login,
    ...(name === null ? {} : { name }),
    ...(municipality === null ? {} : { municipality }),
    variables: {},
  };
}

/** Later rows add to earlier ones of the same school and win over them. */
export function mergedRegister(rows: readonly RegisterRow[]): Map<string, RegisterRow> {
  const register = new Map<string, RegisterRow>();
  for (const row of rows) {
    const known = register.get(row.key);
    register.set(row.key, { ...known, ...row, variables: { ...known?.variables, ...row.variables } });
  }
  return register;
}

function rowsOf(sheet: DataSheet): RegisterRow[] {
  const header = headerOf(sheet);
  if (header === null) return [];
  const { row: headerRow, titles } = header;
  const columnOf = (pattern: RegExp) => titles.findIndex((title) => pattern.test(title));
  const login = columnOf(LOGIN);
  const pupils = columnOf(PUPILS);
  const rows: RegisterRow[] = [];
  for (let row = headerRow + 1; row < sheet.rowCount; row += 1) {
    const id = textAt(sheet, row, login);
    if (id === '') continue;
    const entry: RegisterRow = { key: schoolKey(id), id, variables: {} };
    for (const [field, pattern] of TEXT_FIELDS) {
      const text = codeless(textAt(sheet, row, columnOf(pattern)));
      if (text !== '') entry[field] = field === 'successor' ? schoolKey(text) : text;
    }
    if (/^да$/i.test(textAt(sheet, row, columnOf(CORRECTIONAL)))) entry.type = 'коррекционная';
    if (entry.type !== undefined) entry.type = entry.type.toLowerCase();
    const social = numberAt(sheet, row, columnOf(SOCIAL_INDEX));
    if (social !== null) entry.socialIndex = social;
    const total = numberAt(sheet, row, pupils);
    for (const [name, pattern] of VARIABLES) {
      // «На внутришкольном учёте» and «На учёте в ПДН» are counted together.
      const found = titles.flatMap((title, column) => (pattern.test(title) ? [column] : []));
      const numbers = found.map((column) => numberAt(sheet, row, column)).filter((one) => one !== null);
      if (numbers.length === 0) continue;
      const sum = numbers.reduce((a, b) => a + b, 0);
      if (total === null) entry.variables[name] = sum;
      else if (total > 0) entry.variables[name] = sum / total;
    }
    rows.push(entry);
  }
  return rows;
}

/** The first row that has a login column and another one that is known. */
function headerOf(sheet: DataSheet): { row: number; titles: string[] } | null {
  const known = [...TEXT_FIELDS, ...VARIABLES].map(([, pattern]) => pattern);
  for (let row = 0; row < Math.min(10, sheet.rowCount); row += 1) {
    const titles = sheet.columns.map((_, column) => folded(textAt(sheet, row, column)));
    const others = [...known, SOCIAL_INDEX, PUPILS];
    if (titles.some((title) => LOGIN.test(title)) && titles.some((title) => others.some((one) => one.test(title))))
      return { row, titles };
  }
  return null;
}

/** «17.2. Отдельная …» → «отдельная …». */
export function folded(title: string): string {
  return title
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^[\d.]+\s*/, '')
    .replace(/\s+/g, ' ');
}

/** «reg22_m001 | Приозёрский район» → «Приозёрский район». */
export function codeless(text: string): string {
  return text.replace(/^[a-z0-9_]+\s*\|\s*/i, '');
}

export function textAt(sheet: DataSheet, row: number, column: number): string {
  const cells = sheet.columns[column];
  if (!cells) return '';
  const value = cells.values[row] as number;
  if (cells.kinds[row] === CELL.text) return (sheet.texts[value] ?? '').replaceAll('\u00A0', ' ').trim();
  return cells.kinds[row] === CELL.number ? String(value) : '';
}

function numberAt(sheet: DataSheet, row: number, column: number): number | null {
  const text = textAt(sheet, row, column).replace(',', '.').replace(/\s|%/g, '');
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
