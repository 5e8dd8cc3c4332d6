/**
 * Cuts the cell of the responsible into parties. Newlines, semicolons and commas separate them, but a comma
 * may also stand inside a name, before a post or in a list of schools; and it may be missing before the next
 * surname or body. A post that follows several persons («Иванова И.И., Петрова П.П., специалисты отдела»)
 * is shared by them all: each person is a party, the post stays in the text of the last one.
 */
import { fold } from '../text/clean.ts';
import { protectedMask, trimSeparators } from '../text/split.ts';
import { ADDED_POSTS, isUnambiguous, NOT_BODIES, PLURAL_ROLES, SINGULAR_ROLES } from './lexicon.ts';
import type { PartyContext, PartyDraft } from './party.ts';
import { findPersons } from './person.ts';
import { continuesSchools } from './schools.ts';
import { asksForMore, opening } from './starts.ts';

/** `order`: whether persons come before their posts, after their posts or after their bodies. */
type Order = 'person-first' | 'post-first' | 'body-first';
/** A line of the cell; one that follows a mere line break does not start a paragraph. */
export type PartyLine = { text: string; startsParagraph: boolean };
type Piece = { text: string /** What separated it from the piece before. */; before: string };
type Unit = { kind: 'person' | 'text'; text: string; name: string | null };

const CLAUSE =
  /^(?:которы|осуществля|имеющ|показавш|показыва|демонстрир|реализующ|участвующ|вошедш|входящ|функционир|находящ|подведомственн|расположенн|включённ|включенн|курирующ|отвечающ|работающ|в том числе|включая|кроме|при |по |за |с |со |на |для |из |от |до |и |или |совместно|далее)/i;
