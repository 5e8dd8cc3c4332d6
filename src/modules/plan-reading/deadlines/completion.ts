/**
 * Fills what the text leaves to its neighbours: «1-2 кварталы 2025», «25.11 - 10.12.2019»,
 * «сентябрь, декабрь 2024, май 2025», «2024 год (сентябрь, декабрь)».
 */
import { dateExists } from '#kernel/dates.ts';
import { placeInYear } from './extent.ts';
import type { Point, RawSpan, Years } from './syntax.ts';

/** Every point whole, all of them with a year or none; null where the text does not say enough. */
export function completeSpans(spans: RawSpan[]): RawSpan[] | null {
  const named = nameNumbers(spans);
  const placed = named === null ? null : applyYearItems(named);
  return placed === null ? null : borrowYears(placed);
}

/** A bare number is of the same sort as the point to its right. */
function nameNumbers(spans: RawSpan[]): RawSpan[] | null {
  let right: Point | null = null;
  let failed = false;
  const named = mapFromRight(spans, (point) => {
    right = point.unit === 'number' ? sameSort(point.n, right) : point;
    failed ||= right === null;
    return right ?? point;
  });
  return failed ? null : named;
}

function sameSort(n: number, right: Point | null): Point | null {
  switch (right?.unit) {
    case 'day':
      return dateExists(right.year === null ? 2024 : yearOf(right.year, right.month), right.month, n)
        ? { ...right, day: n }
        : null;
    case 'quarter':
      return n <= 4 ? { ...right, n } : null;
    case 'decade':
      return n <= 3 ? { ...right, n } : null;
    case 'week':
      return n <= 4 ? { ...right, n } : null;
    case 'half':
    case 'half-year':
      return n <= 2 ? { ...right, n } : null;
    default:
      return null;
  }
}

/** A year beside months without a year is theirs: «2024 год: май», «май, 2024 год». */
function applyYearItems(spans: RawSpan[]): RawSpan[] | null {
  const result: RawSpan[] = [];
  let index = 0;
  while (index < spans.length) {
    const span = spans[index];
    if (span === undefined) break;
    const year = loneYear(span);
    const after = runOfYearless(spans, index + 1);
    if (year === null) {
      if (isYearSpan(span) && (after > 0 || isYearless(result.at(-1)))) return null;
      result.push(span);
      index += 1;
      continue;
    }
    if (after > 0) {
      if (isYearSpan(result.at(-1))) return null;
      for (const next of spans.slice(index + 1, index + 1 + after)) result.push(withYear(next, year));
      index += 1 + after;
      continue;
    }
    let before = result.length;
    while (before > 0 && isYearless(result[before - 1])) before -= 1;
    if (before === result.length) result.push(span);
    for (let place = before; place < result.length; place += 1) {
      const yearless = result[place];
      if (yearless !== undefined && isYearless(yearless)) result[place] = withYear(yearless, year);
    }
    index += 1;
  }
  return result;
}

function borrowYears(spans: RawSpan[]): RawSpan[] {
  let right: Point | null = null;
  const fromRight = mapFromRight(spans, (point) => {
    const whole = yearsOf(point) === null && right !== null ? withBorrowed(point, right, 'before') : point;
    right = whole;
    return whole;
  });
  let left: Point | null = null;
  const reversed = mapFromRight(mirror(fromRight), (point) => {
    const whole = yearsOf(point) === null && left !== null ? withBorrowed(point, left, 'after') : point;
    left = whole;
    return whole;
  });
  return mirror(reversed);
}

/** «ноябрь – февраль 2025»: the nearest November before that February. */
function withBorrowed(point: Point, neighbour: Point, side: 'before' | 'after'): Point {
  const years = yearsOf(neighbour);
  if (years === null || years.first !== years.last) return point;
  if (years.school) return setYear(point, years);
  const here = placeInYear(point);
  const there = placeInYear(neighbour);
  const shift = side === 'before' ? (here > there ? -1 : 0) : here < there ? 1 : 0;
  return setYear(point, { first: years.first + shift, last: years.first + shift, school: false });
}

function mapFromRight(spans: RawSpan[], change: (point: Point) => Point): RawSpan[] {
  return spans
    .toReversed()
    .map((span) => {
      const single = span.from === span.to;
      const to = span.to === null ? null : change(span.to);
      if (single) return { ...span, from: to, to };
      return { ...span, from: span.from === null ? null : change(span.from), to };
    })
    .toReversed();
}

/** The list read from the other side. */
function mirror(spans: RawSpan[]): RawSpan[] {
  return spans.toReversed().map((span) => ({ ...span, from: span.to, to: span.from }));
}

function yearsOf(point: Point): Years | null {
  if (point.unit === 'number') return null;
  return point.unit === 'edge' ? yearsOf(point.of) : point.year;
}

function setYear(point: Point, year: Years): Point {
  if (point.unit === 'number' || point.unit === 'year') return point;
  if (point.unit === 'edge') return { ...point, of: setYear(point.of, year) };
  return { ...point, year };
}

function withYear(span: RawSpan, year: Years): RawSpan {
  const to = span.to === null ? null : setYear(span.to, year);
  if (span.from === span.to) return { ...span, from: to, to };
  return { ...span, from: span.from === null ? null : setYear(span.from, year), to };
}

function loneYear(span: RawSpan): Years | null {
  const point = span.from;
  return point !== null && point === span.to && point.unit === 'year' && point.year.first === point.year.last
    ? point.year
    : null;
}

function isYearSpan(span: RawSpan | undefined): boolean {
  return span !== undefined && (span.from?.unit === 'year' || span.to?.unit === 'year');
}

function isYearless(span: RawSpan | undefined): boolean {
  return span !== undefined && [span.from, span.to].every((point) => point === null || yearsOf(point) === null);
}

function runOfYearless(spans: RawSpan[], start: number): number {
  let end = start;
  while (end < spans.length && isYearless(spans[end])) end += 1;
  return end - start;
}

function yearOf(year: Years, month: number): number {
  return year.first + (year.school && month < 9 ? 1 : 0);
}
