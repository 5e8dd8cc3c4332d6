/**
 * The questions of «Сбор контекстных данных об ОО» in the order of the form, by the numbers of 2022; those of 2020 and 2021
 * that are no longer asked stand last. Persons, contacts and codes of the school are not asked: the register has them.
 */
import { countFrom, type ToldProblem } from './told.ts';

type Asked = {
  key: string;
  /** In the form of 2022. */
  number?: string;
  label: string;
  hint?: string;
  /** The answer of an earlier year is offered again. */
  lasting?: true;
};
export type Question =
  | (Asked & { kind: 'choice'; options: readonly { value: string; label: string }[]; numbered?: true })
  | (Asked & { kind: 'yes-no' | 'text' })
  | (Asked & {
      kind: 'count';
      /** The count that holds this one. */
      within?: string;
      /** Few pupils could be known by it: the number is the school's own. */
      ofPupils?: true;
    });

export const LONGEST_ANSWER = 200;

export const QUESTIONS: readonly Question[] = [
  {
    key: 'settlement',
    number: '14',
    label: 'Где находится школа',
    kind: 'choice',
    lasting: true,
    options: [
      { value: 'capital', label: 'административный центр субъекта' },
      { value: 'city', label: 'город' },
      { value: 'town', label: 'посёлок городского типа' },
      { value: 'village', label: 'село' },
    ],
  },
  {
    key: 'populationBand',
    number: '15',
    label: 'Население, тыс. человек',
    kind: 'choice',
    numbered: true,
    lasting: true,
    options: ['до 1', '1–5', '5–10', '10–50', '50–100', '100–450', '450–680', 'свыше 680'].map((label, k) => ({
      value: String(k + 1),
      label,
    })),
  },
  {
    key: 'transport',
    number: '16',
    label: 'Транспорт до города с населением более 100 тыс.',
    hint: 'Например: автобус, электричка, только личный транспорт',
    kind: 'text',
    lasting: true,
  },
  {
    key: 'adaptedProgrammes',
    number: '17.1',
    label: 'Есть адаптированные программы',
    kind: 'yes-no',
    lasting: true,
  },
  { key: 'correctional', number: '17.2', label: 'Отдельная коррекционная школа', kind: 'yes-no', lasting: true },
  {
    key: 'separateClasses',
    number: '17.3',
    label: 'Есть отдельные классы для детей с ОВЗ',
    kind: 'yes-no',
    lasting: true,
  },
  { key: 'language', number: '18', label: 'Язык обучения', kind: 'text', lasting: true },
  {
    key: 'advancedSubjects',
    number: '19',
    label: 'Предметы с углублённым изучением',
    hint: 'Через запятую; если их нет, оставьте пустым',
    kind: 'text',
    lasting: true,
  },
  { key: 'pupils', number: '20', label: 'Обучающихся', kind: 'count' },
  {
    key: 'surveyedPupils',
    number: '21, 23',
    label: 'Обучающихся двух годов рождения, о которых спрашивает анкета',
    kind: 'count',
    within: 'pupils',
    ofPupils: true,
  },
  {
    key: 'surveyedWithNeeds',
    number: '22, 24',
    label: 'Из них с ОВЗ и инвалидностью',
    kind: 'count',
    within: 'surveyedPupils',
    ofPupils: true,
  },
  { key: 'teachers', number: '25', label: 'Учителей', kind: 'count' },
  { key: 'teachersOf5to9', number: '26', label: 'Учителей 5–9 классов', kind: 'count', within: 'teachers' },
  {
    key: 'teachersWithCategory',
    number: '27',
    label: 'Учителей с первой и высшей категорией',
    kind: 'count',
    within: 'teachers',
  },
  {
    key: 'internetSpeed',
    label: 'Скорость интернета',
    hint: 'Из анкеты 2020 и 2021 годов',
    kind: 'text',
    lasting: true,
  },
  {
    key: 'additionalEducation',
    label: 'Охват дополнительным образованием',
    hint: 'Из анкеты 2020 и 2021 годов',
    kind: 'text',
  },
  {
    key: 'parentsAtEvents',
    label: 'Родители, которые бывают на мероприятиях',
    hint: 'Доля или слова, как в анкете 2020 и 2021 годов',
    kind: 'text',
  },
  {
    key: 'parentsReadyToHelp',
    label: 'Родители, готовые помогать школе',
    hint: 'Доля или слова, как в анкете 2020 и 2021 годов',
    kind: 'text',
  },
  {
    key: 'teacherCourses',
    label: 'Курсы повышения квалификации учителей',
    hint: 'Сколько учителей и какой длительности, как в анкете 2020 и 2021 годов',
    kind: 'text',
  },
  { key: 'careerGuidance', label: 'Профориентация', hint: 'Из анкеты 2020 и 2021 годов', kind: 'text' },
];

export type QuestionnaireFacts = Record<string, number | string | boolean | null>;

/** Texts of a form → answers; an empty field is not known. */
export function questionnaireFrom(texts: Readonly<Record<string, string>>): {
  facts: QuestionnaireFacts;
  problems: ToldProblem[];
} {
  const problems: ToldProblem[] = [];
  const facts: QuestionnaireFacts = {};
  for (const question of QUESTIONS) facts[question.key] = answerFrom(question, texts[question.key] ?? '', problems);
  for (const question of QUESTIONS) {
    if (question.kind !== 'count' || !question.within) continue;
    const [part, whole] = [facts[question.key], facts[question.within]];
    if (typeof part === 'number' && typeof whole === 'number' && part > whole)
      problems.push({
        field: question.key,
        text: `${part} больше, чем всех: «${labelOf(question.within)}» — ${whole}.`,
      });
  }
  return { facts, problems };
}

function answerFrom(question: Question, text: string, problems: ToldProblem[]): QuestionnaireFacts[string] {
  switch (question.kind) {
    case 'count':
      return countFrom(text, question.key, problems);
    case 'yes-no':
      return text === 'yes' ? true : text === 'no' ? false : null;
    case 'choice': {
      const chosen = question.options.find(({ value }) => value === text)?.value ?? null;
      return chosen !== null && question.numbered ? Number(chosen) : chosen;
    }
    case 'text': {
      const typed = text.trim();
      if (typed.length > LONGEST_ANSWER)
        problems.push({ field: question.key, text: `Ответ длиннее ${LONGEST_ANSWER} знаков. Сократите его.` });
      return typed === '' ? null : typed;
    }
  }
}

/** As the form shows a stored answer. */
export function fieldText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** As a reader sees it; null where nothing is known. */
export function answerShown(question: Question, value: unknown): string | number | null {
  switch (question.kind) {
    case 'count':
      return typeof value === 'number' ? value : null;
    case 'yes-no':
      return typeof value === 'boolean' ? (value ? 'да' : 'нет') : null;
    case 'choice':
      return question.options.find((option) => option.value === String(value))?.label ?? null;
    case 'text':
      return typeof value === 'string' && value !== '' ? value : null;
  }
}

function labelOf(key: string): string {
  return QUESTIONS.find((question) => question.key === key)?.label ?? key;
}
