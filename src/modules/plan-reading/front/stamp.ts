/** The approval stamp: by what act, of whom, number and date. */
import type { Approval } from '../contract.ts';
import { fold } from '../text/clean.ts';
import { trimSeparators } from '../text/split.ts';
import { bodyBehind } from '../parties/organisation.ts';
import { nominativeOf } from '../parties/nominative.ts';
import { findPersons } from '../parties/person.ts';
import { opening } from '../parties/starts.ts';
import { startsTitle } from './title.ts';
import { findDate } from './written-date.ts';

const STAMP_WORD =
  /^(?:«?\s*)(утв(?:ержд[а-яё]+|\.)|согласован[а-яё]*|принят[а-яё]*|рассмотрен[а-яё]*|рекомендован[а-яё]*|введ[её]н[а-яё]*|приложение)(?![а-яё])/i;
/** The word «УТВЕРЖДЁН» may be lost with the page header; the act alone still is a stamp. */
const BARE_ACT = /^(?:приказом|распоряжением|постановлением|решением)\s/i;
const ACT_LETTERHEAD =
  /^(?:п\s?р\s?и\s?к\s?а\s?з|р\s?а\s?с\s?п\s?о\s?р\s?я\s?ж\s?е\s?н\s?и\s?е|п\s?о\s?с\s?т\s?а\s?н\s?о\s?в\s?л\s?е\s?н\s?и\s?е)$/i;
const ACTS: readonly (readonly [kind: string, stem: RegExp])[] = [
  ['приказ', /приказ[а-яё]*/i],
  ['распоряжение', /распоряжени[а-яё]*/i],
  ['постановление', /постановлени[а-яё]*/i],
  ['решение', /решени[а-яё]*/i],
  ['протокол', /протокол[а-яё]*/i],
  ['письмо', /письм[а-яё]+/i],
];
const NUMBER = /(?:№|N)\s*([0-9А-Яа-яA-Za-z][0-9А-Яа-яA-Za-z/.\-–]*)/g;
const LONGEST_STAMP = 12;
const LONGEST_STAMP_LINE = 200;

export type Stamp = {
  approval: Approval | null /** Indexes of the lines that belong to stamps and letterheads. */;
  used: Set<number> /** The title can only stand below. */;
  end: number;
};

export function readStamp(lines: readonly string[]): Stamp {
  const used = new Set<number>();
  const found: { approval: Approval; rank: number; end: number }[] = [];
  for (let at = 0; at < lines.length; at++) {
    const word = stampWord(lines[at] as string);
    const isLetterhead = ACT_LETTERHEAD.test(lines[at] as string);
    if (word === null && !isLetterhead && !BARE_ACT.test(lines[at] as string)) continue;
    const end = stampEnd(lines, at);
    const text = wholeNumbers(fold(lines.slice(at, end).join(' ')));
    for (let line = at; line < end; line++) used.add(line);
    const approval = isLetterhead ? readLetterhead(lines, at, text) : readAct(text);
    const rank = word?.startsWith('утв') ? 3 : word === 'приложение' ? 2 : 1;
    if (approval.kind !== null || approval.date !== null || (rank === 3 && approval.body !== null))
      found.push({ approval, rank, end });
    at = end - 1;
  }
  const best = found.reduce<(typeof found)[number] | null>(
    (winner, stamp) => (winner === null || stamp.rank >= winner.rank ? stamp : winner),
    null,
  );
  const end = used.size === 0 ? 0 : Math.max(...used) + 1;
  return { approval: best === null ? null : withBody(best.approval, found), used, end };
}

/** «Приложение к приказу от … № …»: whose order it is says the letterhead of the same order. */
function withBody(approval: Approval, found: readonly { approval: Approval }[]): Approval {
  if (approval.body !== null || approval.number === null) return approval;
  const same = found.find(
    ({ approval: { body, number, date } }) => body !== null && number === approval.number && date === approval.date,
  );
  return same === undefined ? approval : { ...approval, body: same.approval.body };
}

/** «№ 14-⏎од»: a number broken over two lines. */
const wholeNumbers = (text: string): string => text.replace(/(\d-) (?=[а-яё])/g, '$1');

function stampWord(line: string): string | null {
  return STAMP_WORD.exec(line)?.[1]?.toLowerCase() ?? null;
}

/** A stamp goes on until the title, the next stamp, or a line that is plainly running text. */
function stampEnd(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && end - at < LONGEST_STAMP) {
    const line = lines[end] as string;
    const word = stampWord(line);
    // «Приложение № 2 / УТВЕРЖДЁН …» is one stamp.
    if (word !== null && (stampWord(lines[at] as string) !== 'приложение' || word === 'приложение')) break;
    if (startsTitle(line) || line.length > LONGEST_STAMP_LINE || ACT_LETTERHEAD.test(line)) break;
    const text = wholeNumbers(lines.slice(at, end).join(' '));
    const complete =
      !text.endsWith('-') && findDate(text) !== null && text.search(NUMBER) >= 0 && /\d\S*\s*$/.test(text);
    if (complete && !/^(?:от\s|№|_|М\.?\s?П)/i.test(line)) break;
    end++;
  }
  return end;
}

