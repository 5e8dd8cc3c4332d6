/** The style sheet of a DOC; a style's modifiers come after those of the style it is based on. */
import type { Budget } from '../limits.ts';
import type { Bytes } from './bytes.ts';
import type { DocFile } from './file.ts';
import {
  type CharacterProperties,
  characterProperties,
  type ParagraphProperties,
  paragraphProperties,
  PLAIN_CHARACTERS,
  PLAIN_PARAGRAPH,
} from './properties.ts';
import { readSprms, type Sprm } from './sprms.ts';

export type DocStyle = { paragraph: ParagraphProperties; characters: CharacterProperties; headingLevel: number | null };

type RawStyle = { builtIn: number; base: number; paragraph: Sprm[]; characters: Sprm[] };

const PARAGRAPH_STYLE = 1;
const CHARACTER_STYLE = 2;
const NO_STYLE = 0x0fff;
const LAST_HEADING = 9;
const TITLE = 62;
const LONGEST_CHAIN = 32;

export class DocStyles {
  readonly #raw: (RawStyle | null)[];
  readonly #resolved = new Map<number, DocStyle>();

  constructor(file: DocFile, budget: Budget) {
    this.#raw = readStyles(file, budget);
  }

  get(index: number): DocStyle {
    const known = this.#resolved.get(index);
    if (known) return known;
    const chain: RawStyle[] = [];
    for (let at = index; at !== NO_STYLE && chain.length < LONGEST_CHAIN; at = chain[0]!.base) {
      const style = this.#raw[at];
      if (!style) break;
      chain.unshift(style);
    }
    const style: DocStyle = { paragraph: PLAIN_PARAGRAPH, characters: PLAIN_CHARACTERS, headingLevel: null };
    for (const { builtIn, paragraph, characters } of chain) {
      style.paragraph = paragraphProperties(paragraph, style.paragraph);
      style.characters = characterProperties(characters, style.characters);
      if (builtIn >= 1 && builtIn <= LAST_HEADING) style.headingLevel = builtIn;
      else if (builtIn === TITLE) style.headingLevel = 1;
    }
    this.#resolved.set(index, style);
    return style;
  }
}

function readStyles({ table, location }: DocFile, budget: Budget): (RawStyle | null)[] {
  const { offset, length } = location('styles');
  const sheet = table.slice(offset, length);
  const headerLength = sheet.u16(0);
  const count = sheet.u16(2);
  const baseLength = sheet.u16(4);
  const styles: (RawStyle | null)[] = [];
  let at = 2 + headerLength;
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    budget.step();
    const size = sheet.u16(at);
    styles.push(size === 0 ? null : readStyle(sheet.slice(at + 2, size), baseLength));
    at += 2 + size;
  }
  return styles;
}

function readStyle(style: Bytes, baseLength: number): RawStyle {
  const kind = style.u16(2) & 0x0f;
  const sets = readSets(style, baseLength, style.u16(4) & 0x0f);
  return {
    builtIn: style.u16(0) & 0x0fff,
    base: style.u16(2) >> 4,
    // A paragraph's set begins with the style's own index.
    paragraph: kind === PARAGRAPH_STYLE && sets[0] ? readSprms(sets[0].slice(2, sets[0].length - 2)) : [],
    characters: readSprms(sets[kind === PARAGRAPH_STYLE ? 1 : kind === CHARACTER_STYLE ? 0 : -1] ?? style.slice(0, 0)),
  };
}

/** The sets of modifiers behind the style's name, each on an even place. */
function readSets(style: Bytes, baseLength: number, count: number): Bytes[] {
  let at = baseLength + 2 + (style.u16(baseLength) + 1) * 2;
  const sets: Bytes[] = [];
  for (let index = 0; index < count; index += 1) {
    const length = style.u16(at);
    sets.push(style.slice(at + 2, length));
    at += 2 + length + (length % 2);
  }
  return sets;
}
