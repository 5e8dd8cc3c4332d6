/**
 * Groups the pieces of a cell into parties. A piece may be a party of its own, a post of the person before, the
 * rest of a list of schools; and within a piece a comma may be missing before the next surname or body.
 * A post that follows several persons («Иванова И.И., Петрова П.П., специалисты отдела») is shared by them all:
 * each person is a party, the post stays in the text of the last one.
 */
import { protectedMask, trimSeparators } from '../text/split.ts';
import { ADDED_POSTS, NOT_BODIES, PLURAL_ROLES, POSTS_IN_BODIES, SINGULAR_ROLES } from './lexicon.ts';
import type { PartyContext, PartyDraft } from './party.ts';
import { findPersons } from './person.ts';
import { beginsNextBody } from './next-body.ts';
import { type PartyLine, type Piece, piecesOf } from './pieces.ts';
import { continuesSchools } from './schools.ts';
import { asksForMore, type Opening, opening } from './starts.ts';

/** Whether persons come before their posts, after their posts or after their bodies. */
type Order = 'person-first' | 'post-first' | 'body-first';
/** A person or the words between persons. */
type Unit = { text: string; person: string | null /** A space stands before it. */; spaced: boolean };

const CLAUSE =
  /^(?:которы|осуществля|имеющ|показавш|показыва|демонстрир|реализующ|участвующ|вошедш|входящ|функционир|находящ|подведомственн|расположенн|включённ|включенн|курирующ|отвечающ|работающ|в том числе|включая|кроме|при |по |за |с |со |на |для |из |от |до |и |или |совместно|далее)/i;
