/** Text → tokens. Spelling ends here: case, «ё», dashes, look-alike letters, missing spaces, Roman numerals. */
import { dictionaryForm, gluedWords, numeral } from './vocabulary.ts';

export type Token = {
  /** Where it stands in the text: names and events are cut out of it verbatim. */
  start: number;
  end: number;
} & (Word | Numeral | Mark);

/** `word` is the dictionary form, `form` the one that stands in the text, in small Russian letters. */
type Word = { is: 'word'; word: string; form: string };
type Mark = { is: 'mark'; mark: string };
/** `digits`: how many were written; a numeral in words or Roman letters counts as one. */
type Numeral = { is: 'number'; value: number; digits: number };

const PIECE =
  /(\d{1,2}[-‐‑–—−]?(?:ого|ому|ой|ом|го|му|ое|ая|ый|ий|ую|ти|ми|[еeяймюхx])(?!\p{L})|\d+)|([\p{L}\p{Nl}]+)|\S/giu;
const ROMAN = /^(?:[iіl]{1,3}|[iіl]?[vу])$/;
/** «1V квартал» */
const ROMAN_FOUR = /(?<![\d\p{L}])1(?=V(?!\p{L}))/giu;
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
  for (const match of text.replace(ROMAN_FOUR, 'I').matchAll(PIECE)) {
    const [piece, number, letters] = match;
    const reading =
      letters !== undefined ? readLetters(letters) : number !== undefined ? readDigits(number) : readMark(piece);
    const glued = reading.is === 'word' && letters !== undefined ? gluedWords(reading.form) : null;
    if (glued !== null) {
      const middle = match.index + glued[0].length;
      tokens.push({ start: match.index, end: middle, is: 'word', word: dictionaryForm(glued[0]), form: glued[0] });
      tokens.push({
        start: middle,
        end: match.index + piece.length,
        is: 'word',
        word: dictionaryForm(glued[1]),
        form: glued[1],
      });
      continue;
    }
    tokens.push({ start: match.index, end: match.index + piece.length, ...reading });
  }
  const unpaired = unpairedBrackets(tokens);
  return tokens.filter((token, index) => {
    if (token.is !== 'mark') return true;
    if (unpaired.has(token)) return false;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    return !isIdleDot(token.mark, before, after) && !isQuoteOfDay(token.mark, before, after);
  });
}

/** A bracket that was never closed, or never opened, is a slip. */
function unpairedBrackets(tokens: Token[]): Set<Token> {
  const unpaired = new Set<Token>();
  const open: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.is !== 'mark') continue;
    if (token.mark === '(') open.push(token);
    // «1) сентябрь»
    if (token.mark === ')' && open.pop() === undefined && tokens[index - 1]?.is !== 'number') unpaired.add(token);
  }
  for (const token of open) unpaired.add(token);
  return unpaired;
}

function readDigits(piece: string): Numeral {
  return { is: 'number', value: Number.parseInt(piece, 10), digits: piece.search(/\D|$/) };
}

function readMark(mark: string): Mark {
  return { is: 'mark', mark: DASH.test(mark) ? '-' : mark };
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
function isIdleDot(mark: string, before: Token | undefined, after: Token | undefined): boolean {
  if (mark !== '.') return false;
  return !(before?.is === 'number' && before.digits <= 2 && after !== undefined && after.is !== 'mark');
}

/** «15» мая */
function isQuoteOfDay(mark: string, before: Token | undefined, after: Token | undefined): boolean {
  if (!/["«»„“”]/.test(mark)) return false;
  return [before, after].some((neighbour) => neighbour?.is === 'number' && neighbour.digits <= 2);
}
