/** What a person typed into the search, sorted by how it can be looked for. */
import { foldName } from '#kernel/organisation-name.ts';

export type SearchTerms = {
  /** Words that tell organisations apart; each must be found, forgivingly. */
  telling: string[];
  /** Numbers of schools: found exactly. */
  numbers: string[];
  /** «школа», «лицей»: stand in most names, so they only raise what they fit. */
  generic: string[];
};

const GENERIC =
  /^(?:школ\p{L}*|[сон]ош|сш|лице\p{L}{1,3}|гимнази\p{L}*|м[бкао]?[оа]?у|общеобразовательн\p{L}*|средн\p{L}*|основн\p{L}*|начальн\p{L}*|район\p{L}*|округ\p{L}*|город\p{L}*|село|села|поселок|поселка|имени|им|и|в|на|г|с|д|п)$/u;

export function searchTerms(query: string): SearchTerms {
  const words = [...new Set(foldName(query.slice(0, 200)).split(' '))]
    .map((word) => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, ''))
    .filter((word) => word !== '')
    .slice(0, 8);
  const numbers = words.filter((word) => /^\d{1,3}$/.test(word)).map((word) => word.replace(/^0+(?=\d)/, ''));
  const rest = words.filter((word) => !/^\d{1,3}$/.test(word));
  return {
    numbers,
    telling: rest.filter((word) => !GENERIC.test(word)),
    generic: rest.filter((word) => GENERIC.test(word)),
  };
}
