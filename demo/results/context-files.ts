/** What schools are asked beside results: the context questionnaire, the social passport, the school stage of Olympiads. */
import { draw } from './draw.ts';
import type { Cell, SheetContent } from './sheet-writer.ts';
import { cohortSize, type World, type WorldSchool } from './world.ts';

type Size = { pupils: number; grade9: number };

function pupilsOf(world: World, school: WorldSchool, year: number): Size {
  let pupils = 0;
  for (let grade = school.grades[0]; grade <= school.grades[1]; grade += 1)
    pupils += cohortSize(world, school, year - grade, grade);
  return { pupils, grade9: cohortSize(world, school, year - 9, 9) };
}

const LOCATIONS: Record<string, string> = {
  город: '2. Город (кроме административного центра субъекта)',
  'посёлок городского типа': '3. Посёлок городского типа',
  село: '4. Сельский населённый пункт',
};
const SIZES = [
  'менее 1 тыс.',
  '1–5 тыс.',
  '5–10 тыс.',
  '10–50 тыс.',
  '50–100 тыс.',
  '100–450 тыс.',
  '450–680 тыс.',
  'более 680 тыс.',
];
const TRANSPORT = ['менее 1 часа', 'от 1 до 2 часов', 'от 2 до 4 часов', 'более 4 часов'];

export function questionnaireSheets(world: World, year: number): SheetContent[] {
  const known = world.schools.filter(
    (school) => school.known && !(school.truth?.kind === 'merged' && school.truth.year <= year),
  );
  return [
    {
      name: 'Контекстные данные',
      async fill(sheet) {
        await sheet.row([
          'Логин',
          'Регион',
          'Муниципалитет',
          'Школа',
          'Дата заполнения',
          '1. Полное наименование ОО',
          '2. Краткое наименование ОО',
          '3. Директор (ФИО)',
          '4. Телефон',
          '5. Адрес электронной почты',
          '6. ИНН',
          '7. Код ОГЭ',
          '8. Код ЕГЭ',
          '9. Статус',
          '10. Филиалы',
          '11. Организационно-правовая форма',
          '12. Индекс',
          '13. Адрес',
          '14. Расположение ОО',
          '15. Численность населения',
          '16. Время в пути до города с населением более 100 тыс.',
          '17.1. Реализуются АОП',
          '17.2. Отдельная (коррекционная) школа',
          '17.3. Отдельные классы для обучающихся с ОВЗ',
          '17.4. Инклюзивные классы',
          '18. Язык обучения',
          '19. Углублённое изучение предметов',
          '20. Число обучающихся',
          `21. Обучающиеся ${year - 16} года рождения`,
          '22. Из них с ОВЗ',
          `23. Обучающиеся ${year - 15} года рождения`,
          '24. Из них с инвалидностью',
          '25. Число учителей',
          '26. Учителя 5–9 классов',
          '27. Учителя первой и высшей категории',
        ]);
        for (const school of known) await sheet.row(questionnaireRow(world, school, year));
      },
    },
    {
      name: 'Справочник',
      async fill(sheet) {
        await sheet.row(['Вопрос', 'Код', 'Значение']);
        for (const [i, text] of Object.values(LOCATIONS).entries()) await sheet.row(['14', i + 2, text]);
        for (const [i, text] of SIZES.entries()) await sheet.row(['15', i + 1, text]);
        for (const [i, text] of TRANSPORT.entries()) await sheet.row(['16', i + 1, text]);
      },
    },
  ];
}

function questionnaireRow(world: World, school: WorldSchool, year: number): Cell[] {
  const random = draw(world.seed, 'questionnaire', school.index, year);
  const { pupils, grade9 } = pupilsOf(world, school, year);
  const login = school.login.replace('sch', 'edu');
  const teachers = Math.max(2, Math.round(pupils / 13));
  const town = school.settlement === 'город' ? 4 : school.settlement === 'село' ? 0 : 2;
  const special = school.type === 'коррекционная';
  const yes = (answer: boolean) => (answer ? 'да' : 'нет');
  return [
    login,
    'reg220000 | Приозёрская область (вымышленная)',
    `${school.municipality.code} | ${school.municipality.name}`,
    `${login} | ${school.name}`,
    `${String(1 + random.below(28)).padStart(2, '0')}.09.${year} 10:${String(random.below(60)).padStart(2, '0')}:00`,
    school.name,
    school.name,
    'Примеров Пример Примерович',
    '8 (000) 000-00-00',
    `${school.login}@school.example`,
    String(4_400_000_000 + school.index),
    // Codes are often forgotten and sometimes those of a neighbour.
    random.chance(0.17) ? null : (school.ogeCode ?? null),
    random.chance(0.22) ? null : (school.egeCode ?? null),
    'юридическое лицо',
    random.chance(0.1) ? 1 : 0,
    'муниципальная',
    600_000 + (school.index % 999),
    school.municipality.name,
    LOCATIONS[school.settlement] ?? (LOCATIONS['село'] as string),
    SIZES[Math.min(7, town + random.below(3))] as string,
    TRANSPORT[random.below(4)] as string,
    yes(special || random.chance(0.4)),
    yes(special),
    yes(random.chance(0.1)),
    yes(random.chance(0.5)),
    'русский',
    yes(school.type === 'лицей' || school.type === 'гимназия'),
    pupils,
    grade9,
    Math.round(grade9 * (special ? 1 : 0.06 + 0.08 * random.next())),
    grade9,
    Math.round(grade9 * 0.02),
    teachers,
    Math.max(1, Math.round(teachers * 0.6)),
    Math.round(teachers * Math.min(0.95, Math.max(0.1, 0.6 + 0.15 * school.effect + 0.1 * random.normal()))),
  ];
}

