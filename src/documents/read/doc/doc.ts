/** Legacy Word documents (97–2003), read from their own structures: no converter is needed. */
import type { Block, Paragraph } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { CompoundFile } from '../compound.ts';
import { symbolText } from '../symbols.ts';
import type { Budget } from '../limits.ts';
import { ListCounters } from '../numbering.ts';
import { Story } from '../story.ts';
import { readBoxes } from './boxes.ts';
import { type DocFile, openDoc } from './file.ts';
import { type DocLists, readLists } from './lists.ts';
import { PieceText } from './pieces.ts';
import {
  characterProperties,
  type CharacterProperties,
  paragraphProperties,
  type ParagraphProperties,
  rowDefinition,
} from './properties.ts';
import { characterRuns, paragraphRuns, type Runs } from './runs.ts';
import { SPRM, type Sprm } from './sprms.ts';
import { DocStyles } from './styles.ts';

const CELL_END = '\u0007';
const SECTION_END = '\f';
const FIELD_BEGIN = '\u0013';
const FIELD_SEPARATOR = '\u0014';
const FIELD_END = '\u0015';
const ANCHOR = '\u0008';
const HYPERLINK = /HYPERLINK\s+"([^"]+)"/i;
/** Marks of pictures, notes and comments. */
const MARKS = new Set(['\u0001', '\u0002', '\u0003', '\u0004', '\u0005', ANCHOR]);
const SYMBOL = '(';
const BODY_TEXT_LEVEL = 9;

/** Null for formats older than Word 97. */
export function readDoc(compound: CompoundFile, budget: Budget): Block[] | null {
  const file = openDoc(compound);
  return file && new DocReader(file, budget).readStory(0, file.lengths.text);
}

type Inline = { text: string; links: string[]; bold: boolean; italic: boolean; boxes: Block[]; endDeleted: boolean };

class DocReader {
  readonly #file: DocFile;
  readonly #budget: Budget;
  readonly #pieces: PieceText;
  readonly #paragraphs: Runs;
  readonly #characters: Runs;
  readonly #styles: DocStyles;
  readonly #lists: DocLists;
  readonly #counters = new ListCounters();
  /** Position of an anchor → the part of the text that is in its box. */
  readonly #boxes: Map<number, { from: number; to: number }>;
  /** Fields that are open: their code, null once the result has begun. */
  #fields: { code: string | null }[] = [];
  #boxDepth = 0;

  constructor(file: DocFile, budget: Budget) {
    this.#file = file;
    this.#budget = budget;
    this.#pieces = new PieceText(file, budget);
    this.#paragraphs = paragraphRuns(file, budget);
    this.#characters = characterRuns(file, budget);
    this.#styles = new DocStyles(file, budget);
    this.#lists = readLists(file, budget);
    this.#boxes = readBoxes(file, budget);
  }

