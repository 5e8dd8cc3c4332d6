/**
 * Takes away what no author wrote: mark-up tags, bookmarks, field codes, invisible characters.
 * The wording itself is left as it is.
 */
const PARAGRAPH_TAG = /<\/?(?:p|br|div|li|ul|ol|tr|h[1-6])(?:\s[^<>]*)?\/?>/gi;
const OTHER_TAG = /<\/?[a-z][a-z0-9]*(?::[a-z]+)?(?:\s[^<>]*)?\/?>/gi;
const BOOKMARK = /\[\s*(?:bookmark|закладка)\s*:[^\]]*\]|\b_GoBack\b/gi;
const FIELD_CODE = /\{\s*(?:PAGE|NUMPAGES|HYPERLINK|MERGEFIELD|REF|TOC)\b[^}]*\}|\\\*\s*MERGEFORMAT/g;
const INVISIBLE = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]|[^\P{Cc}\t\n]/gu;
const WIDE_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  shy: '',
};

/** Latin letters that look like Cyrillic ones; a word that mixes both is a Cyrillic word typed with a slip of layout. */
const LOOK_ALIKE: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
};
const WORD = /[A-Za-zА-Яа-яЁё]+/g;
const MIXED = /[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё]/;

function unmix(word: string): string {
  if (!MIXED.test(word)) return word;
  const latin = word.match(/[A-Za-z]/g) ?? [];
  return latin.every((letter) => letter in LOOK_ALIKE)
    ? word.replace(/[A-Za-z]/g, (letter) => LOOK_ALIKE[letter] ?? letter)
    : word;
}

/** «П Л А Н»: a word set wide with spaces. */
const LETTERSPACED = /(?<!\p{L})[А-ЯЁ](?: [А-ЯЁ]){3,}(?!\p{L}|\.)/gu;

/** Cleaned text; line and paragraph breaks stay as `\n`. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\v\f]/g, '\n')
    .replace(PARAGRAPH_TAG, '\n')
    .replace(OTHER_TAG, '')
    .replace(/&([a-z]+);/gi, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity)
    .replace(/&#(\d{2,5});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(BOOKMARK, '')
    .replace(FIELD_CODE, '')
    .replace(INVISIBLE, '')
    .replace(WIDE_SPACE, ' ')
    .replace(WORD, unmix)
    .replace(LETTERSPACED, (word) => word.replaceAll(' ', ''));
}

/** One line: every run of white space becomes one space. */
export function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** For comparing: lower case, «ё» as «е», one kind of dash and quote, no outer punctuation. */
export function comparable(text: string): string {
  return fold(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[–—−‐‑]/g, '-')
    .replace(/[«»„“”"]/g, '"')
    .replace(/^[\s.,;:]+|[\s.,;:]+$/g, '');
}
