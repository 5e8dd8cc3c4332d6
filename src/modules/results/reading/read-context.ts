/** «Сбор контекстных данных об ОО»: size, place, staff, children with special needs. Persons and contacts are not taken. */
import type { DataBook } from '#documents/read-sheets.ts';
import type { ContextFile, ContextRecord } from '../contract.ts';
import type { IssueList } from './issue-list.ts';
import { onceEach, readSchoolTable, type SchoolColumn, type SchoolRow } from './school-table.ts';

type Key = keyof typeof HEADERS;

/** By the number of the question or by its words: forms of other years number otherwise. */
const HEADERS = {
  inn: /(?:^|[^а-я])инн(?![а-я])/i,
  ogeCode: /код.{0,40}огэ/i,
  egeCode: /код.{0,40}егэ/i,
  settlement: /^14(?![.\d]*\d)|тип населенного пункта|местонахождени|где расположена/i,
  population: /^15(?!\d)|численность населения|тыс.*(?:чел|жител)/i,
  transport: /^16(?!\d)|транспорт/i,
  adapted: /^17\.1|адаптированн/i,
  correctional: /^17\.2|отдельн.{0,20}коррекц|коррекционн.{0,10}школ/i,
  separateClasses: /^17\.[34]|отдельн.{0,20}класс/i,
  pupils: /^20(?!\d)|(?:общая )?численность обучающихся|всего обучающихся/i,
  cohort: /^21(?!\d)/i,
  cohortNeeds: /^22(?!\d)/i,
  nextCohort: /^23(?!\d)/i,
  nextCohortNeeds: /^24(?!\d)/i,
  teachers: /^25(?!\d)|(?:общая )?численность (?:учителей|педагог)/i,
  teachersOf5to9: /^26(?!\d)|учителей.{0,30}5.{0,3}9/i,
  teachersWithCategory: /^27(?!\d)|категори/i,
  language: /^18(?!\d)|язык.{0,20}обучен/i,
  advancedSubjects: /^19(?!\d)|углубл[её]нн/i,
  internetSpeed: /скорост.{0,30}интернет|интернет.{0,30}скорост/i,
  additionalEducation: /охват.{0,60}дополнительн/i,
  parentsAtEvents: /родител.{0,60}(?:посеща|мероприят)/i,
  parentsReadyToHelp: /родител.{0,60}готов/i,
  teacherCourses: /повышени.{0,10}квалификац/i,
  careerGuidance: /профориентац|профессиональн.{0,10}ориентац/i,
  uploaded: /^дата(?: загрузки| заполнения)?$/i,
} as const;

const COLUMNS: SchoolColumn<Key>[] = (Object.keys(HEADERS) as Key[]).map((key) => ({
  key,
  header: HEADERS[key],
  needed: key === 'pupils' || key === 'teachers',
}));

const SETTLEMENTS: [RegExp, NonNullable<ContextRecord['settlement']>][] = [
  [/^1(?!\d)/, 'capital'],
  [/^2(?!\d)/, 'city'],
  [/^3(?!\d)|пгт|поселок городского|рабочий поселок/i, 'town'],
  [/^4(?!\d)|сел[оа]|сельск|деревн|станиц|аул|хутор/i, 'village'],
  [/(?<!кроме )административн.{0,10}центр/i, 'capital'],
  [/город/i, 'city'],
];

/** Upper bounds of the population in thousands, as the form lists them. */
const POPULATION: [RegExp, number][] = [
  [/^(?:до|менее|<) ?1(?!\d)/i, 1],
  [/(?<!\d)1 ?(?:[-–—]|до) ?5(?!\d)/, 2],
  [/(?<!\d)5 ?(?:[-–—]|до) ?10(?!\d)/, 3],
  [/(?<!\d)10 ?(?:[-–—]|до) ?50(?!\d)/, 4],
  [/(?<!\d)50 ?(?:[-–—]|до) ?100(?!\d)/, 5],
  [/(?<!\d)100 ?(?:[-–—]|до) ?450(?!\d)/, 6],
  [/(?<!\d)450 ?(?:[-–—]|до) ?680(?!\d)/, 7],
  [/(?:свыше|более|>) ?680/i, 8],
];

export function readContext(book: DataBook, issues: IssueList): Omit<ContextFile, 'issues'> | null {
  for (const sheet of book.sheets) {
    const table = readSchoolTable(sheet, COLUMNS, issues);
    if (!table) continue;
    const rows = onceEach(table, ({ school }) => school.login, issues);
    return { format: 'context', records: rows.map(recordOf), counts: table.counts };
  }
  return null;
}

function recordOf(row: SchoolRow<Key>): ContextRecord {
  const year = /20\d\d/.exec(row.text('uploaded'))?.[0];
  const needs = [row.count('cohortNeeds'), row.count('nextCohortNeeds')];
  const cohorts = [row.count('cohort'), row.count('nextCohort')];
  const settlement = plain(row.text('settlement'));
  const population = plain(row.text('population')).replace(/\s*тыс.*$/, '');
  return {
    school: row.school,
    sourceRow: row.sourceRow,
    year: year ? Number(year) : null,
    inn: orNull(row.text('inn')),
    ogeCode: orNull(row.text('ogeCode')),
    egeCode: orNull(row.text('egeCode')),
    settlement: SETTLEMENTS.find(([pattern]) => pattern.test(settlement))?.[1] ?? null,
    populationBand: POPULATION.find(([pattern]) => pattern.test(population))?.[1] ?? null,
    transport: orNull(row.text('transport')),
    language: orNull(row.text('language')),
    advancedSubjects: orNull(row.text('advancedSubjects')),
    adaptedProgrammes: yes(row.text('adapted')),
    correctional: yes(row.text('correctional')),
    separateClasses: yes(row.text('separateClasses')),
    pupils: row.count('pupils'),
    surveyedPupils: sumOf(cohorts),
    surveyedWithNeeds: sumOf(needs),
    teachers: row.count('teachers'),
    teachersOf5to9: row.count('teachersOf5to9'),
    teachersWithCategory: row.count('teachersWithCategory'),
    internetSpeed: orNull(row.text('internetSpeed')),
    additionalEducation: orNull(row.text('additionalEducation')),
    parentsAtEvents: orNull(row.text('parentsAtEvents')),
    parentsReadyToHelp: orNull(row.text('parentsReadyToHelp')),
    teacherCourses: orNull(row.text('teacherCourses')),
    careerGuidance: orNull(row.text('careerGuidance')),
  };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

function orNull(text: string): string | null {
  return text === '' || /^(?:нет|-|—|0)$/i.test(text) ? null : text;
}

function yes(text: string): boolean | null {
  if (/^(?:да|1|есть|имеется|\+)/i.test(text)) return true;
  return /^(?:нет|0|не |отсутств|-)/i.test(text) ? false : null;
}

function sumOf(counts: (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
