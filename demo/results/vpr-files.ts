/**
 * Files of ВПР in the three forms a region got them, with the dirt they really have: absent pupils as rows, several ways
 * to write «not attempted», numbers as text, hard spaces, marks that are none, values shifted by a column.
 */
import { SUBJECTS, type SubjectCode } from '#modules/assessments/index.ts';
import { type Draw, draw } from './draw.ts';
import type { Paper } from './paper.ts';
import { type PupilRow, pupilRows, STATE } from './pupils.ts';
import { type Cell, type SheetContent, type SheetWriter } from './sheet-writer.ts';
import type { World, WorldSchool } from './world.ts';

export type Tally = { rows: number; absent: number; below: number; lower: number; same: number; higher: number };
export type VprGeneration = 2020 | 2021 | 2022;

/** Spring rounds of 2020 and 2022 were moved to the autumn: the pupils were a grade above the paper. */
export const isAutumn = (year: number): boolean => year === 2020 || year === 2022;
export const generationOf = (year: number): VprGeneration => (year <= 2020 ? 2020 : year === 2021 ? 2021 : 2022);

const DATIVE: Partial<Record<SubjectCode, string>> = {
  РУ: 'русскому языку',
  МА: 'математике',
  ОМ: 'окружающему миру',
  ИС: 'истории',
  БИ: 'биологии',
  ГГ: 'географии',
  ОБ: 'обществознанию',
  ФИ: 'физике',
  ХИ: 'химии',
  АНГ: 'английскому языку',
};

export const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;

/** Folder and name as regions keep them; the folder is the grade of the paper. */
export function vprPath({ work, year }: Paper): string {
  if (generationOf(year) === 2021)
    return `ВПР ${year}/${work.grade}/Проведение работы по ${DATIVE[work.subject]}, ${work.grade} класс. ВПР ${year}.xlsx`;
  // One source came as text with semicolons.
  const extension = generationOf(year) === 2020 && work.grade === 5 && work.subject === 'ИС' ? 'csv' : 'xlsx';
  return `ВПР ${year}/${work.grade}/${capital(SUBJECTS[work.subject])}.${extension}`;
}

export function vprSheets(world: World, paper: Paper, tally: Tally): SheetContent[] {
  const fill = (write: (row: PupilRow, dirt: Draw) => Cell[], header: Cell[]) => async (sheet: SheetWriter) => {
    const dirt = draw(world.seed, 'dirt', paper.work.subject, paper.work.grade, paper.year);
    await sheet.row(header);
    for (const row of pupilRows(world, paper)) {
      count(tally, row);
      const cells = write(row, dirt);
      const pending = sheet.row(cells);
      if (pending) await pending;
      // The same pupil twice: a protocol uploaded again.
      if (dirt.chance(0.0003)) await sheet.row(cells);
    }
  };
  switch (generationOf(paper.year)) {
    case 2020:
      return [{ name: 'Sheet1', fill: fill(rowOf2020(paper), headerOf2020(paper)) }];
    case 2021:
      return [{ name: 'Sheet', fill: fill(rowOf2021(paper), headerOf2021(paper)) }];
    case 2022:
      return [
        { name: 'Классы', fill: (sheet) => fillClasses(world, paper, sheet) },
        { name: 'Протокол', fill: fill(rowOf2022(paper), headerOf2022(paper)) },
      ];
  }
}

function count(tally: Tally, row: PupilRow): void {
  tally.rows += 1;
  if (row.absent) {
    tally.absent += 1;
    return;
  }
  if (row.mark === 2) tally.below += 1;
  if (row.mark < row.journal) tally.lower += 1;
  else if (row.mark > row.journal) tally.higher += 1;
  else tally.same += 1;
}

const NOT_ATTEMPTED = ['X', 'X', 'X', 'Х', 'Х', 'х', 'x', ' Х', 'X ', 'H', '?', 'Ч'];
const BOOKS = ['Мерзляк А.Г.', 'Ладыженская Т.А.', 'Перышкин А.В.', 'Баранов М.Т.', 'Другое'];

