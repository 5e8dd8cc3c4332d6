/**
 * Bodies listed without a comma: «Министерство образования ГАУ ДПО «ИРО» муниципальные органы управления».
 * The next one is seen by a form that cannot go on with the one before.
 */
import { isUnambiguous } from './lexicon.ts';
import { asksForMore, opening } from './starts.ts';

/** A legal form with the name after it: «МБУ «Центр»», «ГАУ ДПО ИРО». */
const LEGAL_FORM = /^[А-ЯЁ]{0,5}(?:БУ|АУ|КУ|ОУ)(?:\s+(?:ДПО|ДО|СПО|ВО))?\s+[«"„А-ЯЁ№]/;
/** A legal form without its name yet, in letters or in words. */
const WANTS_NAME = /(?:^|\s)(?:[А-ЯЁ]+(?:У|НО|ОО)|ДПО|ДО|СПО|ВО)$|^(?:[а-яё]+\s+)*(?:учреждение|организация)(?:\s|$)/i;
const AUTHORITIES = new Set(['министерство', 'департамент', 'комитет', 'управление', 'администрация']);
/** What a territory is called after the name of a body: «МКУ «Центр» МО «Примерский район»». */
const TERRITORY = /^(?:МО|ГО|МР|МОГО|РФ)(?![А-ЯЁ])/;

export function beginsNextBody(before: string, rest: string): boolean {
  const opens = opening(rest);
  if (opens === null || !opens.certain || opens.kind === 'person' || opens.kind === 'role') return false;
  const first = opening(before);
  if (first === null || asksForMore(before) || WANTS_NAME.test(before) || TERRITORY.test(rest)) return false;
  const afterName = /[»")]$/.test(before);
  if (opens.kind === 'abbreviation')
    return afterName || (LEGAL_FORM.test(rest) && first.kind === 'body' && AUTHORITIES.has(first.head));
  const inNominative = /^[а-яё]+(?:ые|ие|ая|ое)\s/i.test(rest) || isUnambiguous(opens.head);
  return inNominative && (afterName || /^[А-ЯЁ]/.test(rest) || /^[а-яё]+(?:ые|ие)\s/.test(rest));
}
