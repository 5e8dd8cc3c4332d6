/**
 * The made-up region behind the files: schools with an ability of their own, cohorts that grow up through the years, and
 * the chance of every point. Rasch-like: an item worth m points is m independent steps with P = 1 ÷ (1 + e^(b − θ)); θ of
 * a pupil is the school's mean (school, subject, cohort, teacher, what is planted) plus the child's own.
 *
 * Sizes of cohorts follow a real region: 10, 15, 28, 68 and 110 pupils at the quantiles 10, 25, 50, 75, 90 %.
 */
import type { DemoOrganisation } from '../organisations.ts';
import { draw } from './draw.ts';
import { plantTruths, type Truth } from './truth.ts';
import type { Work } from './works.ts';

export type WorldSchool = {
  index: number;
  login: string;
  name: string;
  type: string;
  settlement: string;
  municipality: { code: string; name: string };
  ogeCode: string | null;
  egeCode: string | null;
  /** In the register; false for a login nobody knows. */
  known: boolean;
  /** Pupils in its largest cohort, about. */
  cohort: number;
  grades: readonly [number, number];
  effect: number;
  /** Share of pupils in hard social conditions. */
  hardship: number;
  truth: Truth | null;
};
export type World = { seed: number; years: number[]; schools: WorldSchool[] };

/** Of one pupil around the mean of the school: lasting ability, subject, year. */
const PUPIL_SD = { lasting: 0.8, subject: 0.5, year: 0.33 } as const;
export const WITHIN_SD = Math.hypot(PUPIL_SD.lasting, PUPIL_SD.subject, PUPIL_SD.year);

const SIZE_QUANTILES: readonly [number, number][] = [
  [0, 2],
  [0.1, 10],
  [0.25, 15],
  [0.5, 28],
  [0.75, 68],
  [0.9, 110],
  [1, 190],
];

const EFFECT_BY_TYPE: Record<string, number> = { гимназия: 0.8, лицей: 1, коррекционная: -2, вечерняя: -1.2 };
const GRADES_BY_TYPE: Record<string, readonly [number, number]> = {
  начальная: [1, 4],
  основная: [1, 9],
  вечерняя: [9, 11],
  коррекционная: [1, 9],
};

export function world(organisations: readonly DemoOrganisation[], years: number[], seed: number): World {
  const byId = new Map(organisations.map((one) => [one.id, one]));
  const municipalities = organisations.filter(({ kind }) => kind === 'municipality');
  const municipalityOf = (school: DemoOrganisation) => {
    const own = byId.get(school.parent_id ?? 0);
    const number = municipalities.findIndex(({ id }) => id === own?.id) + 1;
    return { code: `reg22_m${String(number).padStart(3, '0')}`, name: own?.short_name ?? '' };
  };
  const register = organisations.filter(({ kind }) => kind === 'school');
  const sizes = cohortSizes(register, seed);
  const schools = register.map((school, index): WorldSchool => {
    const random = draw(seed, 'school', index);
    const type = school.school_type ?? 'средняя';
    const village = school.settlement_type === 'село';
    const own = random.normal();
    return {
      index,
      login: school.fis_oko_login ?? `sch${220_000 + index}`,
      name: school.short_name,
      type,
      settlement: school.settlement_type ?? 'село',
      municipality: municipalityOf(school),
      ogeCode: school.oge_code,
      egeCode: school.ege_code,
      known: true,
      cohort: sizes[index] as number,
      grades: GRADES_BY_TYPE[type] ?? [1, 11],
      effect: (EFFECT_BY_TYPE[type] ?? 0) + (village ? -0.12 : 0.08) + 0.33 * own,
      hardship: Math.min(0.9, Math.max(0.02, 0.25 - 0.08 * own + 0.1 * random.normal() + (village ? 0.08 : 0))),
      truth: null,
    };
  });
  const truths = plantTruths(
    schools.map(({ login, type, municipality, cohort }) => ({ login, type, cohort, municipality: municipality.code })),
    years,
    seed,
  );
  for (const school of schools) {
    school.truth = truths.get(school.login) ?? null;
    if (school.truth?.kind === 'low') {
      school.effect = -1.45 + 0.15 * draw(seed, 'low', school.index).normal();
      school.hardship = Math.min(0.95, school.hardship + 0.2);
    } else if (school.truth) school.effect = quiet(school.effect, school.truth);
  }
  return { seed, years, schools: [...schools, ...unknownSchools(schools, seed)] };
}

