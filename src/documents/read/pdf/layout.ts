/** Pieces of text to lines and lines to paragraphs, by where they stand. */
import type { Paragraph } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import { contains, type Link, type TextPiece } from './geometry.ts';
import type { WordJoiner } from './hyphens.ts';

export type Line = {
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  bold: boolean;
  someBold: boolean;
  italic: boolean;
  links: string[];
};

/** The place that lines may fill; `exact` in cells, where it is ruled. */
export type Measure = { left: number; right: number; exact: boolean };

/** Shares of the letter size. */
const SAME_LINE = 0.45;
const WORD_GAP = 0.17;
const TAB_GAP = 2.5;
const DOUBLE_PRINT = 0.15;
/** How much wider than usual a gap between lines divides paragraphs, and how far a first line is indented. */
const WIDE_GAP = 1.4;
const LINE_PITCH = 1.15;
const INDENT = 9;
/** A word that would have fitted by less than this may still have been wrapped. */
const SLACK = 3;

const LIST_NUMBER = /^(\d{1,2})[.)](?=\s|[А-ЯЁA-Z«])/;
/** A tab stop between a list number and its text is no division of the line. */
const AFTER_NUMBER = /^((?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVX]{1,5}[.)]|[а-яa-z]\)|[-–—•]))\t/i;
const LIST_MARK = /^(?:[-–—•▪·●*]|[а-яa-z]\))\s/;
/** Kept with the word before it by those who set the text, not the beginning of anything: «№ 7», «г.». */
const NEVER_FIRST = /^(?:№№?\s?\d|гг?\.(?:\s|$))/;
const STARTS_SMALL = /^[\p{Ll}(«]/u;
const SENTENCE_END = /[.;:!?]$/;
const LIST_ITEM_END = /[.;:,]$/;

export function linesOf(pieces: TextPiece[], links: Link[] = []): Line[] {
  const level = grouped(
    pieces.filter((piece) => !piece.turned),
    (piece) => piece.baseline,
  );
  const lines = level.map((line) =>
    oneLine(
      line.sort((a, b) => a.left - b.left),
      links,
    ),
  );
  return [
    ...turnedLine(
      pieces.filter((piece) => piece.turned),
      links,
    ),
    ...lines,
  ];
}

/** Lines of text running up stand side by side from left to right, of text running down from right to left. */
function turnedLine(pieces: TextPiece[], links: Link[]): Line[] {
  if (pieces.length === 0) return [];
  const columns = grouped(pieces, (piece) => (piece.turned === 'up' ? piece.left : -piece.left));
  const inOrder = columns.flatMap((column) => {
    return column.sort((a, b) => (a.turned === 'up' ? b.baseline - a.baseline : a.baseline - b.baseline));
  });
  return [{ ...oneLine(inOrder, links), text: inOrder.map((piece) => piece.text.trim()).join(' ') }];
}

function grouped(pieces: TextPiece[], place: (piece: TextPiece) => number): TextPiece[][] {
  const groups: TextPiece[][] = [];
  for (const piece of [...pieces].sort((a, b) => place(a) - place(b) || a.left - b.left)) {
    const first = groups.at(-1)?.[0];
    const near =
      first && place(piece) - place(first) <= SAME_LINE * Math.min(Math.max(piece.size, 1), Math.max(first.size, 1));
    if (near) groups.at(-1)!.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function oneLine(pieces: TextPiece[], links: Link[]): Line {
  let text = '';
  let previous: TextPiece | null = null;
  const kept: TextPiece[] = [];
  for (const piece of pieces) {
    if (previous && isPrintedTwice(previous, piece)) continue;
    if (previous) text += between(previous, piece);
    text += piece.text;
    previous = piece;
    kept.push(piece);
  }
  const size = Math.max(...kept.map((piece) => piece.size));
  const inked = kept.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  const found = kept.flatMap((piece) =>
    links.filter((link) => contains(link, (piece.left + piece.right) / 2, piece.baseline - piece.size / 3)),
  );
  return {
    text: text.trim().replace(AFTER_NUMBER, '$1 '),
    left: kept[0]!.left,
    right: Math.max(...kept.map((piece) => piece.right)),
    baseline: kept[0]!.baseline,
    size,
    bold: inked.length > 0 && inked.every((piece) => piece.bold),
    someBold: kept.some((piece) => piece.bold),
    italic: inked.length > 0 && inked.every((piece) => piece.italic),
    links: [...new Set(found.map((link) => link.address))],
  };
}

/** Some printers make bold by printing twice. */
function isPrintedTwice(first: TextPiece, second: TextPiece): boolean {
  return first.text === second.text && Math.abs(first.left - second.left) < first.size * DOUBLE_PRINT;
}

function between(left: TextPiece, right: TextPiece): string {
  const gap = right.left - left.right;
  const size = Math.min(left.size, right.size);
  if (gap > size * TAB_GAP) return '\t';
  if (left.text.endsWith(' ') || right.text.startsWith(' ')) return '';
  return gap > size * WORD_GAP ? ' ' : '';
}

/** Paragraphs end where the next word would still have fitted, at list marks, indents and wide gaps. */
export function paragraphsOf(lines: Line[], measure: Measure, pitch: number, joiner: WordJoiner): Paragraph[] {
  const groups: Line[][] = [];
  let listNumber = 0;
  for (const line of lines) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    const number = Number(LIST_NUMBER.exec(line.text)?.[1] ?? 0);
    const nextItem = number === 1 || (number > 0 && number === listNumber + 1);
    if (nextItem) listNumber = number;
    const starts = !group || !previous || nextItem || startsParagraph(group[0]!, previous, line, measure, pitch);
    if (starts) groups.push([line]);
    else group.push(line);
  }
  return groups.map((group) => toParagraph(group, measure, joiner));
}

function startsParagraph(first: Line, previous: Line, line: Line, measure: Measure, pitch: number): boolean {
  const step = line.baseline - previous.baseline;
  if (step > WIDE_GAP * Math.max(pitch, LINE_PITCH * Math.max(line.size, previous.size))) return true;
  if (NEVER_FIRST.test(line.text)) return false;
  if (differs(previous, line) || previous.left - line.left > (measure.right - measure.left) * 0.25) return true;
  if (LIST_MARK.test(line.text) && (LIST_ITEM_END.test(previous.text) || LIST_MARK.test(first.text))) return true;
  const centred = Math.abs(middle(line) - middle(previous)) < 2;
  if (goesOnSmall(previous, line, centred, measure)) return false;
  if (roomAfter(previous, line, centred, measure) > firstWordWidth(line) + previous.size / 4 + SLACK) return true;
  const hanging = LIST_NUMBER.test(first.text) || LIST_MARK.test(first.text);
  return !centred && !hanging && line.left - previous.left > INDENT;
}

/** Outside of cells the right margin is a guess, and titles break where they like: a small letter goes on. */
function goesOnSmall(previous: Line, line: Line, centred: boolean, { left, right, exact }: Measure): boolean {
  if (!STARTS_SMALL.test(line.text) || SENTENCE_END.test(previous.text)) return false;
  const filled = previous.right - previous.left > (right - left) * 0.6 && Math.abs(line.left - left) < 2;
  return centred || (!exact && filled);
}

/** Another weight or size of letters: a heading ends or begins. */
function differs(previous: Line, line: Line): boolean {
  const weight = (previous.bold && !line.someBold) || (line.bold && !previous.someBold);
  return weight || Math.abs(previous.size - line.size) > 1.5;
}

/** How much of the measure the line left free. */
function roomAfter(line: Line, next: Line, centred: boolean, { left, right }: Measure): number {
  if (centred) return right - left - (line.right - line.left);
  const flushRight = Math.abs(line.right - next.right) < 2 && line.left - left > (right - left) * 0.3;
  return flushRight ? line.left - left : right - line.right;
}

function middle(line: Line): number {
  return (line.left + line.right) / 2;
}

/** Up to the first place where the word may break. */
function firstWordWidth(line: Line): number {
  const word = /^\S+?(?:[-–/](?=\S)|(?=\s|$))/.exec(line.text)?.[0] ?? line.text;
  return ((line.right - line.left) * inkOf(word)) / Math.max(inkOf(line.text), 1);
}

/** Width in letters of the usual width: in one line capitals and «м», «ш» take more, spaces and points less. */
function inkOf(text: string): number {
  let ink = 0;
  for (const letter of text)
    ink += /[\s.,;:()«»"'-]/.test(letter) ? 0.5 : /[жмшщыюфЖМШЩЫЮФ№%@A-ZА-Я]/.test(letter) ? 1.4 : 1;
  return ink;
}

/** A word too wide for its cell is broken at any letter, without a hyphen: it stands alone in its line and fills it. */
function isForcedBreak(line: Line, next: Line | undefined, { left, right, exact }: Measure): boolean {
  if (!exact || next === undefined || !/^\p{L}{4,}$/u.test(line.text) || !/^\p{Ll}/u.test(next.text)) return false;
  if (FUNCTION_WORD.test(next.text)) return false;
  // A line that ends as words do, before one that begins with another long word, was filled by chance.
  if (/[аеёийоуыэюяь]$/iu.test(line.text) && /^\p{Ll}{5}/u.test(next.text)) return false;
  const width = line.right - line.left;
  return right - left - width < (width / inkOf(line.text)) * 1.3;
}

const FUNCTION_WORD = /^(?:и|или|в|во|на|о|об|по|с|со|к|от|до|для|из|за|при|у|не)(?!\p{L})/u;

function toParagraph(lines: Line[], measure: Measure, joiner: WordJoiner): Paragraph {
  const texts = lines.map((line, index) =>
    isForcedBreak(line, lines[index + 1], measure) ? `${line.text}\u00ad` : line.text,
  );
  return paragraph(joiner.join(texts), {
    bold: lines.every((line) => line.bold),
    italic: lines.every((line) => line.italic),
    align: alignmentOf(lines, measure),
    links: [...new Set(lines.flatMap((line) => line.links))],
  });
}

function alignmentOf(lines: Line[], { left, right }: Measure): Paragraph['align'] {
  const width = right - left;
  const isCentred = (line: Line) =>
    Math.abs(middle(line) - (left + right) / 2) < width * 0.02 + 1 && line.left - left > width * 0.03;
  const isRight = (line: Line) => right - line.right < width * 0.02 && line.left - left > width * 0.35;
  if (lines.some(isCentred) && lines.every((line) => isCentred(line) || line.right - line.left > width * 0.9))
    return 'center';
  return lines.every(isRight) ? 'right' : null;
}

/** The usual distance of two lines of one column. */
export function usualPitch(columns: Line[][]): number {
  const steps = columns
    .flatMap((lines) => lines.slice(1).map((line, index) => line.baseline - lines[index]!.baseline))
    .filter((step) => step > 1);
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 3)] ?? 0;
}
