/**
 * One school is written in many ways: «МОУ № 7», «Средняя школа № 7», «СОШ №7», «МБОУ «СОШ № 7»».
 * These keys make the ways equal, so that lists can be compared and organisations found in a register.
 */
import { comparable } from './text/clean.ts';

const LEGAL_FORM =
  /(?<![а-яе])(?:муниципальн[а-я]+|государственн[а-я]+|областн[а-я]+|краев[а-я]+|бюджетн[а-я]+|автономн[а-я]+|казенн[а-я]+|негосударственн[а-я]+|частн[а-я]+|федеральн[а-я]+|некоммерческ[а-я]+|общеобразовательн[а-я]+|образовательн[а-я]+|дополнительн[а-я]+ (?:профессиональн[а-я]+ )?образовани[а-я]+|учреждени[а-я]+|организаци[а-я]+)(?![а-я])|(?<![а-яе])(?:м[бка]?оу|г[бка]?оу|к?г[бка]?оу|мб?у|мку|мау|гбу|гку|гау|кгау|кгбу|кгобу|когоау|когобу|огау|огбу|фгбоу|фгбу|ано|ооо|дпо|до|оо|оу)(?![а-я])/g;
/** Kinds that are told apart even when the number is the same. */
const SPECIAL_KINDS: readonly (readonly [string, RegExp])[] = [
  ['гимназия', /гимнази/],
  ['лицей', /лице[йяюе]/],
  ['вечерняя школа', /вечерн|открыт[а-я]+ \(сменн|(?<![а-я])[во]?с?осш(?![а-я])/],
  ['коррекционная школа', /коррекц/],
  ['интернат', /интернат/],
  ['детский сад', /детск[а-я]+ сад|(?<![а-я])м?б?до[уо](?![а-я])/],
];
const SCHOOL_WORDS = /(?<![а-я])(?:средн[а-я]+|основн[а-я]+|начальн[а-я]+|школ[а-я]*|[сон]ош|имени .*|им\. .*)(?![а-я])/g;

/** For comparing names of bodies: no legal form, no quotes, no case, one kind of dash, «№7» as «№ 7». */
export function normaliseOrganisationName(name: string): string {
  const plain = comparable(name).replace(/["'()]/g, ' ').replace(/№+\s*/g, '№ ');
  const bare = plain.replace(LEGAL_FORM, ' ').replace(/[\s.,;:-]+/g, ' ').trim();
  return bare === '' ? plain.trim() : bare;
}

/** Equal for all the ways to write one school of one municipality: «школа 7», «лицей 10», «ивановская». */
export function schoolKey(name: string): string {
  const plain = comparable(name).replace(/["'()]/g, ' ');
  const number = /(?:№+|n)?\s*(\d{1,4})(?!\d)/.exec(plain)?.[1];
  const kind = SPECIAL_KINDS.find(([, pattern]) => pattern.test(plain))?.[0];
  if (number !== undefined) return `${kind ?? 'школа'} ${number}`;
  const own = plain.replace(LEGAL_FORM, ' ').replace(SCHOOL_WORDS, ' ').replace(/[\s.,;-]+/g, ' ').trim();
  return own === '' ? plain.trim() : own;
}
