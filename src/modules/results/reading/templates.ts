/** Our own templates: what is written empty is what is read back. Counts per school, never flags of a pupil. */
import type { Sheet } from '#documents/write/sheet.ts';
import { type Procedure, procedureId, procedureTitle } from '#modules/assessments/index.ts';
import type { ResultItem } from '../contract.ts';

export const PASSPORT_COLUMNS = [
  { key: 'year', header: 'Учебный год', known: /^учебный год$|^год$/i },
  { key: 'pupils', header: 'Обучающихся', known: /^обучающихся$|^всего обучающихся$/i },
  { key: 'bothParentsHigher', header: 'Оба родителя с высшим образованием', known: /с высшим образ/i },
  { key: 'singleParent', header: 'Из неполных семей', known: /неполн/i },
  { key: 'manyChildren', header: 'Из многодетных семей', known: /многодетн/i },
  { key: 'lowIncome', header: 'Из малообеспеченных семей', known: /малообеспеч|малоимущ/i },
  { key: 'parentsUnemployed', header: 'Оба родителя безработные', known: /безработн|не работа/i },
  { key: 'onPoliceRecord', header: 'На учёте в ПДН и КДН', known: /^(?!.*школ).*(?:пдн|кдн)/i },
  { key: 'onRecord', header: 'На внутришкольном учёте', known: /уч[её]те/i },
  { key: 'otherLanguage', header: 'Русский язык неродной', known: /не ?родн/i },
  { key: 'specialNeeds', header: 'С ОВЗ', known: /(?:^|[^а-я])овз(?![а-я])/i },
  { key: 'disabled', header: 'Дети-инвалиды', known: /инвалид/i },
  { key: 'underGuardianship', header: 'Под опекой', known: /опек/i },
  { key: 'goodHousing', header: 'В благоустроенном жилье', known: /благоустр/i },
] as const;
export type PassportKey = (typeof PASSPORT_COLUMNS)[number]['key'];

export const OLYMPIAD_COLUMNS = [
  { key: 'year', header: 'Учебный год', known: /^учебный год$|^год$/i },
  { key: 'stage', header: 'Этап', known: /^этап/i },
  { key: 'subject', header: 'Предмет', known: /^предмет$/i },
  { key: 'grade', header: 'Класс', known: /^класс$/i },
  { key: 'pupils', header: 'Обучающихся', known: /^обучающихся$/i },
  { key: 'participants', header: 'Участников', known: /^участник/i },
  { key: 'prizes', header: 'Призёров', known: /^приз[её]р/i },
  { key: 'winners', header: 'Победителей', known: /^победител/i },
] as const;
export type OlympiadKey = (typeof OLYMPIAD_COLUMNS)[number]['key'];

const SCHOOL_COLUMNS = ['Код школы', 'Школа', 'Муниципалитет'];

/** Headers of our template of results; `layout.ts` reads the same. */
const RESULT_HEADERS = [
  ...SCHOOL_COLUMNS,
  'Код участника',
  'Класс',
  'Пол',
  'Вариант',
  'Не участвовал',
  'Отметка за период',
  'Первичный балл',
];

/** The empty template of one procedure; its name tells the procedure when the file comes back. */
export function resultsTemplate(
  procedure: Procedure,
  items: readonly ResultItem[],
): { fileName: string; sheet: Sheet } {
  const own = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ' ? 'Тестовый балл' : 'Отметка';
  const headers = [...RESULT_HEADERS, own, ...items.map(({ name, maximum }) => `${name} (${maximum ?? '?'}б)`)];
  return {
    fileName: procedureId(procedure),
    sheet: { name: procedureTitle(procedure), columns: headers.map((header) => ({ header })), rows: [] },
  };
}

export function passportTemplate(): Sheet {
  const headers = [...SCHOOL_COLUMNS, ...PASSPORT_COLUMNS.map(({ header }) => header)];
  return { name: 'Социальный паспорт', columns: headers.map((header) => ({ header })), rows: [] };
}

export function olympiadTemplate(): Sheet {
  const headers = [...SCHOOL_COLUMNS, ...OLYMPIAD_COLUMNS.map(({ header }) => header)];
  return { name: 'Участие в олимпиаде', columns: headers.map((header) => ({ header })), rows: [] };
}
