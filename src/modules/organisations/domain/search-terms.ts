/** What a person typed into the search, sorted by how it can be looked for. */
import { foldName } from '#kernel/organisation-name.ts';
import type { Kind, SchoolType } from './tree.ts';

export type SearchTerms = {
  /** Words that tell organisations apart; each must be found, forgivingly. */
  telling: string[];
  /** Numbers of schools: found exactly. */
  numbers: string[];
  /** «школа», «район», «лицей» stand in most names: what they say of an organisation only raises it among those found. */
  kinds: Kind[];
  schoolTypes: SchoolType[];
};

const KIND_WORDS: readonly (readonly [Kind, RegExp])[] = [
  [
    'school',
    /^(?:школ\p{L}*|[сон]ош|сш|м[бкао]?[оа]?у|общеобразовательн\p{L}*|средн\p{L}*|основн\p{L}*|начальн\p{L}*)$/u,
  ],
  ['municipality', /^(?:район\p{L}*|город\p{L}*|муниципалитет\p{L}*)$/u],
  ['district', /^округ\p{L}*$/u],
];
const TYPE_WORDS: readonly (readonly [SchoolType, RegExp])[] = [
  ['средняя', /^(?:средн\p{L}*|сош|сш)$/u],
  ['основная', /^(?:основн\p{L}*|оош)$/u],
  ['начальная', /^(?:начальн\p{L}*|нош)$/u],
  ['лицей', /^лице\p{L}{1,3}$/u],
  ['гимназия', /^гимнази\p{L}{1,2}$/u],
  ['вечерняя', /^вечерн\p{L}*$/u],
  ['коррекционная', /^коррекционн\p{L}*$/u],
  ['филиал', /^филиал\p{L}*$/u],
];
const EMPTY = /^(?:сел[оау]|посел\p{L}*|имени|им|и|в|на|г|с|д|п|к|от)$/u;
const LONGEST = 200;
const MOST_WORDS = 8;

export function searchTerms(query: string): SearchTerms {
  const words = [...new Set(foldName(query.slice(0, LONGEST)).split(' '))]
    .map((word) => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, ''))
    .filter((word) => word !== '' && !EMPTY.test(word))
    .slice(0, MOST_WORDS);
  const terms: SearchTerms = { telling: [], numbers: [], kinds: [], schoolTypes: [] };
  for (const word of words) {
    const kind = KIND_WORDS.find(([, pattern]) => pattern.test(word))?.[0];
    const type = TYPE_WORDS.find(([, pattern]) => pattern.test(word))?.[0];
    if (kind) terms.kinds.push(kind);
    if (type) terms.schoolTypes.push(type);
    if (/^\d{1,3}$/.test(word)) terms.numbers.push(word.replace(/^0+(?=\d)/, ''));
    else if (!kind && !type) terms.telling.push(word);
  }
  return terms;
}
