/**
 * Which column of a ГИА file is what. Regions export what they like, so a mapping is proposed by the headers, can be
 * corrected, and is remembered by the headers. Personal columns are named only to be left out.
 */
import type { DataSheet } from '#documents/read-sheets.ts';
import { headersOf } from './layout.ts';

export const MAPPED_ROLES = {
  municipality: 'муниципалитет',
  login: 'код школы',
  school: 'название школы',
  pupil: 'код участника',
  klass: 'класс',
  gender: 'пол',
  subjectCode: 'код предмета',
  subject: 'предмет',
  date: 'дата экзамена',
  variant: 'вариант',
  shortAnswers: 'задания с кратким ответом',
  longAnswers: 'задания с развёрнутым ответом',
  oralAnswers: 'устная часть',
  total: 'первичный балл',
  score: 'тестовый балл',
  mark: 'отметка',
  status: 'состояние результата',
} as const;
export type MappedRole = keyof typeof MAPPED_ROLES;

export type ColumnMapping = {
  /** Row of the headers on the sheet, from 1. */
  headerRow: number;
  /** Role → header as it stands in the file. */
  columns: Partial<Record<MappedRole, string>>;
  /** Names of the items in the order of the answers; 1, 2, 3… where absent. */
  itemNames?: string[];
};

/** Names, documents, contacts, birthdays: never taken, whatever a mapping says. */
const PERSONAL =
  /фамили|(?:^|[^а-я])имя(?![а-я])|отчеств|(?:^|[^а-я])фио(?![а-я])|документ|паспорт|снилс|свидетельств|дата рожд|день рожд|телефон|e-?mail|почт|адрес/i;

/** In order: the first header that fits a role takes it. */
const SYNONYMS: [MappedRole, RegExp][] = [
  ['login', /^код ?(?:оо|оу|школы|организации|образовательной организации|гиа|огэ|егэ)|^логин|^оо ?код|schoolcode/i],
  [
    'school',
    /^(?:наименование|название|краткое наименование|полное наименование) ?(?:оо|оу|школы|образов)|^школа$|^оо$|^оу$|schoolname/i,
  ],
  ['municipality', /(?:наименование|название) ?(?:мсу|ате|моуо|муницип)|^муницип|^мсу$|^ате$|^район$|^территория/i],
  ['subjectCode', /^код ?(?:предмета|пр)$|subjectcode/i],
  ['subject', /^(?:предмет|учебный предмет|наименование предмета|название предмета|экзамен)$|subjectname/i],
  ['date', /^дата(?: экзамена| проведения)?$|examdate/i],
  [
    'pupil',
    /^(?:код|id|ид|идентификатор|номер|guid|уникальный код) ?(?:участника|обучающегося|ученика|экзаменуемого)|participantid/i,
  ],
  ['klass', /^класс$|^(?:номер|наименование|литера) класса/i],
  ['gender', /^пол$/i],
  ['variant', /^(?:№ ?|номер )?вариант(?:а)?(?: ким)?$/i],
  ['shortAnswers', /кратк\S* ответ|^часть [вb1]$|^задания ?(?:тип)? ?[вb]$|answerb/i],
  ['longAnswers', /разв[её]рнут\S* ответ|^часть [сc2]$|^задания ?(?:тип)? ?[сc]$|answerc/i],
  ['oralAnswers', /^устн|^часть d$|говорение/i],
  ['total', /первичн/i],
  ['score', /тестов\S* ?балл|100-?балл|стобалл|балл ?\(?100/i],
  ['mark', /отметка|оценка|пятибал|5-?балл/i],
  ['status', /статус|состояни|аннулир|результат действ/i],
];
/** «Балл» alone is what the certificate shows: the score of ЕГЭ. */
const BARE_SCORE = /^(?:итоговый )?балл(?:ы|ов)?$/i;

const HEADER_WITHIN = 20;
const ENOUGH_ROLES = 3;
const FEWEST_HEADERS = 3;

export function isPersonal(header: string): boolean {
  return PERSONAL.test(header);
}

/** What the headers suggest; null where no row looks like headers of results. */
export function proposeMapping(
  sheet: DataSheet,
  enoughRoles = ENOUGH_ROLES,
): { mapping: ColumnMapping; headers: string[] } | null {
  let best: { mapping: ColumnMapping; headers: string[] } | null = null;
  let most = enoughRoles - 1;
  for (let row = 0; row < Math.min(HEADER_WITHIN, sheet.rowCount); row += 1) {
    const headers = headersOf(sheet, row);
    if (headers.filter((header) => header !== '').length < FEWEST_HEADERS) continue;
    const columns = rolesOf(headers);
    const found = Object.keys(columns).length;
    if (found <= most) continue;
    most = found;
    best = { mapping: { headerRow: row + 1, columns }, headers: headers.filter((header) => header !== '') };
  }
  return best;
}

function rolesOf(headers: readonly string[]): ColumnMapping['columns'] {
  const columns: ColumnMapping['columns'] = {};
  const taken = new Set<string>();
  const take = (role: MappedRole, pattern: RegExp) => {
    const header = headers.find((text) => text !== '' && !taken.has(text) && !isPersonal(text) && pattern.test(text));
    if (header === undefined || columns[role] !== undefined) return;
    columns[role] = header;
    taken.add(header);
  };
  for (const [role, pattern] of SYNONYMS) take(role, pattern);
  take('score', BARE_SCORE);
  return columns;
}

/** What a mapping still lacks to read results by it; empty when it is enough. */
export function lacking({ columns }: ColumnMapping, subjectIsKnown: boolean): string[] {
  const missing: string[] = [];
  if (!columns.login) missing.push(MAPPED_ROLES.login);
  if (!columns.total && !columns.score && !columns.mark)
    missing.push(`${MAPPED_ROLES.total}, ${MAPPED_ROLES.score} или ${MAPPED_ROLES.mark}`);
  if (!columns.subject && !columns.subjectCode && !subjectIsKnown) missing.push(MAPPED_ROLES.subject);
  return missing;
}
