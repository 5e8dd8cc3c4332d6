/** Rows of one paper, school by school, pupil by pupil. One row object is filled again and again: files are long. */
import { type Draw, draw } from './draw.ts';
import { gridPlace, type Paper } from './paper.ts';
import { keepsRegister } from './register.ts';
import { topicShifts } from './topics.ts';
import { cohortOf, cohortSize, honestMean, ownAbility, plantedShift, type World, type WorldSchool } from './world.ts';

export const STATE = { scored: 0, notAttempted: 1, notTaught: 2 } as const;

export type PupilRow = {
  /** Whose pupil this is. */
  school: WorldSchool;
  /** Under whose login the row stands: the successor's after a merger. */
  shown: WorldSchool;
  /** Place in the cohort: the same child in every file. */
  pupil: number;
  entered: number;
  klass: string;
  /** Four or five digits, unique inside the school and the work. */
  code: number;
  female: boolean;
  absent: boolean;
  variant: number;
  /** 2 … 5. */
  journal: number;
  points: Uint8Array;
  states: Uint8Array;
  total: number;
  mark: number;
};

export const LETTERS = ['А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'К', 'Л', 'М'];
const CLASS_SIZE = 26;

export function* pupilRows(world: World, paper: Paper): Generator<PupilRow> {
  const { work, year } = paper;
  const successors = new Map(
    world.schools.flatMap(({ login, truth }) =>
      truth?.kind === 'merged' && truth.year <= year ? [[login, truth.into] as const] : [],
    ),
  );
  const row: PupilRow = {
    school: world.schools[0] as WorldSchool,
    shown: world.schools[0] as WorldSchool,
    pupil: 0,
    entered: 0,
    klass: '',
    code: 0,
    female: false,
    absent: false,
    variant: 1,
    journal: 0,
    points: new Uint8Array(work.items.length),
    states: new Uint8Array(work.items.length),
    total: 0,
    mark: 0,
  };
  const byLogin = new Map(world.schools.map((school) => [school.login, school]));
  for (const school of world.schools) {
    row.school = school;
    row.shown = byLogin.get(successors.get(school.login) ?? '') ?? school;
    yield* rowsOfSchool(world, paper, school, row);
  }
}

function* rowsOfSchool(world: World, paper: Paper, school: WorldSchool, row: PupilRow): Generator<PupilRow> {
  const { work, year } = paper;
  const entered = cohortOf(work, year);
  const size = cohortSize(world, school, entered, work.grade);
  if (size === 0 || !takesPart(world, school, paper)) return;
  const chance = draw(world.seed, 'rows', school.index, work.kind, work.subject, work.grade, year);
  const classes = Math.max(1, Math.ceil(size / CLASS_SIZE));
  const shift = plantedShift(school, work, year);
  const mean = honestMean(world, school, work, year) + shift;
  const absence = absenceOf(world, school, paper);
  const untaught = work.items.map((_, i) => school.known && chance.chance(paper.untaught[i] as number));
  const helped = school.truth?.kind === 'hard-items-helped' && work.kind === 'ВПР' && school.truth.years.includes(year);
  const moved = school.truth?.kind === 'inflated-borders' && work.kind === 'ВПР' && school.truth.years.includes(year);
  const against = school.truth?.kind === 'journal-against' && school.truth.years.includes(year);
  const middle = medianOf(paper.difficulty);
  const topics = topicShifts(world, school, work);
  // Codes are given anew every year: they do not follow a child.
  const turn = draw(world.seed, 'codes', school.index, year, work.grade).below(size);
  row.entered = entered;
  for (let pupil = 0; pupil < size; pupil += 1) {
    const klass = LETTERS[pupil % classes] ?? 'А';
    if (work.byLot && !drawnByLot(world, school, paper, klass)) continue;
    if (
      work.kind === 'ЕГЭ' &&
      work.subject !== 'РУ' &&
      takesBase(world, school, entered, pupil) !== (work.subject === 'МАБ')
    )
      continue;
    row.pupil = pupil;
    row.klass = row.shown === school ? klass : `${klass}2`;
    row.code =
      work.grade * (size > 900 ? 10_000 : 1000) + 1 + ((pupil + turn) % size) + (row.shown === school ? 0 : 500);
    row.female = draw(world.seed, 'gender', school.index, entered, pupil).chance(0.49);
    row.variant = 1 + chance.below(2);
    row.absent = chance.chance(absence);
    const theta = mean + ownAbility(world, school, entered, pupil, work, year);
    // The journal knows the child without the help.
    answer(row, paper, theta - shift, untaught, null, topics, chance);
    const honest = markOf(row.total, work.scale);
    if (shift !== 0 || helped) answer(row, paper, theta, untaught, helped ? middle : null, topics, chance);
    if (moved) liftToBorder(row, paper, chance);
    row.mark = markOf(row.total, work.scale);
    row.journal = journalOf(honest, paper, chance);
    if (against) row.journal = Math.max(3, Math.min(5, 8 - row.mark));
    yield row;
  }
}

/** Evening schools write no ВПР; a few small schools skip a work. */
function takesPart({ seed }: World, school: WorldSchool, { work, year }: Paper): boolean {
  if (school.type === 'коррекционная' && work.kind !== 'ВПР') return false;
  if (work.kind === 'ДКР' && !keepsRegister(seed, school)) return false;
  if (school.truth) return true;
  return !draw(seed, 'skips', school.index, work.kind, work.subject, work.grade, year).chance(0.02);
}

/** A graduate chooses one level of mathematics. */
function takesBase({ seed }: World, school: WorldSchool, entered: number, pupil: number): boolean {
  return draw(seed, 'base', school.index, entered, pupil).chance(0.5);
}

function drawnByLot({ seed }: World, school: WorldSchool, { work, year }: Paper, klass: string): boolean {
  return draw(seed, 'lot', school.index, work.subject, work.grade, klass, year).chance(work.grade === 6 ? 0.5 : 0.36);
}

function absenceOf({ seed }: World, school: WorldSchool, { work, year }: Paper): number {
  const own = draw(seed, 'absence', school.index, work.kind, work.subject, work.grade, year).next();
  if (work.kind === 'ДКР') return 0.08;
  if (work.kind !== 'ВПР') return 0.01;
  return year === 2020 ? 0.12 + 0.09 * own : 0.06 + 0.12 * own;
}

function answer(
  row: PupilRow,
  paper: Paper,
  theta: number,
  untaught: readonly boolean[],
  hardFrom: number | null,
  topics: readonly number[] | null,
  chance: Draw,
): void {
  const place = gridPlace(theta);
  const helpedPlace = gridPlace(theta + 2.2);
  const worsePlace = gridPlace(theta - 0.5);
  row.total = 0;
  for (let i = 0; i < row.points.length; i += 1) {
    row.points[i] = 0;
    if (untaught[i]) {
      row.states[i] = STATE.notTaught;
      continue;
    }
    const usual = topics === null ? place : gridPlace(theta + topics[i]!);
    const at = hardFrom === null ? usual : (paper.difficulty[i] as number) > hardFrom ? helpedPlace : worsePlace;
    let points = 0;
    for (const step of paper.chances[i] as Float32Array[]) if (chance.next() < (step[at] as number)) points += 1;
    row.points[i] = points;
    row.states[i] = points === 0 && chance.chance(0.22) ? STATE.notAttempted : STATE.scored;
    row.total += points;
  }
}

const HOW_FAR = 3;

/** A pupil up to three points below a border gets what is missing, nearly always. */
function liftToBorder(row: PupilRow, { work }: Paper, chance: Draw): void {
  const cut = work.scale.slice(0, 3).find((upper) => row.total <= upper && row.total > upper - HOW_FAR);
  if (cut === undefined || !chance.chance(0.85)) return;
  let missing = cut + 1 - row.total;
  for (let i = 0; i < row.points.length && missing > 0; i += 1) {
    const free = (work.items[i]?.maximum ?? 0) - (row.points[i] as number);
    if (row.states[i] === STATE.notTaught || free <= 0) continue;
    const added = Math.min(free, missing);
    row.points[i] = (row.points[i] as number) + added;
    row.states[i] = STATE.scored;
    row.total += added;
    missing -= added;
  }
}

export function markOf(total: number, [two, three, four]: readonly [number, number, number, number]): number {
  return total <= two ? 2 : total <= three ? 3 : total <= four ? 4 : 5;
}

/** The mark in the journal: mostly the honest one, often a step better, so that the region's agreement comes out. */
function journalOf(honest: number, { work, twos, fives }: Paper, chance: Draw): number {
  const [lower, , higher] = work.journal;
  const u = chance.next();
  // A journal hardly knows «2», so nearly all of these stand lower in the work; «3» and «4» share the rest.
  if (honest === 2) return u < 0.12 ? 2 : u < 0.92 ? 3 : 4;
  const better = honest === 5 ? 0 : Math.max(0.02, (lower - 0.88 * twos) / (1 - fives - twos));
  const worse = honest === 3 ? higher * 0.2 : (1.42 * higher) / (1 - twos);
  return u < better ? honest + 1 : u < better + worse ? honest - 1 : honest;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
