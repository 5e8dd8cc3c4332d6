/** Does a text open with a party: a person, an abbreviation, a body or a role in the nominative? */
import { isBodyNominative, isRole, isUnambiguous, NOT_BODIES } from './lexicon.ts';
import { personAtStart } from './person.ts';

const WORD = /^[А-Яа-яЁё]+(?:[-–][А-Яа-яЁё]+)*/;
const ADJECTIVE = /(?:ый|ий|(?<!^кр)ая|яя|ое|ее|ые|ие)$/;
const ABBREVIATION = /^[А-ЯЁ]{2,}[а-яё]?[А-ЯЁ]*(?![а-яё])/;
/** Roles as staff write them: «и.о. директора», «рук. ШМО», «кл. руководители», «ЗДУВР». */
const SHORT_ROLE = /^(?:и\.\s?о\.|врио|(?:зам|зав|рук|кл|соц|пед|уч|нач|спец|гл|ст|вед)[.-]|ЗД?У?ВР(?![а-яё]))/i;
const LONGEST_CHAIN = 7;

export type Opening = {
  kind: 'person' | 'abbreviation' | 'body' | 'role';
  /** The noun (or abbreviation) the party is built on. */
  head: string;
  /** The form can only be a nominative here: a party may begin even without a comma. */
  certain: boolean;
};

export function opening(text: string): Opening | null {
  const start = text.replace(/^[\s«"„(]+/, '');
  if (personAtStart(start)) return { kind: 'person', head: '', certain: true };
  if (SHORT_ROLE.test(start)) return { kind: 'role', head: 'заместитель', certain: true };
  const abbreviation = ABBREVIATION.exec(start)?.[0];
  if (abbreviation)
    return NOT_BODIES.has(abbreviation) ? null : { kind: 'abbreviation', head: abbreviation, certain: true };
  return openingNoun(start);
}

function openingNoun(start: string): Opening | null {
  let rest = start;
  let adjectives = 0;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) return null;
    const lower = word.toLowerCase().replaceAll('–', '-').replaceAll('ё', 'е');
    const head = [lower, ...lower.split('-')].find((part) => isRole(part) || isBodyNominative(part));
    if (head !== undefined) {
      const certain = isUnambiguous(head) || adjectives > 0 || /^[А-ЯЁ]/.test(start) || /-[а-яё]+[иы]$/.test(lower);
      return { kind: isRole(head) ? 'role' : 'body', head, certain };
    }
    if (!ADJECTIVE.test(lower) && !/^(?:все|весь|вся)$/.test(lower) && !(step > 0 && lower === 'и')) return null;
    adjectives++;
    rest = rest.slice(word.length).replace(/^[\s«»"]+/, '');
  }
  return null;
}

export function startsParty(text: string): boolean {
  return opening(text) !== null;
}

/** The words so far ask for more: «муниципальные методические», «отдел по», «КОПО и». */
export function asksForMore(text: string): boolean {
  const last = text.trimEnd().split(/\s/).at(-1) ?? '';
  if (/[-–(«]$/.test(last)) return true;
  const lower = last.toLowerCase();
  if (/^(?:и|или|по|при|в|во|на|за|для|с|со|от|из|к|о|об|до|под|над|им\.|имени|№+|г\.)$/.test(lower)) return true;
  return ADJECTIVE.test(lower) && !isRole(lower) && !isBodyNominative(lower) && /^[а-яё]/.test(last);
}