const LIST_MARK = /^(?:[•·▪*\-–—]\s+|\d{1,2}[.)]\s+(?=\D)|отв(?:етственн[а-яё]+)?\s*[.:–-]\s*)+/i;
/** A dot here ends an abbreviation, not the party. */
const ABBREVIATED =
  /(?:^|[\s.(«])(?:[А-ЯЁ]|г|гг|им|ул|обл|зам|зав|рук|кл|соц|пед|уч|нач|спец|гл|ст|вед|отв|проф|доц)$/i;
const SUBJECTS =
  /^(?:математик|физик|хими|биологи|географи|истори|обществознани|информатик|литератур|иностранн|английск|русск|родн|начальн|музык|технологи|физическ)/i;
const OBLIQUE = /^[а-яё]+(?:ого|его|ому|ему|ыми|ими|ами|ями|ов|ев|ых|их|ой|ом)(?:\s|$)/;

export function splitParties(lines: readonly PartyLine[], context: PartyContext): PartyDraft[] {
  const pieces = lines.length === 0 ? [] : joinWrapped(lines).flatMap(cut);
  const order = orderOf(pieces);
  const drafts: PartyDraft[] = [];
  for (const piece of pieces) addPiece(drafts, piece, order, context);
  shareBodies(drafts, order);
  return drafts
    .map((draft) => ({ ...draft, text: trimSeparators(draft.text) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
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

/** At semicolons, commas and sentence ends outside brackets and quotes. */
function cut(whole: Piece): Piece[] {
  const { text } = whole;
  const mask = protectedMask(text);
  const pieces: Piece[] = [];
  let from = 0;
  let before = whole.before;
  for (const match of text.matchAll(/[;,]|\sи(?=\s)|\.(?=\s+[«"]?[А-ЯЁ])/g)) {
    if (mask[match.index]) continue;
    const left = text.slice(from, match.index).trim();
    if (match[0] === '.' && ABBREVIATED.test(left)) continue;
    if (match[0] === ' и' && !joinsParties(left, text.slice(match.index + 3))) continue;
    pieces.push({ text: left, before });
    from = match.index + match[0].length;
    before = match[0] === ' и' ? ',' : match[0];
  }
  pieces.push({ text: text.slice(from).trim(), before });
  return pieces.filter((piece) => piece.text !== '');
}

/** «КОПО и ЛОИРО» are two parties, «руководители и педагоги ОО» and «образования и науки» are not. */
function joinsParties(left: string, right: string): boolean {
  const before = opening(left);
  const after = opening(right);
  if (before === null || after === null || !after.certain || asksForMore(left)) return false;
  if (before.kind === 'role') return after.kind === 'body' && isUnambiguous(after.head);
  return after.kind === before.kind || (before.kind === 'body' && isUnambiguous(after.head));
}

function orderOf(pieces: readonly Piece[]): Order {
  for (const [index, piece] of pieces.entries()) {
    const [person] = findPersons(piece.text);
    if (person === undefined) continue;
    const lead = bare(piece.text.slice(0, person.start));
    if (lead === '')
      return piece.before === '\n' && isSingularRole(pieces[index - 1]?.text) ? 'post-first' : 'person-first';
    return opening(lead)?.kind === 'role' ? 'post-first' : 'body-first';
  }
  return 'person-first';
}

function isSingularRole(text: string | undefined): boolean {
  const head = text === undefined ? null : opening(text);
  return head?.kind === 'role' && SINGULAR_ROLES.has(head.head);
}

function bare(text: string): string {
  return text.replace(/^[\s,;.:–—-]+|[\s,;.:–—-]+$/g, '').replace(/^\(([^()]*)\)$/, '$1');
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let from = 0;
  const addText = (slice: string) => {
    for (const part of cutMissing(slice)) units.push({ kind: 'text', text: part, name: null });
  };
  for (const person of findPersons(text)) {
    addText(text.slice(from, person.start));
    units.push({ kind: 'person', text: text.slice(person.start, person.end), name: person.name });
    from = person.end;
  }
  addText(text.slice(from));
  return units;
}

/** «муниципальные методические службы руководители ОО»: a plural role in the nominative begins the next party. */
function cutMissing(slice: string): string[] {
  const text = slice.trim();
  if (text === '') return [];
  const mask = protectedMask(text);
  const starts = [0];
  for (const match of text.matchAll(/\s([А-Яа-яЁё]+)/g)) {
    const word = (match[1] as string).toLowerCase();
    const before = text.slice(starts.at(-1), match.index);
    if (mask[match.index] || !PLURAL_ROLES.has(word) || !opening(text.slice(match.index + 1))?.certain) continue;
    const previous = before.trim().split(/\s/).at(-1)?.toLowerCase() ?? '';
    if (asksForMore(before) || previous.endsWith('.') || PLURAL_ROLES.has(previous) || opening(before) === null)
      continue;
    starts.push(match.index + 1);
  }
  return starts.map((start, index) => text.slice(start, starts[index + 1]).trim());
}

function addPiece(drafts: PartyDraft[], piece: Piece, order: Order, context: PartyContext): void {
  const text = piece.text.replace(/^а также\s+/i, '');
  const last = drafts.at(-1);
  const strong = piece.before === ';' || piece.before === '\n';
  if (last !== undefined && !strong && belongsTo(last, text, context)) {
    append(last, text, piece.before);
    return;
  }
  const units = unitsOf(text);
  units.forEach((unit, index) => {
    const next = units[index + 1];
    const current = drafts.at(-1);
    const here = index > 0;
    const separator = here ? ' ' : piece.before;
    if (unit.kind === 'person') {
      if (
        here &&
        current !== undefined &&
        current.person === null &&
        current.about !== '' &&
        !startedAsPost(current, units, index)
      ) {
        addPerson(current, unit);
      } else if (
        order === 'post-first' &&
        piece.before === '\n' &&
        current?.person === null &&
        isSingularRole(current.about)
      ) {
        addPerson(current, unit);
      } else drafts.push({ text: unit.text, person: unit.name, about: '', shared: null });
      return;
    }
    const opens = opening(bare(unit.text));
    const post = opens?.kind === 'role' || /^[(–—-]/.test(unit.text);
    if (
      current?.person &&
      post &&
      (here || !strong) &&
      takesPost(current, opens?.head ?? '', order, here, next !== undefined)
    ) {
      append(current, unit.text, separator);
      return;
    }
    if (
      opens !== null &&
      PLURAL_ROLES.has(opens.head) &&
      !SINGULAR_ROLES.has(opens.head) &&
      !here &&
      !strong &&
      order === 'person-first'
    ) {
      const bareOnes = trailingBarePersons(drafts);
      if (bareOnes.length > 1) {
        for (const draft of bareOnes) draft.shared = unit.text;
        append(bareOnes.at(-1) as PartyDraft, unit.text, separator);
        return;
      }
    }
    if (
      here &&
      current?.person &&
      (opens === null || (opens.kind !== 'role' && order !== 'body-first' && next === undefined))
    )
      append(current, unit.text, ' ');
    else drafts.push({ text: unit.text, person: null, about: unit.text, shared: null });
  });
}

function addPerson(draft: PartyDraft, unit: Unit): void {
  draft.text = `${draft.text} ${unit.text}`;
  draft.person = unit.name;
}

/** The text before this person was taken as the post of the person before; nothing is left to join. */
function startedAsPost(current: PartyDraft, units: readonly Unit[], index: number): boolean {
  return units[index - 1]?.kind === 'person' || !current.text.endsWith(units[index - 1]?.text ?? '');
}

function append(draft: PartyDraft, text: string, separator: string): void {
  draft.text += separator.trim() === '' ? ` ${text}` : `${separator} ${text}`;
  const addition = bare(text);
  draft.about = draft.about === '' ? addition : `${draft.about}${separator.trim() === '' ? '' : separator} ${addition}`;
}

/** A piece after a comma that only goes on with the party before. */
function belongsTo(last: PartyDraft, text: string, context: PartyContext): boolean {
  if (/^\(?по согласованию\)?$/i.test(text) || /^[(]/.test(text)) return true;
  if (/\d[).]*$/.test(last.text) || /№/.test(last.text)) {
    if (continuesSchools(text, context.schoolAcronyms)) return true;
  }
  if (CLAUSE.test(text)) return true;
  if (opening(text) !== null) return false;
  return (
    NOT_BODIES.has(text) || OBLIQUE.test(text) || (/^(?:учител|преподавател)/i.test(last.about) && SUBJECTS.test(text))
  );
}

function takesPost(current: PartyDraft, head: string, order: Order, here: boolean, followed: boolean): boolean {
  if (PLURAL_ROLES.has(head) && !SINGULAR_ROLES.has(head)) return false;
  if (order !== 'person-first') return here && !followed && current.about === '';
  return current.about === '' || (ADDED_POSTS.has(head) && !followed);
}

/** Persons at the end of the list that have no post or body yet. */
function trailingBarePersons(drafts: readonly PartyDraft[]): PartyDraft[] {
  const from = drafts.findLastIndex((draft) => draft.person === null || draft.about !== '');
  return drafts.slice(from + 1);
}

/** «КОПО Иванова И.И., Петрова П.П., ИРО Сидорова С.С.»: a person without a body is of the body named last. */
function shareBodies(drafts: readonly PartyDraft[], order: Order): void {
  if (order !== 'body-first') return;
  let body: string | null = null;
  for (const draft of drafts) {
    if (draft.person === null) body = null;
    else if (draft.about !== '') body = opening(draft.about)?.kind === 'role' ? null : draft.about;
    else if (draft.shared === null) draft.shared = body;
  }
}
