/**
 * From the lines of the cell to pieces: wrapped lines are joined, then the text is cut at semicolons, commas,
 * «и» between bodies and ends of sentences, outside brackets and quotes. Whether a piece is a party of its own
 * is decided later.
 */
import { fold } from '../text/clean.ts';
import { protectedMask } from '../text/split.ts';
import { isUnambiguous } from './lexicon.ts';
import { findPersons } from './person.ts';
import { asksForMore, opening } from './starts.ts';

/** A line of the cell; one that follows a mere line break does not start a paragraph. */
export type PartyLine = { text: string; startsParagraph: boolean };
export type Piece = { text: string /** What separated it from the piece before. */; before: string };

const LIST_MARK = /^(?:[•·▪*\-–—]\s+|\d{1,2}[.)]\s+(?=\D)|отв(?:етственн[а-яё]+)?\s*[.:–-]\s*)+/i;
/** A dot here ends an abbreviation, not the party. */
const ABBREVIATED =
  /(?:^|[\s.(«])(?:[А-ЯЁ]|г|гг|им|ул|обл|зам|зав|рук|кл|соц|пед|уч|нач|спец|гл|ст|вед|отв|проф|доц)$/i;

export function piecesOf(lines: readonly PartyLine[]): Piece[] {
  return joinWrapped(lines).flatMap(cut);
}

/** Lines that go on with the same party are joined; a boundary between lines becomes a semicolon's equal. */
function joinWrapped(lines: readonly PartyLine[]): Piece[] {
  const joined: Piece[] = [];
  for (const line of lines) {
    const text = fold(line.text.replace(LIST_MARK, ''));
    const last = joined.at(-1);
    if (last !== undefined && goesOn(last.text, text, line.startsParagraph)) last.text = `${last.text} ${text}`;
    else if (text !== '') joined.push({ text, before: '\n' });
  }
  return joined;
}

function goesOn(before: string, next: string, newParagraph: boolean): boolean {
  if (before.endsWith(';')) return false;
  const openBrackets = (before.match(/[(«]/g) ?? []).length > (before.match(/[)»]/g) ?? []).length;
  if (openBrackets || /^[(,;.)]/.test(next) || before.endsWith(',') || asksForMore(before)) return true;
  if (/(?:^|\s)[А-ЯЁ]\.\s?[А-ЯЁ]\.$/.test(before) && /^[А-ЯЁ][а-яё]+$/.test(next.split(/[\s,]/)[0] ?? '')) {
    return !/[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.$/.test(before);
  }
  if (/^[А-ЯЁ]\.\s?[А-ЯЁ]\.(?:[,;]|$)/.test(next)) return true;
  const opens = opening(next);
  if (opens !== null) return !opens.certain && !newParagraph;
  return /^[^А-ЯЁ]/.test(next) || /^[А-ЯЁ][а-яё]+(?:ого|его|ой|ых|их)(?:\s|$)/.test(next);
}

/** «центр развития совместно с ГАУ ДПО «ИРО»»: a company named with a capital is a party of its own. */
const COMPANY =
  ',?\\s+(?:(?:совместно|вместе|во взаимодействии|в сотрудничестве)\\s+со?|при\\s+(?:участии|поддержке|содействии)|с\\s+(?:участием|привлечением))\\s+(?=(?:[а-яё]+\\s+){0,3}[А-ЯЁ«])';
const SEPARATOR = new RegExp(`${COMPANY}|[;,]|\\sи(?=\\s)|\\.(?=\\s+[«"]?[А-ЯЁ])`, 'g');

/** At semicolons, commas, sentence ends and before company, outside brackets and quotes. */
function cut(whole: Piece): Piece[] {
  const text = personsOutOfBrackets(whole.text);
  const mask = protectedMask(text);
  const pieces: Piece[] = [];
  let from = 0;
  let before = whole.before;
  for (const match of text.matchAll(SEPARATOR)) {
    if (mask[match.index]) continue;
    const left = text.slice(from, match.index).trim();
    if (match[0].length > 2 && opening(left) === null) continue;
    // «№№ 1,5» stays as it is written.
    if (match[0] === ',' && /\d$/.test(left) && /^\d/.test(text.slice(match.index + 1))) continue;
    if (match[0] === '.' && ABBREVIATED.test(left)) continue;
    if (match[0] === ' и' && !joinsParties(left, text.slice(match.index + 3))) continue;
    pieces.push({ text: left, before });
    from = match.index + match[0].length;
    before = match[0] === ' и' ? ',' : match[0].length > 2 ? ';' : match[0];
  }
  pieces.push({ text: text.slice(from).trim(), before });
  return pieces.filter((piece) => piece.text !== '');
}

/** «Отдел (Иванова И.И., Петрова П.П.)»: the brackets hold further parties, not an explanation. */
function personsOutOfBrackets(text: string): string {
  return text.replace(/\(([^()]*)\)/g, (whole, inside: string) => {
    const persons = findPersons(inside);
    const rest = persons.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), inside);
    if (persons.length < 2 || /[^\s,;]/.test(rest)) return whole;
    const [first, ...others] = persons.map(({ start, end }) => inside.slice(start, end));
    return [`(${first})`, ...others].join(', ');
  });
}

/** «КОПО и ЛОИРО» are two parties, «руководители и педагоги ОО» and «образования и науки» are not. */
function joinsParties(left: string, right: string): boolean {
  const before = opening(left);
  const after = opening(right);
  if (before === null || after === null || !after.certain || asksForMore(left)) return false;
  if (findPersons(left).length > 0) return true;
  if (before.kind === 'role') return after.kind === 'body' && isUnambiguous(after.head);
  // «РИПК и ППРО» after a legal form is one name.
  if (before.kind === 'abbreviation' && left.includes(' ') && findPersons(left).length === 0) return false;
  return after.kind === before.kind || (before.kind === 'body' && isUnambiguous(after.head));
}
