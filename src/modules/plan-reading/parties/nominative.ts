/** Puts a body named in the genitive («министерства образования …») into the nominative; the attributes after the head stay. */
import { BODIES, BODY_BY_GENITIVE, type Gender } from './lexicon.ts';

/** Adjectives whose masculine ends in a stressed -ой. */
const STRESSED = /^(?:городск|областн|краев|окружн|основн|опорн|межшкольн|ресурсн|передов|научн)$/i;
const EXTRA_HEADS: Record<string, [string, Gender]> = {
  школ: ['школа', 'f'],
  лицеев: ['лицей', 'm'],
  гимназий: ['гимназия', 'f'],
  гимназии: ['гимназия', 'f'],
  организаций: ['организация', 'f'],
  учреждений: ['учреждение', 'n'],
};
const GENITIVE_ADJECTIVE = /^([а-яё-]{2,}?)(ого|его|ой|ей|ых|их)$/i;

/** The words before the head noun and the noun itself become nominative singular; a phrase already in the nominative is returned as it is. */
export function nominativeOf(phrase: string): string {
  const parts = phrase.split(/(\s+)/);
  const adjectives: number[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const word = parts[at] as string;
    const head = headOf(word);
    if (head) {
      for (const index of adjectives) parts[index] = adjectiveFor(parts[index] as string, head.gender);
      parts[at] = likeCase(word, head.nominative);
      return parts.join('');
    }
    if (GENITIVE_ADJECTIVE.test(word)) adjectives.push(at);
    else if (word.toLowerCase() !== 'и' && !/^[А-ЯЁ]{2,}/.test(word)) return phrase;
  }
  return phrase;
}

function headOf(word: string): { nominative: string; gender: Gender } | null {
  const lower = word.toLowerCase().replaceAll('–', '-');
  const body = BODY_BY_GENITIVE.get(lower) ?? BODIES.find(({ nominative }) => nominative === lower);
  if (body) return body;
  const extra = EXTRA_HEADS[lower];
  return extra ? { nominative: extra[0], gender: extra[1] } : null;
}

function adjectiveFor(word: string, gender: Gender): string {
  const match = GENITIVE_ADJECTIVE.exec(word.toLowerCase());
  if (match === null) return word;
  const [, base = '', ending = ''] = match;
  return likeCase(word, base + nominativeEnding(base, ending, gender));
}

function nominativeEnding(base: string, ending: string, gender: Gender): string {
  const soft = /^(?:его|ей|их)$/.test(ending) && !/[кгхжшщчц]$/.test(base);
  const sibilant = /[кгхжшщч]$/.test(base);
  if (gender === 'f') return soft ? 'яя' : 'ая';
  if (gender === 'n') return soft || (/[жшщч]$/.test(base) && ending === 'его') ? 'ее' : 'ое';
  if (STRESSED.test(base)) return 'ой';
  return soft || sibilant ? 'ий' : 'ый';
}

function likeCase(model: string, word: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  return /^[А-ЯЁ]/.test(model) ? word[0]?.toUpperCase() + word.slice(1) : word;
}