function pointsCell(row: PupilRow, i: number, dirt: Draw): Cell {
  const points = row.points[i] as number;
  switch (row.states[i]) {
    case STATE.notTaught:
      return 'не пройд.';
    case STATE.notAttempted:
      return NOT_ATTEMPTED[dirt.below(NOT_ATTEMPTED.length)] as string;
    default:
  }
  const odd = dirt.next();
  if (odd < 0.004) return String(points);
  if (odd < 0.0055) return `${points}\u00a0`;
  if (odd < 0.006) return `\u00a0 ${points}`;
  if (odd < 0.00602) return -1;
  if (odd < 0.00604) return points + 40;
  return points;
}

/** Rarely the total is not the sum of the items. */
const totalCell = (row: PupilRow, dirt: Draw): number => (dirt.chance(0.001) ? row.total + 1 : row.total);

function journalCell(row: PupilRow, dirt: Draw): Cell {
  const odd = dirt.next();
  return odd < 0.015 ? 'нет отметки' : odd < 0.02 ? null : odd < 0.0205 ? 1 : row.journal;
}

function genderCell(row: PupilRow, dirt: Draw): Cell {
  const odd = dirt.next();
  if (odd < 0.003) return null;
  return odd < 0.05 ? (row.female ? 'Ж' : 'М') : row.female ? 'ж' : 'м';
}

/** A village with one class writes «нет»; some write the number too. */
function klassCell(row: PupilRow, grade: number, dirt: Draw): Cell {
  if (row.shown.settlement === 'село' && row.klass === 'А') return row.shown.index % 3 === 0 ? grade : 'нет';
  return dirt.chance(0.05)
    ? `${grade}${row.klass.toLowerCase()}`
    : row.shown.index % 4 === 0
      ? row.klass.toLowerCase()
      : row.klass;
}

/** Columns named a-1-grade … a-40-grade; the one after the last item was overwritten by the textbook. */
const PLACES_OF_2020 = 40;

function headerOf2020({ work }: Paper): Cell[] {
  const places = Array.from({ length: PLACES_OF_2020 }, (_, i) => `a-${i + 1}-grade`);
  places[work.items.length] = 'Учебник';
  return ['groups', 'user', 'id', 'code', 'otc', 'gender', 'klass', 'var-1', 'var-2', 'sum', ...places];
}

function rowOf2020({ work }: Paper) {
  const tags = new Map<WorldSchool, string>();
  return (row: PupilRow, dirt: Draw): Cell[] => {
    let groups = tags.get(row.shown);
    if (groups === undefined) {
      groups = groupTags(row.shown);
      tags.set(row.shown, groups);
    }
    const head: Cell[] = [groups, row.shown.login, row.shown.index * 10_000 + row.code, row.code];
    if (row.absent) return [...head, null, null, null, 'отсутствовал', null, null];
    const items = work.items.map((_, i) => pointsCell(row, i, dirt));
    const cells: Cell[] = [
      ...head,
      journalCell(row, dirt),
      genderCell(row, dirt),
      klassCell(row, work.grade + 1, dirt),
      row.variant,
      dirt.chance(0.3) ? row.variant : null,
      totalCell(row, dirt),
      ...items,
      BOOKS[row.shown.index % BOOKS.length] as string,
    ];
    return shifted(cells, dirt);
  };
}

/** A long list of the groups a login belongs to. */
function groupTags(school: WorldSchool): string {
  const groups = [
    'reg220000',
    school.municipality.code,
    `Тип: ${school.type}`,
    `Населённый пункт: ${school.settlement}`,
  ];
  for (let i = 0; groups.join(';').length < 1150; i += 1) groups.push(`Выборка ${2015 + (i % 6)} № ${100 + i * 7}`);
  return groups.join(';');
}

function headerOf2021({ work }: Paper): Cell[] {
  return [
    'логин школы',
    'регион',
    'номер обучающегося',
    'код обучающегося',
    'отметка за предыдущую четверть/триместр',
    'пол',
    'класс',
    'вариант',
    'всего баллов',
    ...work.items.map((_, i) => `балл за ${i + 1}`),
    'Учебник',
    'Др.уч. автор',
    'Др.уч. название',
    'Unnamed: 40',
  ];
}

