/** Days as documents write them: «29.04.2021», «25 июля 2016 г.», «01» сентября 2019 года. */
import { dateExists, type IsoDate, isoDate } from '#kernel/dates.ts';

const MONTHS = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'ма',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр',
];
const NUMERIC = /(?<!\d)(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4}|\d{2})(?!\d)/;
const IN_WORDS =
  /[«"“„]?\s?(\d{1,2})\s?[»"”“]?\s+(январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]*\s+(\d{4})/i;

export type WrittenDate = { date: IsoDate; start: number; end: number };

export function findDate(text: string): WrittenDate | null {
  const numeric = NUMERIC.exec(text);
  const inWords = IN_WORDS.exec(text);
  const found = numeric && (!inWords || numeric.index < inWords.index) ? numeric : inWords;
  if (found === null) return null;
  const day = Number(found[1]);
  const month = found === numeric ? Number(found[2]) : MONTHS.indexOf((found[2] as string).toLowerCase()) + 1;
  const year = fullYear(found[3] as string);
  if (!dateExists(year, month, day)) return null;
  return { date: isoDate(year, month, day), start: found.index, end: found.index + found[0].length };
}

export function fullYear(digits: string): number {
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}