/** What is planted must not drown in a school that is far out anyway. */
function quiet(effect: number, truth: Truth): number {
  if (truth.kind === 'honestly-strong') return Math.max(0.6, effect);
  return Math.max(-0.35, Math.min(0.35, effect));
}

/** Sizes at the quantiles of a real region; towns take the larger ones, by and large. */
function cohortSizes(schools: readonly DemoOrganisation[], seed: number): number[] {
  const order = schools
    .map((school, index) => {
      const weight = school.settlement_type === 'город' ? 2 : school.settlement_type === 'село' ? 0 : 0.9;
      return { index, key: weight + 0.9 * draw(seed, 'size', index).normal() };
    })
    .sort((a, b) => a.key - b.key);
  const sizes = schools.map(() => 0);
  order.forEach(({ index }, place) => {
    sizes[index] = Math.round(sizeAt((place + 0.5) / schools.length));
  });
  return sizes;
}

function sizeAt(quantile: number): number {
  const upper = SIZE_QUANTILES.findIndex(([q]) => q >= quantile);
  const [q1, size1] = SIZE_QUANTILES[Math.max(1, upper)] as [number, number];
  const [q0, size0] = SIZE_QUANTILES[Math.max(1, upper) - 1] as [number, number];
  return Math.exp(Math.log(size0) + ((quantile - q0) / (q1 - q0)) * Math.log(size1 / size0));
}

/** Logins that no register knows: closed branches, private schools, slips of the pen. */
function unknownSchools(schools: readonly WorldSchool[], seed: number): WorldSchool[] {
  const count = Math.max(1, Math.round(schools.length / 150));
  return Array.from({ length: count }, (_, i) => {
    const index = schools.length + i;
    const random = draw(seed, 'unknown', i);
    const neighbour = schools[random.below(schools.length)] as WorldSchool;
    return {
      ...neighbour,
      index,
      login: `sch${229_000 + i}`,
      name: `Филиал № ${i + 1} (${neighbour.name})`,
      type: 'основная',
      ogeCode: null,
      egeCode: null,
      known: false,
      cohort: 4 + random.below(12),
      grades: [1, 9],
      effect: 0.3 * random.normal(),
      truth: null,
    };
  });
}

/** The year in which the cohort entered grade 1: the same children in every file. */
export const cohortOf = (work: Work, year: number): number => year - work.grade;

export function cohortSize({ seed }: World, school: WorldSchool, entered: number, grade: number): number {
  if (grade < school.grades[0] || grade > school.grades[1]) return 0;
  const whole = Math.max(
    1,
    Math.round(school.cohort * 0.97 * Math.exp(0.12 * draw(seed, 'cohort', school.index, entered).normal())),
  );
  return grade === 11 ? Math.round(whole * 0.45) : whole;
}

/** Mean θ of the school in one work of one year, planted help left out. */
export function honestMean({ seed }: World, school: WorldSchool, work: Work, year: number): number {
  const entered = cohortOf(work, year);
  const subject = work.subject === 'МАБ' ? 'МА' : work.subject;
  return (
    school.effect +
    0.14 * draw(seed, 'subject', school.index, subject).normal() +
    0.12 * draw(seed, 'entered', school.index, entered).normal() +
    0.1 * draw(seed, 'teacher', school.index, subject, work.grade, Math.floor(year / 2)).normal() +
    (work.kind === 'ЕГЭ' ? 0.6 : 0)
  );
}

/** What is planted on top: help that all pupils of the school get in this work. */
export function plantedShift({ truth }: WorldSchool, work: Work, year: number): number {
  if (work.kind !== 'ВПР' || !truth) return 0;
  if (truth.kind === 'inflated-vpr' && truth.years.includes(year)) return 1.3;
  if (truth.kind === 'cohort-jump' && truth.year === year && truth.grade === work.grade) return 2.6;
  return 0;
}

/** θ of a pupil around the school's mean. */
export function ownAbility(
  { seed }: World,
  school: WorldSchool,
  entered: number,
  pupil: number,
  work: Work,
  year: number,
) {
  const lasting = draw(seed, 'pupil', school.index, entered, pupil);
  const subject = draw(seed, 'gift', school.index, entered, pupil, work.subject === 'МАБ' ? 'МА' : work.subject);
  const now = draw(seed, 'now', school.index, entered, pupil, work.subject, year);
  return PUPIL_SD.lasting * lasting.normal() + PUPIL_SD.subject * subject.normal() + PUPIL_SD.year * now.normal();
}
