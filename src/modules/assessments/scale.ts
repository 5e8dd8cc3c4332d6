/** From points to marks: bounds of marks as versioned data, with conditions on parts of the work. */
import type { Issue } from '#kernel/issue.ts';
import { type Procedure, procedureTitle } from './procedure.ts';

/** How sure a fact is: an official text, a published account of it, or what people of the field remember. */
export type Certainty = 'official' | 'published' | 'remembered';

/** A mark needs points of one part of the work, e.g. of geometry. */
export type SubScore = {
  name: string;
  /** Items of the part, named as in result files. */
  items: string[];
  /** Marks that need it. */
  marks: number[];
  least: number;
  /** The mark where it is missed. */
  otherwise: number;
};

export type Scale = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'> & {
  /** A region that set its own; null for the recommended or federal one. */
  region: string | null;
  /** Of what the bounds are: primary points, or the score on the 100-point scale of ЕГЭ. */
  unit: 'points' | 'score';
  /** Largest possible; null where the source does not say it. */
  maximum: number | null;
  /** Least for «3» (ЕГЭ: the minimum), «4», «5»; null where the source does not say it or there is no such mark. */
  least: { three: number; four: number | null; five: number | null };
  conditions: SubScore[];
  source: string;
  certainty: Certainty;
};

export type PupilPoints = {
  /** In the unit of the scale. */
  total: number;
  /** Points of an item; null where the file does not give them. */
  pointsOf?: (item: string) => number | null;
};

/**
 * Mark 2…5. Null where it cannot be said: no total, a bound the source does not give, or a condition on a part whose
 * points are not there.
 */
export function markOf(scale: Scale, { total, pointsOf }: PupilPoints): number | null {
  const mark = markByTotal(scale, total);
  if (mark === null) return null;
  for (const condition of scale.conditions) {
    if (!condition.marks.includes(mark)) continue;
    const met = isMet(condition, pointsOf);
    if (met === null) return null;
    if (!met) return condition.otherwise;
  }
  return mark;
}

/** Mark by the total alone, before conditions. */
export function markByTotal({ least }: Scale, total: number): number | null {
  if (Number.isNaN(total)) return null;
  if (total < least.three) return 2;
  if (least.four === null) return null;
  if (total < least.four) return 3;
  if (least.five === null) return null;
  return total < least.five ? 4 : 5;
}

/** Below the threshold: mark «2», below the minimum. Known also where higher marks are not. */
export function isBelow(scale: Scale, points: PupilPoints): boolean | null {
  if (Number.isNaN(points.total)) return null;
  if (points.total < scale.least.three) return true;
  for (const condition of scale.conditions) {
    if (condition.otherwise !== 2) continue;
    const met = isMet(condition, points.pointsOf);
    if (met !== true) return met === null ? null : true;
  }
  return false;
}

function isMet({ items, least }: SubScore, pointsOf: PupilPoints['pointsOf']): boolean | null {
  let sum = 0;
  for (const item of items) {
    const points = pointsOf?.(item) ?? null;
    if (points === null) return null;
    sum += points;
  }
  return sum >= least;
}

export type ScaleChoice = { scale: Scale | null; issue: Issue | null };

/**
 * The scale of the procedure: of the region before the recommended one, of its own year; else of the nearest earlier
 * year with the same maximum, else of the nearest later one. A borrowed scale and a missing one are issues.
 */
export function scaleFor(
  procedure: Procedure,
  scales: readonly Scale[],
  { region = null, maximum = null }: { region?: string | null; maximum?: number | null } = {},
): ScaleChoice {
  const fitting = scales.filter(
    (scale) =>
      scale.kind === procedure.kind &&
      scale.subject === procedure.subject &&
      scale.paperGrade === procedure.paperGrade &&
      (scale.region === null || scale.region === region),
  );
  const own = preferred(fitting.filter(({ year }) => year === procedure.year));
  const fits = (scale: Scale) => maximum === null || scale.maximum === null || scale.maximum === maximum;
  if (own) return { scale: own, issue: fits(own) ? null : wrongMaximum(procedure, own, maximum!) };
  const same = fitting.filter(fits);
  const earlier = same.filter(({ year }) => year < procedure.year).map(({ year }) => year);
  const later = same.filter(({ year }) => year > procedure.year).map(({ year }) => year);
  const year = earlier.length > 0 ? Math.max(...earlier) : later.length > 0 ? Math.min(...later) : null;
  const borrowed = preferred(same.filter((scale) => scale.year === year));
  return borrowed
    ? { scale: borrowed, issue: borrowing(procedure, borrowed) }
    : { scale: null, issue: missing(procedure) };
}

function preferred(scales: readonly Scale[]): Scale | null {
  return scales.find(({ region }) => region !== null) ?? scales[0] ?? null;
}

const ENTER = 'Внесите шкалу этого года в справочник шкал, если она другая.';

function borrowing(procedure: Procedure, { year }: Scale): Issue {
  const text = `Шкалы отметок ${procedure.year} года нет, взята шкала ${year} года.`;
  return { severity: 'warning', code: 'scale-borrowed', where: procedureTitle(procedure), text, advice: ENTER };
}

function missing(procedure: Procedure): Issue {
  return {
    severity: 'warning',
    code: 'scale-missing',
    where: procedureTitle(procedure),
    text: 'Шкалы отметок нет: доля ниже порога не считается, баллы учтены.',
    advice: 'Внесите шкалу в справочник шкал.',
  };
}

function wrongMaximum(procedure: Procedure, scale: Scale, maximum: number): Issue {
  return {
    severity: 'warning',
    code: 'scale-maximum-differs',
    where: procedureTitle(procedure),
    text: `По файлу за работу можно получить ${maximum}, а по шкале ${scale.maximum}.`,
    advice: 'Проверьте, той ли работы файл и верна ли шкала.',
  };
}