/** Counts only: nothing is said of a child. One file a municipality. */
export function passportSheets(world: World, municipality: string, year: number): SheetContent[] {
  return [
    {
      name: 'Социальный паспорт',
      async fill(sheet) {
        await sheet.row([
          `Социальный паспорт общеобразовательных организаций, ${municipality}, ${year - 1}/${year} учебный год`,
        ]);
        await sheet.row([
          'Логин',
          'Наименование ОО',
          'Всего обучающихся',
          'Оба родителя с высшим образованием',
          'Неполные семьи',
          'Многодетные малообеспеченные семьи',
          'Оба родителя не работают',
          'На внутришкольном учёте',
          'На учёте в ПДН и КДН',
          'Русский язык не родной',
          'Обучающиеся с ОВЗ',
          'Дети-инвалиды',
          'Благоустроенное жильё',
        ]);
        for (const school of world.schools) {
          if (!school.known || school.municipality.name !== municipality) continue;
          await sheet.row(passportRow(world, school, year));
        }
      },
    },
  ];
}

function passportRow(world: World, school: WorldSchool, year: number): Cell[] {
  const facts = passportOf(world, school, year);
  return [
    school.login,
    school.name,
    facts.pupils,
    facts.bothParentsHigher,
    facts.singleParent,
    facts.lowIncome,
    facts.parentsUnemployed,
    facts.onRecord,
    facts.onPoliceRecord,
    facts.otherLanguage,
    facts.specialNeeds,
    facts.disabled,
    facts.goodHousing,
  ];
}

/** Counts of a social passport; harder conditions show in all of them. */
export function passportOf(world: World, school: WorldSchool, year: number) {
  const random = draw(world.seed, 'passport', school.index, year);
  const { pupils } = pupilsOf(world, school, year);
  const part = (share: number) =>
    Math.round(pupils * Math.min(0.95, Math.max(0, share * Math.exp(0.2 * random.normal()))));
  const { hardship } = school;
  return {
    pupils,
    bothParentsHigher: part(0.5 * (1 - hardship)),
    singleParent: part(0.15 + 0.2 * hardship),
    lowIncome: part(0.04 + 0.25 * hardship),
    parentsUnemployed: part(0.1 * hardship),
    onRecord: part(0.04 * hardship),
    onPoliceRecord: part(0.015 * hardship),
    otherLanguage: part(0.05 * random.next()),
    specialNeeds: school.type === 'коррекционная' ? pupils : part(0.05 + 0.05 * hardship),
    disabled: part(0.015),
    goodHousing: part(0.95 - 0.5 * hardship),
  };
}

/** Participation of the grades of a school in the school stage, by subject. */
export function olympiadOf(world: World, school: WorldSchool, year: number) {
  const random = draw(world.seed, 'olympiad', school.index, year);
  const rows: { grade: number; subject: 'РУ' | 'МА'; participants: number; winners: number; prizes: number }[] = [];
  for (let grade = Math.max(4, school.grades[0]); grade <= school.grades[1]; grade += 1) {
    const size = cohortSize(world, school, year - grade, grade);
    for (const subject of ['РУ', 'МА'] as const) {
      const share = 1 / (1 + Math.exp(1.2 - 0.9 * school.effect + 0.3 * random.normal()));
      const participants = Math.round(size * share);
      rows.push({
        grade,
        subject,
        participants,
        winners: Math.round(participants * 0.06),
        prizes: Math.round(participants * 0.15),
      });
    }
  }
  return rows;
}

const SUBJECT_NAMES = { РУ: 'Русский язык', МА: 'Математика' } as const;

export function olympiadSheets(world: World, year: number): SheetContent[] {
  return [
    {
      name: 'Школьный этап',
      async fill(sheet) {
        await sheet.row(['Логин', 'Школа', 'Класс', 'Предмет', 'Участников', 'Победителей', 'Призёров']);
        for (const school of world.schools) {
          if (!school.known) continue;
          for (const { grade, subject, participants, winners, prizes } of olympiadOf(world, school, year))
            await sheet.row([school.login, school.name, grade, SUBJECT_NAMES[subject], participants, winners, prizes]);
        }
      },
    },
  ];
}
