/** Text → tokens. Spelling ends here: case, «ё», dashes, look-alike letters, missing spaces, Roman numerals. */
import { dictionaryForm, numeral } from './vocabulary.ts';

export type Token = {
  /** Where it stands in the text: names and events are cut out of it verbatim. */
  start: number;
  end: number;
} & (Word | Numeral | { is: 'mark'; mark: string });

/** `word` is the dictionary form, `form` the one that stands in the text, in small Russian letters. */
type Word = { is: 'word'; word: string; form: string };
/** `digits`: how many were written; a numeral in words or Roman letters counts as one. */
type Numeral = { is: 'number'; value: number; digits: number };

const PIECE =
  /(?<ordinal>\d{1,2}[-‐‑–—−]?(?:ого|ому|ой|ом|го|му|ое|ая|ый|ий|ую|ти|ми|[еeяймюхx])(?!\p{L}))|(?<digits>\d+)|(?<letters>[\p{L}\p{Nl}]+)|(?<mark>\S)/giu;
const ROMAN = /^(?:[iіl]{1,3}|[iіl]?[vу])$/;
const DASH = /^[-‐‑‒–—―−]$/;

/** Latin letters (and look-alikes of other alphabets) in place of Russian ones. */
const LOOK_ALIKE: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  k: 'к',
  m: 'м',
  t: 'т',
  b: 'в',
  h: 'н',
  i: 'и',
};

/** One space for any run of white space; this is the text that a deadline keeps. */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/[\s\u00A0\u202F]+/g, ' ')
    .trim();
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PIECE)) {
    const piece = match[0];
    const place = { start: match.index, end: match.index + piece.length };
    if (match.groups?.letters !== undefined) tokens.push({ ...place, ...readLetters(piece) });
    else if (match.groups?.mark !== undefined)
      tokens.push({ ...place, is: 'mark', mark: DASH.test(piece) ? '-' : piece });
    else
      tokens.push({
        ...place,
        is: 'number',
        value: Number.parseInt(piece, 10),
        digits: /^\d+/.exec(piece)?.[0].length ?? 0,
      });
  }
  return tokens.filter((token, index) => {
    const around: [Token | undefined, Token | undefined] = [tokens[index - 1], tokens[index + 1]];
    return !isIdleDot(token, ...around) && !isQuoteOfDay(token, ...around);
  });
}

function readLetters(letters: string): Word | Numeral {
  const plain = letters.normalize('NFKC').toLowerCase();
  if (ROMAN.test(plain) && !/^у$/.test(plain)) return { is: 'number', value: romanValue(plain), digits: 1 };
  const form = asRussian(plain).replaceAll('ё', 'е');
  const value = numeral(form);
  return value === null ? { is: 'word', word: dictionaryForm(form), form } : { is: 'number', value, digits: 1 };
}

function romanValue(roman: string): number {
  const ones = roman.replace(/[vу]$/, '').length;
  return /[vу]$/.test(roman) ? 5 - ones : ones;
}

/** A word that holds a letter no Russian look-alike replaces is left in its own alphabet. */
function asRussian(word: string): string {
  if (!/[a-z]/.test(word)) return word;
  const russian = word.replace(/[a-z]/g, (letter) => LOOK_ALIKE[letter] ?? letter);
  return /[a-z]/.test(russian) ? word : russian;
}

/**
 * A dot means something inside «01.10.2024» and after the number of a list item («1. сентябрь» is no day of September);
 * elsewhere it ends an abbreviation or a sentence.
 */
function isIdleDot(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (token.is !== 'mark' || token.mark !== '.') return false;
  return !(before?.is === 'number' && before.digits <= 2 && after !== undefined && after.is !== 'mark');
}

/** «15» мая */
function isQuoteOfDay(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (token.is !== 'mark' || !/["«»„“”]/.test(token.mark)) return false;
  return [before, after].some((neighbour) => neighbour?.is === 'number' && neighbour.digits <= 2);
}