/** «директора школ №№ 1, 5, МБОУ «СОШ с. Заречное»»: a school that has a name instead of a number. */
const NAMED_SCHOOL = /^[А-Я]{1,3}ОУ\s+(?:[СОН]ОШ\s*)?[«"]/;
const SUBJECTS =
  /^(?:математик|физик|хими|биологи|географи|истори|обществознани|информатик|литератур|иностранн|английск|русск|родн|начальн|музык|технологи|физическ)/i;
const OBLIQUE = /^[а-яё]+(?:ого|его|ому|ему|ыми|ими|ами|ями|ов|ев|ых|их|ой|ом)(?:\s|$)/;

export function splitParties(lines: readonly PartyLine[], context: PartyContext): PartyDraft[] {
  const pieces = piecesOf(lines);
  const order = orderOf(pieces);
  const drafts: PartyDraft[] = [];
  for (const piece of pieces) addPiece(drafts, piece, order, context);
  shareOn(drafts, order);
  return drafts
    .map((draft) => ({ ...draft, text: trimSeparators(draft.text) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

function orderOf(pieces: readonly Piece[]): Order {
  for (const [index, piece] of pieces.entries()) {
    const [person] = findPersons(piece.text);
    if (person === undefined) continue;
    const lead = bare(piece.text.slice(0, person.start));
    if (lead === '') {
      const underPost = piece.before === '\n' && isSingularRole(pieces[index - 1]?.text);
      return underPost ? 'post-first' : 'person-first';
    }
    return opening(lead)?.kind === 'role' ? 'post-first' : 'body-first';
  }
  return 'person-first';
}

function addPiece(drafts: PartyDraft[], piece: Piece, order: Order, context: PartyContext): void {
  const text = piece.text.replace(/^а также\s+|^(?:со)?исполнител[ьи]\s*:\s*/i, '');
  const last = drafts.at(-1);
  if (last !== undefined && !isStrong(piece) && belongsTo(last, text, context)) {
    append(last, text, `${piece.before} `);
    return;
  }
  const units = unitsOf(text);
  for (const [index, unit] of units.entries()) {
    const place: Place = { order, piece, first: index === 0, next: units[index + 1], before: units[index - 1] };
    if (unit.person === null) addWords(drafts, unit, place);
    else addPerson(drafts, unit, unit.person, place);
  }
}

/** Where a unit stands: in what cell, in what piece, between what. */
type Place = { order: Order; piece: Piece; first: boolean; next: Unit | undefined; before: Unit | undefined };

/** A new paragraph or a semicolon always begins another party. */
const isStrong = (piece: Piece): boolean => piece.before === ';' || piece.before === '\n';

function addPerson(drafts: PartyDraft[], unit: Unit, person: string, { order, piece, first, before }: Place): void {
  const current = drafts.at(-1);
  const awaits = current !== undefined && current.person === null && current.about !== '';
  const afterOwnWords =
    awaits && !first && before !== undefined && before.person === null && current.text.endsWith(before.text);
  const underPost = awaits && first && order === 'post-first' && piece.before === '\n' && isSingularRole(current.about);
  if (afterOwnWords || underPost) {
    current.text += `${unit.spaced || first ? ' ' : ''}${unit.text}`;
    current.person = person;
  } else drafts.push({ text: unit.text, person, about: '', shared: null });
}

function addWords(drafts: PartyDraft[], unit: Unit, { order, piece, first, next }: Place): void {
  const opens = opening(bare(unit.text));
  const current = drafts.at(-1);
  const separator = first ? `${piece.before} ` : unit.spaced ? ' ' : '';
  const weak = !first || !isStrong(piece);
  if (current !== undefined && current.person !== null && weak) {
    const isPost = opens?.kind === 'role' || /^[(–—-]/.test(unit.text);
    if (isPost && takesPost(current, opens, order, first, next)) return append(current, unit.text, separator);
    if (first && order === 'body-first' && next === undefined && isPostInBody(unit.text, opens)) {
      current.text += separator + unit.text;
      current.post = bare(unit.text);
      return;
    }
    const sharers = first && order === 'person-first' && isPlural(opens) ? trailingBarePersons(drafts) : [];
    if (sharers.length > 1) {
      for (const draft of sharers) draft.shared = unit.text;
      return append(current, unit.text, separator);
    }
    const isBodyOfPerson = opens !== null && opens.kind !== 'role' && order !== 'body-first' && next === undefined;
    if (!first && (opens === null || isBodyOfPerson)) return append(current, unit.text, separator);
  }
  drafts.push({ text: unit.text, person: null, about: bare(unit.text), shared: null });
}

function append(draft: PartyDraft, text: string, separator: string): void {
  draft.text += separator + text;
  const addition = bare(text);
  if (addition !== '') draft.about = draft.about === '' ? addition : draft.about + separator + addition;
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let from = 0;
  const add = (start: number, end: number, person: string | null) => {
    units.push({ text: text.slice(start, end), person, spaced: /\s/.test(text[start - 1] ?? '') });
  };
  const addText = (start: number, end: number) => {
    for (const [partStart, partEnd] of cutMissing(text.slice(start, end)))
      add(start + partStart, start + partEnd, null);
  };
  for (const person of findPersons(text)) {
    addText(from, person.start);
    add(person.start, person.end, person.name);
    from = person.end;
  }
  addText(from, text.length);
  return units;
}

/** «муниципальные методические службы руководители ОО»: a plural role or a body in the nominative begins the next party. */
function cutMissing(text: string): [start: number, end: number][] {
  const mask = protectedMask(text);
  const starts = [text.search(/\S/)];
  if (starts[0] === -1) return [];
  for (const match of text.matchAll(/\s([А-Яа-яЁё]+)/g)) {
    if (mask[match.index]) continue;
    const word = (match[1] as string).toLowerCase();
    const before = text.slice(starts.at(-1), match.index).trim();
    if (beginsNextBody(before, text.slice(match.index + 1))) {
      starts.push(match.index + 1);
      continue;
    }
    if (!PLURAL_ROLES.has(word) || !opening(text.slice(match.index + 1))?.certain) continue;
    const previous = before.split(/\s/).at(-1)?.toLowerCase() ?? '';
    const goesOn = asksForMore(before) || previous.endsWith('.') || PLURAL_ROLES.has(previous);
    if (!goesOn && opening(before) !== null) starts.push(match.index + 1);
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length;
    return [start, start + text.slice(start, end).trimEnd().length];
  });
}

/** A piece after a comma that only goes on with the party before. */
function belongsTo(last: PartyDraft, text: string, context: PartyContext): boolean {
  if (/^\(?по согласованию\)?$/i.test(text) || text.startsWith('(') || CLAUSE.test(text)) return true;
  const afterSchools = /\d[).]*$/.test(last.text) || last.text.includes('№');
  if (afterSchools && continuesSchools(text, context.schoolAcronyms)) return true;
  if (afterSchools && isPlural(opening(last.about)) && NAMED_SCHOOL.test(text)) return true;
  if (opening(text) !== null) return false;
  const isSubject = /^(?:учител|преподавател)/i.test(last.about) && SUBJECTS.test(text);
  return NOT_BODIES.has(text) || OBLIQUE.test(text) || isSubject;
}

function takesPost(
  current: PartyDraft,
  opens: Opening | null,
  order: Order,
  first: boolean,
  next: Unit | undefined,
): boolean {
  if (isPlural(opens)) return false;
  if (order !== 'person-first') return !first && next === undefined && current.about === '';
  return current.about === '' || (ADDED_POSTS.has(opens?.head ?? '') && next === undefined);
}

/** «Управление образования Первый И.И., главный специалист»: such a post is held in the body just named, not in a school. */
function isPostInBody(text: string, opens: Opening | null): boolean {
  return opens !== null && POSTS_IN_BODIES.has(opens.head) && !/директор|школ|ОУ|ОО|УВР/.test(text);
}

/** Persons at the end of the list that have no post or body yet. */
function trailingBarePersons(drafts: readonly PartyDraft[]): PartyDraft[] {
  const from = drafts.findLastIndex((draft) => draft.person === null || draft.about !== '');
  return drafts.slice(from + 1);
}

/**
 * «КОПО Иванова И.И., Петрова П.П., ИРО Сидорова С.С.»: a person without a body is of the body named last;
 * «Учителя: Иванова И.И., Петрова П.П.»: a plural post before persons is of them all.
 */
function shareOn(drafts: readonly PartyDraft[], order: Order): void {
  if (order === 'person-first') return;
  let named: string | null = null;
  for (const draft of drafts) {
    if (draft.person === null) named = null;
    else if (draft.about === '') draft.shared ??= named;
    else {
      const opens = opening(draft.about);
      named = opens?.kind === 'role' && !isPlural(opens) ? null : draft.about;
    }
  }
}

function isPlural(opens: Opening | null): boolean {
  return opens !== null && PLURAL_ROLES.has(opens.head) && !SINGULAR_ROLES.has(opens.head);
}

function isSingularRole(text: string | undefined): boolean {
  const opens = text === undefined ? null : opening(text);
  return opens?.kind === 'role' && SINGULAR_ROLES.has(opens.head);
}

function bare(text: string): string {
  // The look behind makes a run be tried once, not from each of its characters.
  return text.replace(/^[\s,;.:)–—-]+|(?<![\s,;.:(–—-])[\s,;.:(–—-]+$/g, '').replace(/^\(([^()]*)\)$/, '$1');
}
