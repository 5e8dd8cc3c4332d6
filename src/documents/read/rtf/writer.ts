/** Collects the text of an RTF file into paragraphs and hands them to the story they belong to. */
import type { Block, Paragraph } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { bulletText } from '../numbering.ts';
import type { Head } from './head.ts';
import { type RowDefinition, Story } from '../story.ts';

export type ParagraphState = {
  align: Paragraph['align'];
  inTable: boolean;
  /** Nesting of tables; 0 when only `inTable` is known. */
  level: number;
  style: number;
  outline: number | null;
};

type OpenText = {
  text: string;
  listNumber: string | null;
  links: string[];
  boxes: Block[];
  filled: number;
  bold: number;
  italic: number;
};

type Place = { story: Story; open: OpenText; row: RowDefinition };

export const NEW_PARAGRAPH: ParagraphState = { align: null, inTable: false, level: 0, style: 0, outline: null };
const BODY_TEXT_LEVEL = 9;

export class RtfWriter {
  readonly #budget: Budget;
  readonly #head: Head;
  /** The texts around the text box that is being read. */
  readonly #outer: Place[] = [];
  #place: Place;
  #cell = { continuesAbove: false, continuesLeft: false };

  constructor(head: Head, budget: Budget) {
    this.#head = head;
    this.#budget = budget;
    this.#place = newPlace(budget);
  }

  add(text: string, look: { bold: boolean; italic: boolean }): void {
    const { open } = this.#place;
    open.text += text;
    if (text.trim() === '') return;
    open.filled += 1;
    if (look.bold) open.bold += 1;
    if (look.italic) open.italic += 1;
  }

  setListNumber(text: string): void {
    const mark = text.trim();
    const isNumber = /[\p{L}\p{N}]/u.test(mark) && mark !== 'o';
    this.#place.open.listNumber = mark === '' ? null : isNumber ? mark : bulletText(mark);
  }

  addLink(address: string): void {
    this.#place.open.links.push(address);
  }

  endParagraph(state: ParagraphState): void {
    const { story, open } = this.#place;
    const { text, listNumber, links, boxes, filled, bold, italic } = open;
    const outlined = state.outline !== null && state.outline < BODY_TEXT_LEVEL ? state.outline + 1 : null;
    const own = paragraph(text, {
      listNumber,
      links,
      align: state.align,
      headingLevel: outlined ?? this.#head.headingLevel(state.style),
      bold: filled > 0 && bold === filled,
      italic: filled > 0 && italic === filled,
    });
    this.#place.open = newText();
    story.addParagraph(own, boxes, tableLevel(state));
  }

  startRow(): void {
    this.#place.row = newRow();
  }

  get row(): RowDefinition {
    return this.#place.row;
  }

  continueCell(direction: 'continuesAbove' | 'continuesLeft'): void {
    this.#cell[direction] = true;
  }

  defineCell(rightEdge: number): void {
    this.#place.row.cells.push({ rightEdge, ...this.#cell });
    this.#cell = { continuesAbove: false, continuesLeft: false };
  }

  endCell(state: ParagraphState, nested: boolean): void {
    const level = nested ? Math.max(state.level, 2) : 1;
    this.endParagraph({ ...state, inTable: true, level });
    this.#place.story.endCell(level);
  }

  endRow(state: ParagraphState, nested: boolean): void {
    this.#place.story.endRow(nested ? Math.max(state.level, 2) : 1, this.#place.row);
  }

  beginBox(): void {
    this.#outer.push(this.#place);
    this.#budget.depth(this.#outer.length);
    this.#place = newPlace(this.#budget);
  }

  endBox(): void {
    const blocks = this.#finishPlace();
    this.#place = this.#outer.pop() ?? this.#place;
    this.#place.open.boxes.push(...blocks);
  }

  finish(): Block[] {
    while (this.#outer.length > 0) this.endBox();
    return this.#finishPlace();
  }

  #finishPlace(): Block[] {
    const { open, story } = this.#place;
    if (open.text !== '' || open.listNumber !== null || open.boxes.length > 0) this.endParagraph(NEW_PARAGRAPH);
    return story.finish();
  }
}

function tableLevel({ level, inTable }: ParagraphState): number {
  return level > 0 ? level : inTable ? 1 : 0;
}

function newPlace(budget: Budget): Place {
  return { story: new Story(budget), open: newText(), row: newRow() };
}

function newText(): OpenText {
  return { text: '', listNumber: null, links: [], boxes: [], filled: 0, bold: 0, italic: 0 };
}

function newRow(): RowDefinition {
  return { leftEdge: 0, header: false, cells: [] };
}
