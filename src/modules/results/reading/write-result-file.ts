/**
 * Rows of one school as a file of the form in which they came, so that what was imported can be handed out and read
 * back. Files of ГИА and registers carried identifiers of persons, which are not kept: their rows go out in our template.
 */
import type { Sheet, SheetValue } from '#documents/write/sheet.ts';
import { type Procedure, procedureId } from '#modules/assessments/index.ts';
import { ITEM_STATE, type ResultFile, type ResultItem } from '../contract.ts';
import { resultHeaders } from './templates.ts';

export type WrittenPupil = {
  /** As the file had it, or a pseudonym. */
  code: string;
  klass: string;
  /** 1 female, 2 male. */
  gender: number;
  variant: string;
  absent: boolean;
  total: number | null;
  mark: number | null;
  journal: number;
  points: (number | null)[];
  states: number[];
};

export type WrittenFile = {
  format: ResultFile['format'];
  procedure: Procedure;
  items: readonly ResultItem[];
  school: { login: string; name: string; municipality: string | null };
  region: string;
  pupils: readonly WrittenPupil[];
};

const ABSENT = 'отсутствовал';

export function resultSheet(file: WrittenFile): { fileName: string; sheet: Sheet } {
  const { headers, row, name } = FORMS[formOf(file)](file);
  return {
    fileName: `${procedureId(file.procedure)}, ${file.school.name}`,
    sheet: { name, columns: headers.map((header) => ({ header })), rows: file.pupils.map(row) },
  };
}

type Form = { name: string; headers: string[]; row: (pupil: WrittenPupil) => SheetValue[] };

/** The form of 2022 tells the largest points in its headers; where one is unknown the template does. */
function formOf({ format, items }: WrittenFile): keyof typeof FORMS {
  if (format === 'gia' || format === 'oneroster') return 'template';
  return format === 'vpr-2022' && items.some(({ maximum }) => maximum === null) ? 'template' : format;
}

const FORMS = {
  'vpr-2020': ({ items, school }: WrittenFile): Form => ({
    name: 'Sheet1',
    headers: [
      'groups',
      'user',
      'id',
      'code',
      'otc',
      'gender',
      'klass',
      'var-1',
      'var-2',
      'sum',
      ...items.map(({ name }) => `a-${name}-grade`),
    ],
    row: (pupil) => [
      '',
      loginOf(school.login, 'sch'),
      null,
      pupil.code,
      pupil.journal || null,
      genderOf(pupil),
      pupil.klass,
      variantOf(pupil),
      variantOf(pupil),
      pupil.total,
      ...cellsOf(pupil),
    ],
  }),
  'vpr-2021': ({ items, school }: WrittenFile): Form => ({
    name: 'Sheet',
    headers: [
      'логин школы',
      'регион',
      'номер обучающегося',
      'код обучающегося',
      'отметка за предыдущую четверть/триместр',
      'пол',
      'класс',
      'вариант',
      'всего баллов',
      ...items.map(({ name }) => `балл за ${name}`),
    ],
    row: (pupil) => [
      loginOf(school.login, 'sch'),
      school.municipality,
      null,
      pupil.code,
      pupil.journal || null,
      genderOf(pupil),
      pupil.klass,
      variantOf(pupil),
      pupil.total,
      ...cellsOf(pupil),
    ],
  }),
  'vpr-2022': ({ items, school, region }: WrittenFile): Form => ({
    name: 'Протокол',
    headers: [
      'Пользователь',
      'Регион',
      'Муниципалитет',
      'Школа',
      'Код',
      'Вариант',
      ...items.map(({ name, maximum }) => `${name} (${maximum}б)`),
      'Наименование класса',
      'Пол',
      'Отметка за предыдущий триместр/ четверть/полугодие',
      'Итого баллов',
    ],
    row: (pupil) => [
      loginOf(school.login, 'edu'),
      region,
      school.municipality,
      `${loginOf(school.login, 'edu')} | ${school.name}`,
      pupil.code,
      variantOf(pupil),
      ...cellsOf(pupil),
      pupil.klass,
      genderOf(pupil),
      pupil.journal || null,
      pupil.absent ? 0 : pupil.total,
    ],
  }),
  template: ({ procedure, items, school }: WrittenFile): Form => ({
    name: 'Результаты',
    headers: resultHeaders(procedure, items),
    row: (pupil) => [
      school.login,
      school.name,
      school.municipality,
      pupil.code,
      pupil.klass,
      genderOf(pupil),
      pupil.absent ? null : pupil.variant,
      pupil.absent ? 'да' : null,
      pupil.journal || null,
      pupil.total,
      pupil.mark,
      ...cellsOf(pupil),
    ],
  }),
};

/** Both generations of logins have the same digits. */
function loginOf(login: string, prefix: 'sch' | 'edu'): string {
  return login.replace(/^(?:sch|edu)(?=\d)/, prefix);
}

function genderOf({ gender }: WrittenPupil): string | null {
  return gender === 1 ? 'ж' : gender === 2 ? 'м' : null;
}

function variantOf({ absent, variant }: WrittenPupil): string {
  return absent ? ABSENT : variant;
}

const STATES: Record<number, string | null> = {
  [ITEM_STATE.notAttempted]: 'X',
  [ITEM_STATE.notTaught]: 'не пройд.',
  // What stood there could not be read and is not kept.
  [ITEM_STATE.unreadable]: '?',
  [ITEM_STATE.empty]: null,
};

function cellsOf({ points, states, absent }: WrittenPupil): SheetValue[] {
  return points.map((value, k) =>
    absent ? null : states[k] === ITEM_STATE.scored ? value : (STATES[states[k] ?? ITEM_STATE.empty] ?? null),
  );
}
