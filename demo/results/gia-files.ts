/** Files of ОГЭ and ЕГЭ as a regional information system exports them. Names are made up so that nobody can be meant. */
import { SUBJECTS, type SubjectCode } from '#modules/assessments/index.ts';
import { draw } from './draw.ts';
import type { Paper } from './paper.ts';
import { type PupilRow, pupilRows, STATE } from './pupils.ts';
import type { Cell, SheetContent } from './sheet-writer.ts';
import type { World } from './world.ts';
import { capital, type Tally } from './vpr-files.ts';

const CODES: Partial<Record<SubjectCode, number>> = { РУ: 1, МА: 2, МАБ: 22 };
const MINIMUM: Partial<Record<SubjectCode, number>> = { РУ: 24, МА: 27, МАБ: 3 };
/** Items of geometry in ОГЭ mathematics: two points are needed for a «3». */
const GEOMETRY = new Set(['15', '16', '17', '18', '19', '23', '24', '25']);

export function giaPath({ work, year }: Paper): string {
  const grade = work.kind === 'ОГЭ' ? 9 : 11;
  return `ГИА-${grade} ${year}/${work.kind} ${SUBJECTS[work.subject]} ${year}.xlsx`;
}

export function giaSheets(world: World, paper: Paper, tally: Tally): SheetContent[] {
  const { work, year } = paper;
  const oge = work.kind === 'ОГЭ';
  return [
    {
      name: 'Результаты',
      async fill(sheet) {
        await sheet.row([
          'Код АТЕ',
          'Наименование АТЕ',
          'Код ОО',
          'Наименование ОО',
          'Класс',
          'Фамилия',
          'Имя',
          'Отчество',
          'Серия документа',
          'Номер документа',
          'Код предмета',
          'Предмет',
          'Дата экзамена',
          'ППЭ',
          'Аудитория',
          'Вариант',
          'Задания с кратким ответом',
          'Задания с развёрнутым ответом',
          'Первичный балл',
          oge ? 'Отметка' : 'Балл',
          'Минимальный балл',
          'Апелляция',
          'Статус',
        ]);
        for (const row of pupilRows(world, paper)) {
          if (!row.school.known || row.absent) continue;
          const result = resultOf(row, paper);
          tally.rows += 1;
          if (result.below) tally.below += 1;
          const code = oge ? row.shown.ogeCode : row.shown.egeCode;
          const person = personOf(world, row);
          const pending = sheet.row([
            Number(row.shown.municipality.code.slice(-3)),
            row.shown.municipality.name,
            code === null ? null : Number(code),
            row.shown.name,
            `${work.grade}${row.klass}`,
            ...person,
            CODES[work.subject] as number,
            capital(SUBJECTS[work.subject]),
            `${work.subject === 'РУ' ? '06' : '09'}.06.${year}`,
            1 + (row.shown.index % 60),
            1 + (row.pupil % 9),
            400 + (row.pupil % 20),
            shortAnswers(row, paper),
            longAnswers(row, paper),
            row.total,
            result.score,
            oge ? work.scale[0] + 1 : (MINIMUM[work.subject] as number),
            draw('appeal', row.school.index, row.pupil, year).chance(0.01) ? 'да' : 'нет',
            'действителен',
          ]);
          if (pending) await pending;
        }
      },
    },
  ];
}

export function resultOf(row: PupilRow, { work }: Paper): { score: number; below: boolean } {
  if (work.kind === 'ОГЭ') {
    const mark = ogeMark(row, work.subject, work.items);
    return { score: mark, below: mark === 2 };
  }
  if (work.subject === 'МАБ') return { score: row.mark, below: row.mark === 2 };
  const score = testScore(row.total, work.scale, MINIMUM[work.subject] as number);
  return { score, below: score < (MINIMUM[work.subject] as number) };
}

/** The mark has conditions besides the total: two points of geometry; literacy for «4» and «5» of Russian. */
function ogeMark(row: PupilRow, subject: SubjectCode, items: Paper['work']['items']): number {
  const sum = (own: (name: string) => boolean) =>
    items.reduce((total, { name }, i) => total + (own(name) ? (row.points[i] as number) : 0), 0);
  if (subject === 'МА') return row.mark > 2 && sum((name) => GEOMETRY.has(name)) < 2 ? 2 : row.mark;
  const literacy = sum((name) => name.startsWith('ГК'));
  if (row.mark === 5 && literacy < 6) return 4;
  return row.mark === 4 && literacy < 4 ? 3 : row.mark;
}

/** Straight lines through the minimum and the largest total; real tables bend, which no method here depends on. */
function testScore(total: number, [two, , , most]: Paper['work']['scale'], minimum: number): number {
  return total <= two
    ? Math.round((total / (two + 1)) * minimum)
    : Math.round(minimum + ((total - two - 1) / (most - two - 1)) * (100 - minimum));
}

function shortAnswers(row: PupilRow, { work }: Paper): string {
  return work.items
    .flatMap(({ maximum }, i) =>
      maximum > 1 ? [] : [row.points[i] ? '+' : row.states[i] === STATE.notAttempted ? '?' : '-'],
    )
    .join('');
}

function longAnswers(row: PupilRow, { work }: Paper): string {
  return work.items.flatMap(({ maximum }, i) => (maximum > 1 ? [`${row.points[i]}(${maximum})`] : [])).join('');
}

const SURNAMES = ['Примеров', 'Небывалов', 'Сказкин', 'Выдумкин', 'Образцов-Учебный', 'Тестов', 'Демонстраторов'];
const NAMES = ['Пример', 'Образец', 'Макет', 'Эскиз', 'Набросок', 'Черновик'];

/** The same child in ОГЭ and ЕГЭ has the same document. */
function personOf(world: World, { school, entered, pupil }: PupilRow): Cell[] {
  const random = draw(world.seed, 'person', school.index, entered, pupil);
  return [
    SURNAMES[random.below(SURNAMES.length)] as string,
    NAMES[random.below(NAMES.length)] as string,
    'Примерович',
    String(1000 + (entered % 100)).padStart(4, '0'),
    String(school.index * 1000 + pupil).padStart(6, '0'),
  ];
}
