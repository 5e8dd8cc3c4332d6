/**
 * School lists: «МОУ №№ 2, 7, 11, КУГ», «Средних школ №№ 2, 7, Основных школ №№ 14, 27», «Лицея №10».
 * Each school is named as one school would be called.
 */
import type { SchoolReference } from '../contract.ts';
import { fold } from '../text/clean.ts';
import { nominativeOf } from './nominative.ts';

const ADJECTIVES =
  '(?:(?:[Сс]редн|[Оо]сновн|[Нн]ачальн|[Вв]ечерн|[Кк]оррекционн|[Сс]пециальн|[Оо]бщеобразовательн)[а-яё]+\\s+){0,3}';
const NOUN =
  '(?:[Шш]кол(?:а|ы|е|у|ой|ам|ами|ах)?|[Лл]ице(?:й|я|ю|ем|е|и|ев|ям|ями|ях)|[Гг]имнази(?:я|и|ю|ей|ям|ями|ях|й)|[Пп]рогимнази[а-яё]+)(?:[-–][Ии]нтернат[а-яё]*)?';
const LEGAL = '(?:(?:М[БКА]?|Г[БКА]?|К?Г[БКА]?)?ОУ|ОО|МБОО)';
const SHORT = `(?:${LEGAL}\\s+)?(?:[СОН]ОШ|ШИ|лице[а-яё]+|гимнази[а-яё]+)|${LEGAL}`;
const TYPE = `(?<![А-Яа-яЁё])(?:(?:${LEGAL}\\s+)?${ADJECTIVES}${NOUN}|${SHORT})`;
const NUMBERS = '\\d{1,4}(?:\\s*(?:,|;|[-–]|\\sи\\s|\\s)\\s*(?:№+\\s*)?\\d{1,4}(?![\\d.]*\\s*(?:час|год|класс|ч\\.)))*';
const LIST = new RegExp(`(?:(${TYPE})\\s*[«"]?\\s*)?(?:№+|N)\\s*(${NUMBERS})`, 'g');
const NAMED =
  /(?<![А-Яа-яЁё«"])([А-ЯЁ][а-яё]+(?:[-–][А-ЯЁ][а-яё]+)?(?:ая|ой|ий|ого|ую)\s(?:[а-яё]+(?:ая|ой)\s){0,2}(?:гимнази[яию]|лице[йя]|школ[ауы](?:[-–]интернат[а-яё]*)?))(?!\s*№)/g;
const ACRONYM = /(?<=[\d)],?\s*|№\s?\d+\s*и\s|,\s)([А-ЯЁ]{2,6})(?![А-Яа-яЁё])/g;
/** A number sign that belongs to something else than a school. */
const OTHER_NUMBERED =
  /(?:приказ|распоряжени|постановлени|протокол|письм|приложени|модул|закон|пункт|п\.|от\s[\d.]+\s*(?:г\.?|года)?)\S*\s*$/i;

export function findSchools(text: string, acronyms: ReadonlySet<string> = new Set()): SchoolReference[] {
  const found: { at: number; school: SchoolReference }[] = [];
  let type: string | null = null;
  let reach = -1;
  for (const match of text.matchAll(LIST)) {
    if (match[1] === undefined && (type === null || match.index > reach)) continue;
    if (OTHER_NUMBERED.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
    if (match[1] !== undefined) type = nominativeOf(fold(match[1]));
    reach = match.index + match[0].length + 3;
    for (const number of numbersIn(match[2] as string)) {
      found.push({ at: match.index, school: { name: `${type} № ${number}`, type, number } });
    }
  }
  for (const match of text.matchAll(NAMED)) {
    const name = nominativeOf(fold(match[1] as string));
    found.push({ at: match.index, school: { name, type: name.split(' ').at(-1) ?? null, number: null } });
  }
  for (const match of text.matchAll(ACRONYM)) {
    if (acronyms.has(match[1] as string))
      found.push({ at: match.index, school: { name: match[1] as string, type: null, number: null } });
  }
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ school }) => school)
    .filter(({ name }) => !seen.has(name) && seen.add(name));
}

const LONGEST_RANGE = 50;

/** «2, 7, 11–14» → 2, 7, 11, 12, 13, 14. */
function numbersIn(list: string): string[] {
  return [...list.matchAll(/(\d+)(?:\s*[-–]\s*(\d+))?/g)].flatMap(([, first = '', last]) => {
    const length = last === undefined ? 0 : Number(last) - Number(first);
    if (last === undefined || length < 1 || length > LONGEST_RANGE) return last === undefined ? [first] : [first, last];
    return Array.from({ length: length + 1 }, (_, index) => String(Number(first) + index));
  });
}

/**
 * Acronyms that stand for schools («КУГ»): everywhere in the document they close a list of school numbers.
 */
export function schoolAcronyms(texts: Iterable<string>): Set<string> {
  const inList = new Map<string, number>();
  const anywhere = new Map<string, number>();
  for (const text of texts) {
    for (const [word] of text.matchAll(/(?<![А-Яа-яЁё])[А-ЯЁ]{2,6}(?![А-Яа-яЁё])/g))
      anywhere.set(word, (anywhere.get(word) ?? 0) + 1);
    for (const match of text.matchAll(/№+\s*\d[\d\s,и]*,\s*([А-ЯЁ]{2,6})(?=\s*(?:[,.;)]|$))/g)) {
      const word = match[1] as string;
      inList.set(word, (inList.get(word) ?? 0) + 1);
    }
  }
  return new Set([...inList].filter(([word, times]) => anywhere.get(word) === times).map(([word]) => word));
}

/** A piece that only goes on with a list of schools in the genitive: «Основных школ №№ 14, 27», «Лицея №10». */
const GENITIVE_CONTINUATION = new RegExp(
  `^(?:и\\s+)?(?:${ADJECTIVES}(?:[Шш]кол(?:ы)?|[Лл]ице(?:я|ев)|[Гг]имнази(?:и|й))|${SHORT})\\s*[«"]?\\s*(?:№|N)`,
);
const NOMINATIVE_TYPE = /^(?:[А-ЯЁа-яё]+(?:ая|яя)\s+){0,3}(?:школа|лицей|гимназия)/i;

export function continuesSchools(piece: string, acronyms: ReadonlySet<string>): boolean {
  if (acronyms.has(piece.replace(/[\s.,;)]+$/, ''))) return true;
  if (/^[\d№]/.test(piece)) return true;
  return GENITIVE_CONTINUATION.test(piece) && !NOMINATIVE_TYPE.test(piece);
}