function readAct(text: string): Approval {
  const act = ACTS.map(([kind, stem]) => ({ kind, match: stem.exec(text) }))
    .filter((candidate): candidate is { kind: string; match: RegExpExecArray } => candidate.match !== null)
    .sort((a, b) => a.match.index - b.match.index)[0];
  const from = act === undefined ? (STAMP_WORD.exec(text)?.[0].length ?? 0) : act.match.index + act.match[0].length;
  const rest = text.slice(from);
  const date = findDate(rest) ?? findDate(text);
  const found = numberIn(rest);
  // Without an act only a number right after the date is one: «МБОУ СОШ № 5» is a name.
  const number = act === undefined && found.start !== null ? null : found.number;
  const named = act === undefined ? signatory(text) : (bodyOf(rest) ?? signatory(text.slice(0, act.match.index)));
  return { kind: act?.kind ?? null, body: named, number, date: date?.date ?? null };
}

type ActNumber = {
  number: string | null /** Where it stands, when it stands before the date. */;
  start: number | null;
};

/** The number of the act stands beside its date; any other № belongs to the name of the body. */
function numberIn(text: string): ActNumber {
  const numbers = [...text.matchAll(NUMBER)];
  const dateAt = findDate(text)?.start ?? null;
  const after = dateAt === null ? undefined : numbers.find((match) => match.index > dateAt);
  const chosen =
    after ??
    numbers.findLast(
      (match) => dateAt !== null || match.index + match[0].length === text.trimEnd().length || numbers.length === 1,
    );
  if (chosen === undefined) return { number: null, start: null };
  return { number: (chosen[1] as string).replace(/[.–-]+$/, ''), start: after === undefined ? chosen.index : null };
}

const HEADS =
  /^(?:директора|начальника|руководителя|заведующего|заведующей|главы(?=\s+(?:администрации|управления|департамента)))\s+/i;
/** «протоколом заседания рабочей группы» */
const SITTING = /^(?:[а-яё]+(?:ого|его)\s+)?заседани[яе]\s+/i;

/** «министерства образования … от 29.04.2021 № 586» → the body in the nominative. */
function bodyOf(afterAct: string): string | null {
  const end = Math.min(findDate(afterAct)?.start ?? afterAct.length, numberIn(afterAct).start ?? afterAct.length);
  const body = trimSeparators(
    afterAct
      .slice(0, end)
      .replace(/\s\((?:протокол|приказ|распоряжение|от\s).*$/i, '')
      .replace(/[«"„\s]*$/, '')
      .replace(/[«"]?_{2,}.*$/, '')
      .replace(/(?:^|\s)от\s*$/i, ''),
  );
  if (body === '' || /^(?:по|от)(?![а-яё])/i.test(body)) return null;
  return nominativeOf(
    body
      .replace(SITTING, '')
      .replace(HEADS, '')
      .replace(/^министра(?=\s)/i, 'министерства')
      .replace(/^([Гг]лав)ы(?=\s)/, '$1а'),
  );
}

/** «УТВЕРЖДАЮ Директор МБОУ СОШ № 5 ______ И.О. Фамилия»: the body that the signatory heads. */
function signatory(text: string): string | null {
  const person = findPersons(text)[0]?.start ?? text.length;
  const line = text.search(/_{2,}|\/|«_*»|приказ|\s[МM]\.?\s?[ПP]\.?(?:\s|$)/i);
  const day = findDate(text)?.start ?? text.length;
  const named = trimSeparators(
    text
      .slice(0, Math.min(person, day, line < 0 ? text.length : line))
      .replace(STAMP_WORD, '')
      .replace(/^[\s:.]+/, ''),
  );
  if (named === '') return null;
  const opens = opening(named);
  if (opens?.kind === 'role') return bodyBehind(named, new Set());
  return opens === null ? null : named;
}

/** A letterhead shouts; words are known in small letters. */
function spoken(line: string): string {
  return line === line.toUpperCase() && line.includes(' ') ? line.toLowerCase() : line;
}

/** The act itself stands above the plan: the body is its letterhead. */
function readLetterhead(lines: readonly string[], at: number, text: string): Approval {
  const act = readAct(text.replace(/(?<=^(?:\S\s){2,}\S)\s/g, ' '));
  const kind = ACTS.find(([, stem]) => stem.test((lines[at] as string).replace(/\s/g, '')))?.[0] ?? act.kind;
  const head = lines.slice(Math.max(0, at - 4), at).filter((line) => line.length < LONGEST_STAMP_LINE);
  const start = head.findIndex((line) => ['body', 'abbreviation'].includes(opening(spoken(line))?.kind ?? ''));
  const named = head.slice(start + 1).findIndex((line) => !/^[«"]/.test(line));
  const body = start < 0 ? null : head.slice(start, named < 0 ? head.length : start + 1 + named).join(' ');
  return { kind, body, number: act.number, date: act.date };
}