  /** Characters [from, to) of the text. */
  readStory(from: number, to: number): Block[] {
    const story = new Story(this.#budget);
    const { text } = this.#pieces;
    const end = Math.min(to, text.length);
    let carried: Inline | null = null;
    for (let start = from; start < end; ) {
      this.#budget.step();
      const stop = paragraphEnd(text, start, end);
      const run = this.#paragraphs.at(this.#pieces.offsetOf(Math.min(stop, end - 1)));
      const style = run?.style ?? 0;
      const properties = paragraphProperties(run?.sprms ?? [], this.#styles.get(style).paragraph);
      const inline = joined(carried, this.#inline(start, stop, style));
      carried = null;
      if (inline.endDeleted && text[stop] === '\r' && !properties.inTable) carried = inline;
      else this.#endParagraph(story, inline, properties, style, text[stop] === CELL_END, run?.sprms ?? []);
      start = stop + 1;
    }
    return story.finish();
  }

  #endParagraph(
    story: Story,
    inline: Inline,
    properties: ParagraphProperties,
    style: number,
    cellMark: boolean,
    sprms: Sprm[],
  ): void {
    const level = properties.depth ?? (properties.inTable ? 1 : 0);
    if (properties.rowEnd && cellMark) story.endRow(1, rowDefinition(sprms));
    else if (properties.innerRowEnd) story.endRow(level, rowDefinition(sprms));
    else {
      const outer = cellMark ? 1 : level;
      story.addParagraph(this.#toParagraph(inline, properties, style), inline.boxes, outer);
      if (cellMark || properties.innerCellEnd) story.endCell(outer);
    }
  }

  #toParagraph(inline: Inline, properties: ParagraphProperties, style: number): Paragraph {
    const outline = properties.outlineLevel;
    return paragraph(inline.text, {
      listNumber: this.#listNumber(properties, style),
      headingLevel: outline !== null && outline < BODY_TEXT_LEVEL ? outline + 1 : this.#styles.get(style).headingLevel,
      align: properties.align,
      bold: inline.bold,
      italic: inline.italic,
      links: inline.links,
    });
  }

  #listNumber({ list, listLevel }: ParagraphProperties, style: number): string | null {
    const found = list === null ? null : this.#lists.get(list);
    if (!found) return null;
    return this.#counters.next(found, this.#lists.levelOfStyle(list!, style) ?? listLevel ?? 0);
  }

  #inline(from: number, to: number, style: number): Inline {
    const inline: Inline = { text: '', links: [], bold: false, italic: false, boxes: [], endDeleted: false };
    const base = this.#styles.get(style).characters;
    const filled = { all: 0, bold: 0, italic: 0 };
    for (let start = from; start < to; ) {
      const { end, look } = this.#stretch(start, to, base);
      const before = inline.text.length;
      this.#addStretch(start, end, look, inline);
      if (inline.text.slice(before).trim() !== '') {
        filled.all += 1;
        if (look.bold) filled.bold += 1;
        if (look.italic) filled.italic += 1;
      }
      start = end;
    }
    inline.bold = filled.all > 0 && filled.bold === filled.all;
    inline.italic = filled.all > 0 && filled.italic === filled.all;
    inline.endDeleted = to < this.#pieces.text.length && this.#stretch(to, to + 1, base).look.deleted;
    // A code that was never closed must not swallow the rest of the document.
    for (const field of this.#fields) field.code = null;
    return inline;
  }

  /** From `start` on, the characters of one piece with the same formatting. */
  #stretch(start: number, to: number, base: CharacterProperties): { end: number; look: CharacterProperties } {
    this.#budget.step();
    const piece = this.#pieces.pieceAt(start);
    const offset = this.#pieces.offsetOf(start);
    const run = this.#characters.at(offset);
    const runEnd = run ? start + Math.max(1, Math.ceil((run.to - offset) / piece.width)) : piece.to;
    const sprms = run?.sprms ?? [];
    const styled = sprms.find((sprm) => sprm.code === SPRM.characterStyle);
    const own = styled ? this.#styles.get(styled.operand.u16(0)).characters : null;
    const style = own
      ? { ...base, bold: base.bold !== own.bold, italic: base.italic !== own.italic, hidden: base.hidden || own.hidden }
      : base;
    return { end: Math.min(to, piece.to, runEnd), look: characterProperties(sprms, style) };
  }

  #addStretch(start: number, end: number, look: CharacterProperties, inline: Inline): void {
    for (let at = start; at < end; at += 1) {
      const char = this.#pieces.text[at]!;
      if (char === FIELD_BEGIN) this.#fields.push({ code: '' });
      else if (char === FIELD_SEPARATOR) this.#endFieldCode(inline);
      else if (char === FIELD_END) this.#fields.pop();
      else if (look.hidden || look.deleted) continue;
      else if (char === ANCHOR) inline.boxes.push(...this.#box(at));
      else if (this.#fields.some((field) => field.code !== null)) this.#fields.at(-1)!.code += char;
      else inline.text += shown(char, look);
    }
  }

  #endFieldCode(inline: Inline): void {
    const field = this.#fields.at(-1);
    const address = HYPERLINK.exec(field?.code ?? '')?.[1];
    if (address !== undefined) inline.links.push(address);
    if (field) field.code = null;
  }

  #box(anchor: number): Block[] {
    const box = this.#boxes.get(anchor);
    if (!box) return [];
    this.#boxes.delete(anchor);
    this.#boxDepth += 1;
    this.#budget.depth(this.#boxDepth);
    const outside = this.#fields;
    this.#fields = [];
    const { text, footnotes, headers, macros, comments, endnotes } = this.#file.lengths;
    const start = text + footnotes + headers + macros + comments + endnotes;
    const blocks = this.readStory(start + box.from, start + box.to);
    this.#fields = outside;
    this.#boxDepth -= 1;
    return blocks;
  }
}

function paragraphEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const char = text[at]!;
    if (char === '\r' || char === CELL_END || char === SECTION_END) return at;
  }
  return to;
}

function shown(char: string, look: CharacterProperties): string {
  if (char === '\u000b' || char === '\u000e') return '\n';
  if (char === '\u001e') return '-';
  if (look.special && char === SYMBOL && look.symbol)
    return symbolText(look.symbol.code.toString(16).padStart(4, '0'), '');
  return MARKS.has(char) || char === '\u001f' ? '' : char;
}

function joined(first: Inline | null, second: Inline): Inline {
  if (!first) return second;
  return {
    ...second,
    text: first.text + second.text,
    links: [...first.links, ...second.links],
    boxes: [...first.boxes, ...second.boxes],
  };
}
