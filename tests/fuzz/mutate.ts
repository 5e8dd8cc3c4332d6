/** Spoils a good file the way broken disks, hostile people and other programs do; the same seed spoils it the same way. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

export type Random = { below(limit: number): number; of<T>(choices: readonly T[]): T };

/** Mulberry32 over a hash of the words: any input can be made again by name. */
export function randomOf(...words: (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const character of words.join('/')) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, of: (choices) => choices[below(choices.length)]! };
}

const BYTES = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x3c, 0x22, 0x28, 0x5c, 0x7b];
const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483648',
  '4294967295',
  '99999999999999999999',
  '1e308',
  'NaN',
  '',
];
const PIECES = [
  '\0',
  '\uFEFF',
  '\u202E',
  '\uD800',
  '<',
  '>',
  '&',
  '&#x110000;',
  '&amp;',
  '"',
  "'",
  ']]>',
  '<!--',
  '<?',
  '{',
  '}',
  '\\',
  '\\bin99999 ',
  '%',
  ';',
  '\t',
  '\r',
  '\n',
  '\u2028',
  '=1+1',
  '--- ',
  ': ',
  '- ',
  '*a',
  '&a ',
  '<<',
  '!!js ',
  '|',
  '31.02.2026',
  '2026-13-45',
  'до ',
  ' — ',
  ', ',
  'ежемесячно',
  'не позднее ',
  'в течение ',
  'I квартал',
  '№',
  'е\u0301',
];
const MOST_GROWTH = 200_000;

/** One to five changes; half of those of a zipped document are made inside one of its parts. */
export function mutated(sample: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const isZip = sample[0] === 0x50 && sample[1] === 0x4b;
  if (isZip && random.below(4) > 0) return repacked(sample, random) ?? sample;
  let bytes = sample;
  const asText = isText(sample) && random.below(4) > 0;
  for (let left = 1 + random.below(5); left > 0; left -= 1)
    bytes = asText ? strToU8(changedText(strFromU8(bytes), random)) : changedBytes(bytes, others, random);
  return bytes;
}

/** A zip whose directory and sums are right: the readers behind it get the spoilt part. */
function repacked(sample: Uint8Array, random: Random): Uint8Array | null {
  const parts = unzipSync(sample);
  const names = Object.keys(parts).filter((name) => parts[name]!.length > 0);
  if (names.length === 0) return null;
  const name = random.below(3) > 0 ? (names.find((one) => MAIN.test(one)) ?? random.of(names)) : random.of(names);
  if (random.below(20) === 0) delete parts[name];
  else {
    let text = strFromU8(parts[name]!);
    const change = random.below(3) > 0 ? changedMarkup : changedText;
    for (let left = 1 + random.below(4); left > 0; left -= 1) text = change(text, random);
    parts[name] = strToU8(text);
  }
  return zipSync(parts, { level: 0 });
}

const MAIN = /^(?:word\/document|content|xl\/worksheets\/sheet1)\.xml$/;

function changedBytes(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(random.of([2, 8, 64, 1024]));
  const copy = bytes.slice();
  switch (random.below(8)) {
    case 0:
      if (at < copy.length) copy[at]! ^= 1 << random.below(8);
      return copy;
    case 1:
      return copy.fill(random.of(BYTES), at, at + length);
    case 2: {
      const view = new DataView(copy.buffer);
      if (at + 4 <= copy.length)
        view.setUint32(at, random.of([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, copy.length]), true);
      return copy;
    }
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
    case 5:
      return bytes.subarray(0, random.below(4) === 0 ? at : bytes.length - Math.min(bytes.length - 1, length));
    case 6: {
      const other = random.of(others);
      return joined(bytes.subarray(0, at), other.subarray(random.below(other.length)));
    }
    default:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length }, () => random.below(256)),
        bytes.subarray(at),
      );
  }
}

function changedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = 1 + random.below(random.of([2, 20, 200]));
  const piece = text.slice(at, at + length);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + random.of(PIECES) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2: {
      const times = Math.min(random.of([2, 10, 300, 5000]), Math.ceil(MOST_GROWTH / Math.max(1, piece.length)));
      return text.slice(0, at) + piece.repeat(times) + text.slice(at);
    }
    case 3:
      return changedMatch(text, at, /\d+/g, () => random.of(NUMBERS));
    case 4:
      return changedMatch(text, at, /<[^<>]{0,400}>/g, (tag) => random.of(['', tag + tag, tag.replace('<', '</')]));
    case 5:
      return changedMatch(text, at, /"[^"<>]{0,100}"/g, () => `"${random.of([...NUMBERS, 'x', 'а'.repeat(500)])}"`);
    case 6:
      return changedMatch(text, at, /[\p{L}\p{N}]+/gu, (word) =>
        random.of([word + word, word.toUpperCase(), '', 'мая', '5']),
      );
    case 7: {
      const to = random.below(text.length + 1);
      const without = text.slice(0, at) + text.slice(at + length);
      return without.slice(0, to) + piece + without.slice(to);
    }
    default:
      return random.below(3) === 0
        ? text.slice(0, at)
        : text.slice(0, at) + random.of(PIECES).repeat(random.of([1, 50, 3000])) + text.slice(at);
  }
}

/** Still well-formed, so that what reads the meaning gets it: other numbers, words, attributes, elements twice or gone. */
function changedMarkup(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const times = random.of([0, 0, 2, 2, 50, 2000]);
  const again = (found: string) => found.repeat(Math.min(times, Math.ceil(MOST_GROWTH / found.length)));
  switch (random.below(5)) {
    case 0:
      return changedMatch(text, at, /(?<==")-?\d+(?=")/g, () => random.of(NUMBERS));
    case 1:
      return changedMatch(text, at, /(?<==")[^"<>]{1,100}(?=")/g, (word) => random.of(['', 'x', word + word, '-1']));
    case 2:
      return changedMatch(text, at, /(?<=>)[^<>]+(?=<)/g, (word) =>
        random.of(['', '5', word + word, 'а'.repeat(5000)]),
      );
    case 3:
      return changedMatch(text, at, /<([\w:-]+)\b[^<>]*\/>/g, again);
    default:
      return changedMatch(text, at, /<([\w:-]+)\b[^<>]*(?<!\/)>(?:(?!<\1\b)[^]){0,3000}?<\/\1>/g, again);
  }
}

/** The first match behind the place. */
function changedMatch(text: string, at: number, form: RegExp, change: (found: string) => string): string {
  form.lastIndex = at;
  const found = form.exec(text);
  return found ? text.slice(0, found.index) + change(found[0]) + text.slice(found.index + found[0].length) : text;
}

function joined(...pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function isText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 512).includes(0) && !(bytes[0] === 0x25 && bytes[1] === 0x50);
}
