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

/** By the numbers of the federal questionnaire; persons and contacts are not asked. */
const CONTEXT_HEADERS = [
  'Логин',
  'Муниципалитет',
  'Школа',
  'Дата заполнения',
  '6. ИНН',
  '7. Код ОГЭ',
  '8. Код ЕГЭ',
  '14. Расположение школы (1 административный центр субъекта, 2 город, 3 ПГТ, 4 село)',
  '15. Численность населения, тыс. человек',
  '16. Транспорт до города с населением более 100 тыс.',
  '17.1. Адаптированные программы (да/нет)',
  '17.2. Отдельная коррекционная школа (да/нет)',
  '17.3. Отдельные классы для детей с ОВЗ (да/нет)',
  '18. Язык обучения',
  '19. Предметы с углублённым изучением',
  '20. Всего обучающихся',
  '21. Обучающихся первого года рождения',
  '22. Из них с ОВЗ и инвалидностью',
  '23. Обучающихся второго года рождения',
  '24. Из них с ОВЗ и инвалидностью',
  '25. Численность учителей',
  '26. Учителей 5–9 классов',
  '27. Учителей с первой и высшей категорией',
];

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

export function resultHeaders(procedure: Procedure, items: readonly ResultItem[]): string[] {
  const own = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ' ? 'Тестовый балл' : 'Отметка';
  return [...RESULT_HEADERS, own, ...items.map(({ name, maximum }) => `${name} (${maximum ?? '?'}б)`)];
}

/** The empty template of one procedure; its name tells the procedure when the file comes back. */
export function resultsTemplate(
  procedure: Procedure,
  items: readonly ResultItem[],
): { fileName: string; sheet: Sheet } {
  return {
    fileName: procedureId(procedure),
    sheet: emptySheet(procedureTitle(procedure), resultHeaders(procedure, items)),
  };
}

const FACTS = {
  passport: ['Социальный паспорт', [...SCHOOL_COLUMNS, ...PASSPORT_COLUMNS.map(({ header }) => header)]],
  olympiad: ['Участие в олимпиаде', [...SCHOOL_COLUMNS, ...OLYMPIAD_COLUMNS.map(({ header }) => header)]],
  context: ['Контекстные данные', CONTEXT_HEADERS],
} as const satisfies Record<string, readonly [string, readonly string[]]>;

export function isFactsKind(text: string): text is keyof typeof FACTS {
  return Object.hasOwn(FACTS, text);
}

/** What schools tell of themselves beside results. */
export function factsTemplate(kind: keyof typeof FACTS): Sheet {
  const [name, headers] = FACTS[kind];
  return emptySheet(name, headers);
}

function emptySheet(name: string, headers: readonly string[]): Sheet {
  return { name, columns: headers.map((header) => ({ header })), rows: [] };
}