function rowOf2021({ work }: Paper) {
  return (row: PupilRow, dirt: Draw): Cell[] => {
    // The column called «регион» holds the municipality.
    const head: Cell[] = [row.shown.login, row.shown.municipality.name, row.pupil + 1, row.code];
    if (row.absent) return [...head, null, null, null, 'отсутствовал', null];
    const other = dirt.chance(0.04);
    const cells: Cell[] = [
      ...head,
      journalCell(row, dirt),
      genderCell(row, dirt),
      klassCell(row, work.grade, dirt),
      dirt.chance(0.02) ? String(row.variant) : row.variant,
      totalCell(row, dirt),
      ...work.items.map((_, i) => pointsCell(row, i, dirt)),
      BOOKS[row.shown.index % BOOKS.length] as string,
      other ? 'Примеров П.П.' : null,
      other ? 'Вымышленный учебник' : null,
      dirt.chance(0.0005) ? '1' : null,
    ];
    return shifted(cells, dirt);
  };
}

/** Now and then the gender slipped into the class, or the mark into the gender. */
function shifted(cells: Cell[], dirt: Draw): Cell[] {
  if (!dirt.chance(0.0004)) return cells;
  const copy = [...cells];
  copy[6] = cells[5] ?? null;
  copy[5] = cells[4] ?? null;
  copy[4] = null;
  return copy;
}

const SCHOOL_COLUMNS = ['Пользователь', 'Код региона', 'Регион', 'Муниципалитет', 'Школа', 'Дата загрузки'];
const REGION = 'reg220000 | Приозёрская область (вымышленная)';

/** @param day of the upload, by school and work */
function schoolCells(school: WorldSchool, { year, work }: Paper): Cell[] {
  const login = school.login.replace('sch', 'edu');
  const random = draw('upload', school.index, work.subject, work.grade, year);
  const month = isAutumn(year) ? 10 : 4;
  const two = (n: number) => String(n).padStart(2, '0');
  return [
    login,
    22,
    REGION,
    `${school.municipality.code} | ${school.municipality.name}`,
    `${login} | ${school.name}`,
    `${two(1 + random.below(28))}.${two(month)}.${year} ${two(8 + random.below(12))}:${two(random.below(60))}:${two(random.below(60))}`,
  ];
}

async function fillClasses(world: World, paper: Paper, sheet: SheetWriter): Promise<void> {
  await sheet.row([
    ...SCHOOL_COLUMNS,
    'Буква (цифра) класса. Введите "нет" - если отсутствует',
    'Основной учебник по предмету',
    'Другое (автор учебника)',
    'Другое (название учебника)',
  ]);
  let last = '';
  for (const { shown, klass } of classesOf(world, paper)) {
    const key = `${shown.login}/${klass}`;
    if (key === last) continue;
    last = key;
    await sheet.row([
      ...schoolCells(shown, paper),
      shown.settlement === 'село' && klass === 'А' ? 'нет' : klass,
      BOOKS[shown.index % BOOKS.length] as string,
      null,
      null,
    ]);
  }
}

function classesOf(world: World, paper: Paper): { shown: WorldSchool; klass: string }[] {
  const found = new Map<string, { shown: WorldSchool; klass: string }>();
  for (const { shown, klass } of pupilRows(world, paper)) {
    const key = `${shown.login}/${klass}`;
    if (!found.has(key)) found.set(key, { shown, klass });
  }
  return [...found.values()];
}

function headerOf2022({ work }: Paper): Cell[] {
  return [
    ...SCHOOL_COLUMNS,
    'Код',
    'Вариант',
    ...work.items.map(({ name, maximum }) => `${name} (${maximum}б)`),
    'Наименование класса',
    'Пол',
    'Отметка за предыдущий триместр/ четверть/полугодие',
    'Итого баллов',
  ];
}

function rowOf2022(paper: Paper) {
  const { work, year } = paper;
  const grade = isAutumn(year) ? work.grade + 1 : work.grade;
  const heads = new Map<WorldSchool, Cell[]>();
  return (row: PupilRow, dirt: Draw): Cell[] => {
    let head = heads.get(row.shown);
    if (head === undefined) {
      head = schoolCells(row.shown, paper);
      heads.set(row.shown, head);
    }
    // Absent pupils have a total of 0 here: they look like a «2» unless they are left out.
    if (row.absent) return [...head, row.code, 'отсутствовал', ...work.items.map(() => null), null, null, null, 0];
    return [
      ...head,
      dirt.chance(0.02) ? String(row.code) : row.code,
      row.variant,
      ...work.items.map((_, i) => pointsCell(row, i, dirt)),
      klassCell(row, grade, dirt),
      genderCell(row, dirt),
      journalCell(row, dirt),
      totalCell(row, dirt),
    ];
  };
}
