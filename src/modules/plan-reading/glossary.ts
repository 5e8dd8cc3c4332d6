/**
 * The list of abbreviations: lines «ТЕРМИН – значение» under a heading of their own, or several of them in a row.
 * «(далее – X)» in running text is no entry.
 */
import { fold } from './text/clean.ts';
import { splitOutside, trimSeparators } from './text/split.ts';

export type GlossaryEntry = { term: string; meaning: string };
export type FoundGlossary = { entries: GlossaryEntry[]; used: Set<number> };

const HEADING =
  /^(?:список|перечень|используемые|принятые|условные|применяемые)?\s*(?:используемых\s+|принятых\s+|условных\s+)?(?:сокращени|обозначени|аббревиатур)[а-яё]*(?:[\s,а-яё]*(?:обозначени|сокращени|аббревиатур|термин|определени)[а-яё]*)?(?:,?\s*(?:используем|принят|применяем)[^:]*)?\s*[:.]?\s*/i;
/** A line that only announces the list. */
export const isGlossaryHeading = (line: string): boolean =>
  HEADING.exec(line)?.[0].length === line.length && line !== '';

const ENTRY = /^[«"*]*([А-ЯЁA-Z][^\s–—-]*(?:[ /-][^\s–—]+){0,5}?)[»"]?\s*(?:\s[-–—]|[–—]|:)\s*(\S.*)$/;
const LONGEST_TERM = 40;
const ENOUGH_WITHOUT_HEADING = 3;

export function readGlossary(lines: readonly string[]): FoundGlossary {
  const found: FoundGlossary = { entries: [], used: new Set() };
  for (let at = 0; at < lines.length; at++) {
    const heading = HEADING.exec(lines[at] as string);
    const underHeading = heading !== null && heading[0] !== '';
    const inline = underHeading ? (lines[at] as string).slice(heading[0].length) : '';
    const first = underHeading ? at + 1 : at;
    const block = readBlock(lines, first, underHeading);
    const own =
      inline === '' ? [] : splitOutside(inline, /;/g).flatMap((piece) => entryOf(trimSeparators(piece), true) ?? []);
    const entries = [...own, ...block.entries];
    if (entries.length === 0 || (!underHeading && entries.length < ENOUGH_WITHOUT_HEADING)) continue;
    found.entries.push(...entries);
    for (let line = at; line < block.end; line++) found.used.add(line);
    at = Math.max(at, block.end - 1);
  }
  return found;
}

function readBlock(
  lines: readonly string[],
  from: number,
  underHeading: boolean,
): { entries: GlossaryEntry[]; end: number } {
  const entries: GlossaryEntry[] = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at] as string;
    const several = splitOutside(line, /;(?=\s*[А-ЯЁA-Z])/g).map((piece) => entryOf(piece, underHeading));
    const before = entries.at(-1);
    if (several.every((entry) => entry !== null)) entries.push(...several);
    // The meaning goes on in the next paragraph while its sentence is not closed.
    else if (before !== undefined && !/[.;]$/.test(lines[at - 1] as string))
      before.meaning = `${before.meaning} ${line}`;
    else break;
  }
  return { entries: entries.map(({ term, meaning }) => ({ term, meaning: trimSeparators(fold(meaning)) })), end: at };
}

function entryOf(line: string, underHeading: boolean): GlossaryEntry | null {
  const match = ENTRY.exec(fold(line));
  if (match === null) return null;
  const term = (match[1] as string).trim();
  const isAbbreviation = /[А-ЯЁA-Z].*[А-ЯЁA-Z]/.test(term) && !/[а-яё]{4,}/.test(term);
  return term.length <= LONGEST_TERM && (underHeading || isAbbreviation) ? { term, meaning: match[2] as string } : null;
}

/** The abbreviations explained as many bodies, not as one: «МОУО – органы местного самоуправления …». */
export function classTermsOf(entries: readonly GlossaryEntry[]): Set<string> {
  return new Set(
    entries
      .filter(({ meaning }) => /^(?:[а-яё-]+(?:ые|ие)\s+)*[а-яё-]+[ыи](?:[\s,]|$)/i.test(meaning))
      .map(({ term }) => term),
  );
}
