/** The period that a plan covers, as its title states it. */
import type { Period } from '#kernel/dates.ts';
import { isoDate } from '#kernel/dates.ts';
import { parseDeadline } from '../deadlines/index.ts';
import { fullYear } from './written-date.ts';

const SCHOOL_YEAR =
  /(?<!\d)(20\d\d)\s?[-–—/\\]\s?((?:20)?\d\d)(?!\d)\s*(?:-?\s?г{1,2}\.\s*)?(?:уч(?:ебн[а-яё]+)?[.\s]*(?:г(?:од[а-яё]*)?\.?)|у\.\s?г\.)/i;
const YEARS = /(?<!\d)(20\d\d)\s?(?:[-–—]|г{0,2}\.?\s?(?:по|и|до))\s?(20\d\d)(?!\d)/;
/** As budgets say it: «на 2023 год и плановый период 2024 и 2025 годов». */
const PLANNED = /(20\d\d)\s*г[а-яё.]*\s+и\s+(?:на\s+)?плановый\s+период\s+20\d\d\s*(?:и|по|[-–—])\s*(20\d\d)/i;
/** «2024, 2025 годы», «2023/2024, 2024/2025 учебные годы» */
const LISTED =
  /(20\d\d(?:\s?[-–/]\s?20\d\d)?(?:(?:\s?,|\s+и)\s*20\d\d(?:\s?[-–/]\s?20\d\d)?)+)\s*(уч[а-яё.]*\s*)?(?:г{1,2}\.|год)/i;
/** «учебный год 2024-2025» */
const SCHOOL_YEAR_REVERSED = /учебн[а-яё]+\s+год[а-яё]*\s+(20\d\d)\s?[-–/]\s?((?:20)?\d\d)(?!\d)/i;
const UNTIL = /(?:период|срок)?\s*до\s+(20\d\d)\s*г/i;
const ONE_YEAR = /(?<![\d.])(20\d\d)(?!\d|\s?[-–/]\s?\d)\s*(?:календарн[а-яё]+\s+)?г(?:од[а-яё]*|\.)?/i;
const LONE_YEAR_AT_END = /(?:на|в)\s+(20\d\d)\s*$/i;
const WORDS_AROUND =
  /(?:(?<!состоянию\s)(?:на|в|за|с)\s+|\()((?:период\s+)?(?:с\s+)?(?:(?:[IVX\d]+(?:-?[её]е)?|перв[а-яё]+|втор[а-яё]+|треть[а-яё]+|четв[её]рт[а-яё]+)\s+(?:квартал|полугоди|триместр|четверт)|\d{1,2}[.\s]|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр).*)$/i;

const STATED = /^(?:сроки?|период)\s+(?:реализации|действия|исполнения)[^:]{0,60}:\s*/i;

/** A line of its own, «Срок реализации: 2024–2025 годы», where the title states no period. */
export function readStatedPeriod(lines: readonly string[]): { period: Period; used: number[] } | null {
  const at = lines.findIndex((line) => STATED.test(line));
  if (at < 0) return null;
  const own = (lines[at] as string).replace(STATED, '');
  const text = own === '' ? (lines[at + 1] ?? '') : own;
  const { from, to } = parseDeadline(text.replace(/[.;]$/, ''));
  const period = from !== null && to !== null ? { from, to } : readPeriod(text, null);
  return period === null ? null : { period, used: own === '' ? [at, at + 1] : [at] };
}

/** `approvedOn` gives the start to «на период до 2025 года». */
export function readPeriod(title: string | null, approvedOn: string | null): Period | null {
  if (title === null) return null;
  const detailed = WORDS_AROUND.exec(title);
  if (detailed) {
    const words = (detailed[1] as string).replace(/^период\s+/i, '');
    const upToYear = /^.*?20\d\d(?:\s*(?:г\.?|год[а-яё]*)(?![а-яё]))?/i.exec(words)?.[0] ?? words;
    for (const text of [words, upToYear]) {
      const { from, to } = parseDeadline(text);
      if (from !== null && to !== null) return { from, to };
      const unbracketed = parseDeadline(text.replace(/\)[\s.]*$/, ''));
      if (unbracketed.from !== null && unbracketed.to !== null) return { from: unbracketed.from, to: unbracketed.to };
    }
  }
  const planned = PLANNED.exec(title);
  if (planned) return { from: isoDate(Number(planned[1]), 1, 1), to: isoDate(Number(planned[2]), 12, 31) };
  const listed = LISTED.exec(title);
  if (listed) {
    const stated = [...(listed[1] as string).matchAll(/20\d\d/g)].map(([year]) => Number(year));
    const [first, last] = [Math.min(...stated), Math.max(...stated)];
    if (listed[2] !== undefined) return { from: isoDate(first, 9, 1), to: isoDate(last, 8, 31) };
    return { from: isoDate(first, 1, 1), to: isoDate(last, 12, 31) };
  }
  const reversed = SCHOOL_YEAR_REVERSED.exec(title);
  if (reversed)
    return { from: isoDate(Number(reversed[1]), 9, 1), to: isoDate(fullYear(reversed[2] as string), 8, 31) };
  const school = SCHOOL_YEAR.exec(title);
  if (school) {
    const first = Number(school[1]);
    return { from: isoDate(first, 9, 1), to: isoDate(fullYear(school[2] as string), 8, 31) };
  }
  const years = YEARS.exec(title);
  if (years && Number(years[1]) <= Number(years[2]))
    return { from: isoDate(Number(years[1]), 1, 1), to: isoDate(Number(years[2]), 12, 31) };
  const until = UNTIL.exec(title);
  if (until) return approvedOn === null ? null : { from: approvedOn, to: isoDate(Number(until[1]), 12, 31) };
  const year = ONE_YEAR.exec(title) ?? LONE_YEAR_AT_END.exec(title);
  return year ? { from: isoDate(Number(year[1]), 1, 1), to: isoDate(Number(year[1]), 12, 31) } : null;
}
