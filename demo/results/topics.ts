/** What the items of made-up works check: topics in blocks of neighbouring items, skills in turn. The names are made up too. */
import type { SubjectCode } from '#modules/assessments/index.ts';
import { draw } from './draw.ts';
import type { SheetContent } from './sheet-writer.ts';
import type { World, WorldSchool } from './world.ts';
import type { Work } from './works.ts';

const EARLY_MATHEMATICS = [
  'Числа и вычисления',
  'Величины и измерения',
  'Текстовые задачи',
  'Геометрические фигуры',
  'Таблицы и диаграммы',
  'Логические задачи',
];
const MATHEMATICS = [
  'Числа и вычисления',
  'Алгебраические выражения',
  'Уравнения и неравенства',
  'Функции и графики',
  'Вероятность и статистика',
  'Геометрия',
];
const RUSSIAN = ['Орфография', 'Пунктуация', 'Фонетика и лексика', 'Морфология', 'Синтаксис', 'Работа с текстом'];
const ANY = ['Понятия и термины', 'Факты и явления', 'Работа с источником', 'Применение знаний', 'Объяснение и вывод'];
const SKILLS = [
  'Применять знания в знакомой задаче',
  'Читать таблицы, схемы и тексты',
  'Решать задачи в несколько шагов',
  'Обосновывать ответ',
];

function topicsOf({ subject, grade }: { subject: SubjectCode; grade: number }): readonly string[] {
  if (subject === 'МА' || subject === 'МАБ') return grade <= 6 ? EARLY_MATHEMATICS : MATHEMATICS;
  return subject === 'РУ' ? RUSSIAN : ANY;
}

/** Index of the topic of each item. */
function topicByItem(work: Work): number[] {
  const count = topicsOf(work).length;
  return work.items.map((_, i) => Math.floor((i * count) / work.items.length));
}

/** As the reference data keep it. */
export function describedWork(work: Work) {
  const topics = topicsOf(work);
  const places = topicByItem(work);
  return {
    items: work.items.map(({ name, maximum }, i) => ({
      name,
      maximum,
      level: i < work.items.length * 0.6 ? 'Б' : 'П',
      kes: [String(places[i]! + 1)],
      kt: [String((i % SKILLS.length) + 1)],
      minutes: null,
      skill: SKILLS[i % SKILLS.length]!,
    })),
    topics: Object.fromEntries([
      ...topics.map((words, k) => [`КЭС ${k + 1}`, words]),
      ...SKILLS.map((words, k) => [`КТ ${k + 1}`, words]),
    ]) as Record<string, string>,
  };
}

/** A low school is weakest in one topic of each subject, never in the first or the last: those look like easy and hard items. */
export function weakTopic({ seed }: World, { truth, index }: WorldSchool, work: Work): number | null {
  if (truth?.kind !== 'low') return null;
  return 1 + draw(seed, 'weak-topic', index, work.subject).below(topicsOf(work).length - 2);
}

const WEAKER_BY = 1;

/** What is added to the ability in each item: less in the weak topic, a little more elsewhere, so that the whole stays. */
export function topicShifts(world: World, school: WorldSchool, work: Work): number[] | null {
  const weak = weakTopic(world, school, work);
  if (weak === null) return null;
  const places = topicByItem(work);
  const count = places.filter((place) => place === weak).length;
  return places.map((place) => (place === weak ? -WEAKER_BY : (WEAKER_BY * count) / (places.length - count)));
}

export function weakTopicInWords(world: World, school: WorldSchool, work: Work): string | null {
  const weak = weakTopic(world, school, work);
  return weak === null ? null : `КЭС ${weak + 1} ${topicsOf(work)[weak]}`;
}

/** One workbook a year and grade: the items of all its works, and the codifier beside. */
export function descriptionSheets(works: readonly Work[]): SheetContent[] {
  const subjectOf = ({ subject }: Work) => NAMES[subject] ?? subject;
  return [
    {
      name: 'Описание работ',
      async fill(sheet) {
        await sheet.row([
          'Класс',
          'Предмет',
          '№',
          'Проверяемые умения',
          'Уровень сложности',
          'Код КЭС',
          'Код КТ',
          'Макс. балл',
        ]);
        for (const work of works)
          for (const { name, skill, level, kes, kt, maximum } of describedWork(work).items)
            await sheet.row([work.grade, subjectOf(work), name, skill, level, kes.join(', '), kt.join(', '), maximum]);
      },
    },
    {
      name: 'Кодификатор',
      async fill(sheet) {
        await sheet.row(['Предмет', 'Вид', 'Код', 'Название']);
        for (const work of works)
          for (const [name, words] of Object.entries(describedWork(work).topics)) {
            const [kind = '', code = ''] = name.split(' ');
            await sheet.row([subjectOf(work), kind, code, words]);
          }
      },
    },
  ];
}

const NAMES: Partial<Record<SubjectCode, string>> = {
  РУ: 'Русский язык',
  МА: 'Математика',
  МАБ: 'Математика (базовый уровень)',
  ОМ: 'Окружающий мир',
  ИС: 'История',
  БИ: 'Биология',
  ГГ: 'География',
  ОБ: 'Обществознание',
  ФИ: 'Физика',
  ХИ: 'Химия',
  АНГ: 'Английский язык',
};

/** «Описания работ/Описание работ ВПР 2021, 5 класс.xlsx» */
export function descriptionPath(work: Work, year: number): string {
  return `Описания работ/Описание работ ${work.kind} ${year}, ${work.grade} класс.xlsx`;
}
