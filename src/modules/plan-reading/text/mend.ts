/**
 * Mends words that extraction has broken: «От дел», «обра зования», «учителей-⏎предметников».
 * Two pieces become one word only when the whole word is known from elsewhere in the document (or from
 * the lexicon) and a piece is not. The authors' own slips stay.
 */
import { FUNCTION_WORDS, LEXICON, WORDS_AFTER_PREPOSITIONS } from './lexicon.ts';
import { stem } from './stem.ts';

export type Mender = {
  /** Mends inside one line. */
  mend(line: string): string;
  /** Joins lines of one running text with a space, or without it where a word was hyphenated. */
  join(lines: readonly string[]): string;
};

const PAIR = /(?<![А-Яа-яЁё-])([А-ЯЁа-яё][а-яё]*) (?=([а-яё]+)(?![А-Яа-яЁё-]))/g;
const WORD = /[А-Яа-яЁё]+/g;
const HYPHENATED_END = /([А-Яа-яЁё]+)-$/;
const SHORTEST_WORD = 5;
const LONGEST_WORD = 60;

/** These two words make another word when written together, and both ways are right. */
const EITHER_WAY = new Set(
  (
    'в месте|по этому|за тем|от того|по тому|с начала|на счет|в виду|в следствии|так же|то же|что бы|при том|за то|на конец|' +
    'от части|на встречу|в начале|с разу|на сколько|по скольку|в последствии|по всеместно|на всегда|за одно|не смотря|в ходе|при чем'
  ).split('|'),
);

export function buildMender(texts: Iterable<string>): Mender {
  const forms = new Map<string, number>();
  const stems = new Map<string, number>();
  const pairs = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) {
      add(forms, plain(word));
      add(stems, stem(word));
    }
    for (const [, first = '', second = ''] of text.matchAll(PAIR)) add(pairs, plain(`${first} ${second}`));
  }
  const lexicon = new Set(LEXICON.map(stem));
  const ownWords = new Set([...lexicon, ...WORDS_AFTER_PREPOSITIONS.map(stem)]);

  const isKnown = (word: string) => word.length >= SHORTEST_WORD && (stems.has(stem(word)) || lexicon.has(stem(word)));
  const standsAlone = (piece: string, asPair: number) =>
    FUNCTION_WORDS.has(piece) || (forms.get(piece) ?? 0) > asPair || ownWords.has(stem(piece));

  const isBroken = (first: string, second: string): boolean => {
    const pair = plain(`${first} ${second}`);
    const [head = '', tail = ''] = pair.split(' ');
    if (head === 'не' || head === 'ни' || EITHER_WAY.has(pair) || FUNCTION_WORDS.has(tail)) return false;
    // A lone letter glues to almost anything, so it needs the very word, not a relative of it.
    if (!(head.length === 1 ? forms.has(head + tail) : isKnown(head + tail))) return false;
    const times = pairs.get(pair) ?? 1;
    return !standsAlone(tail, times) || !standsAlone(head, times);
  };

  const mend = (line: string) =>
    line.replace(PAIR, (whole, first: string, second: string) => (isBroken(first, second) ? first : whole));

  const join = (lines: readonly string[]): string => {
    let text = '';
    for (const line of lines) {
      const broken = text.endsWith('-') ? HYPHENATED_END.exec(text.slice(-LONGEST_WORD)) : null;
      const next = /^[а-яё]+/.exec(line)?.[0];
      if (broken && next) {
        const whole = `${broken[1]}${next}`;
        text = (isKnown(whole) ? text.slice(0, -1) : text) + line;
      } else text += text === '' ? line : ` ${line}`;
    }
    return mend(text);
  };

  return { mend, join };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
