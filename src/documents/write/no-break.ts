/**
 * What Russian typography keeps on one line: «25 мая», «2019 г.», «№ 5», «ст. 28», «Фамилия И. О.»,
 * «72 часа», a dash and the word before it. Only spaces become no-break spaces, so that a reader
 * that folds white space gets the same text back.
 */
import { monthGenitive, NO_BREAK_SPACE } from '#kernel/format.ts';

const MONTHS = Array.from({ length: 12 }, (_, index) => monthGenitive(index + 1)).join('|');

const DATES_AND_NUMBERS: readonly RegExp[] = [
  new RegExp(`(?<=(?<!\\d)\\d{1,2}) (?=(?:${MONTHS})(?![а-яё]))`, 'g'),
  /(?<=\d) (?=(?:г\.|гг\.|год|час|ч\.))/g,
  /(?<=№) (?=\d)/g,
];

const BINDINGS: readonly RegExp[] = [
  ...DATES_AND_NUMBERS,
  /(?<=(?:п\.|ст\.|ч\.)) (?=\d)/g,
  /(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)/g,
  /(?<=(?<![А-Яа-яЁё])[А-ЯЁ]\.) (?=[А-ЯЁ])/g,
  / (?=[–—] )/g,
];

export function keepTogether(text: string): string {
  return bound(text, BINDINGS);
}

/**
 * Dates and numbers only, for narrow columns of a PDF: a reader takes a line for the end of a paragraph where the
 * next word would still have fitted, and cannot see that «Л. Г. Фамилия» is one word here.
 */
export function keepNumbersTogether(text: string): string {
  return bound(text, DATES_AND_NUMBERS);
}

function bound(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((result, pattern) => result.replace(pattern, NO_BREAK_SPACE), text);
}

/** A longer word may break after its hyphen. */
const LONGEST_KEPT = 18;

const JOINED = /[^\s\u00A0]*(?:[\p{L}\d][-–/][\p{L}\d]|№№)[^\s\u00A0]*/gu;

/** Is the word, hyphens and all, to stay on one line: «2019-2020», «п/п», «учебно-методический»? */
export function isKeptWhole(word: string): boolean {
  return word.length <= LONGEST_KEPT;
}

/** Pieces of a text in order; those with `whole` are short words that a line break would cut at a hyphen or slash. */
export function pieces(text: string): { text: string; whole: boolean }[] {
  const found: { text: string; whole: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(JOINED)) {
    if (!isKeptWhole(match[0])) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), whole: false });
    found.push({ text: match[0], whole: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), whole: false });
  return found;
}
