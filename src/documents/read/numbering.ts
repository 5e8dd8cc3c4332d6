/** Automatic list numbers as they are printed: formats, and the counters of multi-level lists. */
import { symbolText } from './symbols.ts';

export type NumberFormat =
  | 'decimal'
  | 'decimalZero'
  | 'lowerLetter'
  | 'upperLetter'
  | 'lowerRoman'
  | 'upperRoman'
  | 'russianLower'
  | 'russianUpper'
  | 'bullet'
  | 'none';

export type NumberLevel = {
  start: number;
  format: NumberFormat;
  /** The pattern of the printed number, `%1`…`%9` standing for the counters: `%1.%2.` */
  text: string;
  /** Restart after a paragraph of this level or higher (0 = never); null = after any higher level. */
  restartAfter: number | null;
  /** All counters in Arabic numerals, whatever their own format. */
  legal: boolean;
};

export type NumberedList = {
  key: string;
  /** Lists with the same counter key go on counting from each other. */
  counterKey: string;
  levels: NumberLevel[];
  /** Levels that this list begins anew, with their first number. */
  restarts: Map<number, number>;
};

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
/** Word counts with these: without ё, й, ъ, ь. */
const RUSSIAN = 'абвгдежзиклмнопрстуфхцчшщыэюя';
const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const LARGEST_ROMAN = 4999;
const BULLET = '•';
/** Bullets of other shapes, and the letters that stand for them in dingbat fonts. */
const BULLET_LIKE = /^[o·§Øvq●○■▪‣◦]$/;
const PRIVATE_USE = /^[\ue000-\uf8ff]$/;

export function formatNumber(value: number, format: NumberFormat): string {
  switch (format) {
    case 'decimal':
      return String(value);
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'lowerLetter':
      return repeatedLetter(value, LATIN);
    case 'upperLetter':
      return repeatedLetter(value, LATIN).toUpperCase();
    case 'russianLower':
      return repeatedLetter(value, RUSSIAN);
    case 'russianUpper':
      return repeatedLetter(value, RUSSIAN).toUpperCase();
    case 'lowerRoman':
      return roman(value);
    case 'upperRoman':
      return roman(value).toUpperCase();
    case 'bullet':
    case 'none':
      return '';
  }
}

/** a … z, aa, bb, … as word processors count. */
function repeatedLetter(value: number, alphabet: string): string {
  if (value < 1) return String(value);
  const times = Math.min(1 + Math.floor((value - 1) / alphabet.length), 9);
  return alphabet[(value - 1) % alphabet.length]!.repeat(times);
}

function roman(value: number): string {
  if (value < 1 || value > LARGEST_ROMAN) return String(value);
  let rest = value;
  let result = '';
  for (const [size, letters] of ROMAN) {
    while (rest >= size) {
      result += letters;
      rest -= size;
    }
  }
  return result;
}

/** A dash stays a dash; every dot, square and arrow of the dingbat fonts is «•». */
export function bulletText(text: string): string {
  const trimmed = text.trim();
  const sign = PRIVATE_USE.test(trimmed) ? symbolText(trimmed.charCodeAt(0).toString(16), '') : trimmed;
  return sign === '' || BULLET_LIKE.test(sign) ? BULLET : sign;
}

export class ListCounters {
  readonly #counters = new Map<string, (number | undefined)[]>();
  readonly #restarted = new Set<string>();

  /** Counts one paragraph of the list and gives its printed number, null if nothing is printed. */
  next(list: NumberedList, levelIndex: number): string | null {
    const level = list.levels[levelIndex];
    if (!level) return null;
    const counters = this.#countersOf(list);
    const restart = this.#takeRestart(list, levelIndex);
    const current = counters[levelIndex];
    counters[levelIndex] = restart ?? (current === undefined ? level.start : current + 1);
    for (let deeper = levelIndex + 1; deeper < list.levels.length; deeper += 1) {
      const after = list.levels[deeper]!.restartAfter;
      if (after === null || levelIndex < after) counters[deeper] = undefined;
    }
    if (level.format === 'bullet') return bulletText(level.text);
    return this.#print(list, level, counters) || null;
  }

  #print(list: NumberedList, level: NumberLevel, counters: (number | undefined)[]): string {
    const printed = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      const shown = list.levels[index];
      if (!shown) return '';
      const format = level.legal && shown.format !== 'none' ? 'decimal' : shown.format;
      return formatNumber(counters[index] ?? shown.start, format);
    });
    return printed.trim();
  }

  #countersOf(list: NumberedList): (number | undefined)[] {
    const known = this.#counters.get(list.counterKey);
    if (known) return known;
    const fresh: (number | undefined)[] = [];
    this.#counters.set(list.counterKey, fresh);
    return fresh;
  }

  /** A list begins anew once, at its first paragraph of the level. */
  #takeRestart(list: NumberedList, levelIndex: number): number | undefined {
    const restart = list.restarts.get(levelIndex);
    const key = `${list.key}:${levelIndex}`;
    if (restart === undefined || this.#restarted.has(key)) return undefined;
    this.#restarted.add(key);
    return restart;
  }
}
