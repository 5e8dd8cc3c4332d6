/**
 * Cuts the cell of the expected results: at list numbers, semicolons and paragraphs, not at commas.
 * A paragraph that only goes on with the sentence before («план внутришкольного⏎контроля») is glued to it.
 */
import type { ExpectedResult } from '../contract.ts';
import { fold } from '../text/clean.ts';
import { protectedMask, splitOutside, trimSeparators } from '../text/split.ts';
import { opensResult, resultKind } from './kind.ts';

export type ResultLine = {
  text: string /** The automatic list number, if any. */;
  number: string | null;
  startsParagraph: boolean;
};

const BULLET = /^[•·▪–—*-]\s*/;
const TYPED_NUMBER = /^(\d{1,2})\s?[.)]\s*(?=\D)/;

export function readResults(
  lines: readonly ResultLine[],
  join: (lines: readonly string[]) => string,
): ExpectedResult[] {
  return glue(lines, join)
    .flatMap(cutNumbered)
    .flatMap((piece) => splitOutside(piece, /;/g))
    .flatMap(cutBullets)
    .map((piece) => trimSeparators(piece.replace(BULLET, '')))
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ text, kind: resultKind(text) }));
}

function glue(lines: readonly ResultLine[], join: (lines: readonly string[]) => string): string[] {
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && goesOn(before, line)) group.push(line.text);
    else groups.push([line.text]);
  }
  return groups.map((group) => fold(join(group)));
}

function goesOn(before: string, line: ResultLine): boolean {
  if (line.number !== null || BULLET.test(line.text)) return false;
  if (/[;.!?]$/.test(before) && !/(?:^|\s)[а-яё]{1,3}\.$/.test(before)) return false;
  if (/(?:^|\s)(?:и|или|в|во|на|по|о|об|с|со|к|у|из|от|для|за|при|не|№+)$|[-–(«]$/i.test(before)) return true;
  const open = (before.match(/[(«]/g) ?? []).length > (before.match(/[)»]/g) ?? []).length;
  if (open) return true;
  if (TYPED_NUMBER.test(line.text)) return false;
  return /^[а-яё(]/.test(line.text) && !opensResult(line.text);
}

/** «1. … 2. … 3 …»: markers count only in sequence from 1, so that a year or a class is never taken for one. */
function cutNumbered(text: string): string[] {
  const mask = protectedMask(text);
  const first = TYPED_NUMBER.exec(text);
  if (first === null || first[1] !== '1') return [first === null ? text : text.slice(first[0].length)];
  const pieces: string[] = [];
  let from = first[0].length;
  for (let next = 2; ; next++) {
    const marker = new RegExp(`(?<=[\\s;,.])${next}\\s?[.)]\\s*(?=[А-ЯЁа-яё«"])`, 'g');
    marker.lastIndex = from;
    let match = marker.exec(text);
    while (match !== null && mask[match.index]) match = marker.exec(text);
    if (match === null) break;
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  pieces.push(text.slice(from));
  return pieces;
}

/** «- приказ - справка»: a list of dashes run together, when every part opens like a result. */
function cutBullets(text: string): string[] {
  if (!BULLET.test(text)) return [text];
  const pieces = text.replace(BULLET, '').split(/\s[-–—•·▪]\s+/);
  return pieces.every(opensResult) ? pieces : [text];
}
