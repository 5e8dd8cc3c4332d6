/** What modifiers mean for a paragraph, a stretch of characters, a row of a table. */
import type { Paragraph } from '../../model.ts';
import type { RowDefinition } from '../story.ts';
import { SPRM, type Sprm } from './sprms.ts';

export type ParagraphProperties = {
  align: Paragraph['align'];
  outlineLevel: number | null;
  list: number | null;
  listLevel: number | null;
  inTable: boolean;
  depth: number | null;
  rowEnd: boolean;
  innerCellEnd: boolean;
  innerRowEnd: boolean;
};

export type CharacterProperties = {
  bold: boolean;
  italic: boolean;
  hidden: boolean;
  deleted: boolean;
  special: boolean;
  symbol: { font: number; code: number } | null;
};

export const PLAIN_PARAGRAPH: ParagraphProperties = {
  align: null,
  outlineLevel: null,
  list: null,
  listLevel: null,
  inTable: false,
  depth: null,
  rowEnd: false,
  innerCellEnd: false,
  innerRowEnd: false,
};
export const PLAIN_CHARACTERS: CharacterProperties = {
  bold: false,
  italic: false,
  hidden: false,
  deleted: false,
  special: false,
  symbol: null,
};

const ALIGNMENTS: Paragraph['align'][] = ['left', 'center', 'right', 'justify', 'justify', 'justify'];
/** Operands of switches beside 0 and 1: as the style has it, and the opposite. */
const AS_STYLE = 0x80;
const AGAINST_STYLE = 0x81;

export function paragraphProperties(sprms: Sprm[], base: ParagraphProperties): ParagraphProperties {
  const result = { ...base };
  for (const { code, operand } of sprms) {
    const value = operand.u8(0);
    if (code === SPRM.align || code === SPRM.alignLogical) result.align = ALIGNMENTS[value] ?? null;
    else if (code === SPRM.outlineLevel) result.outlineLevel = value;
    else if (code === SPRM.listOverride) result.list = operand.i16(0);
    else if (code === SPRM.listLevel) result.listLevel = value;
    else if (code === SPRM.inTable) result.inTable = value !== 0;
    else if (code === SPRM.tableDepth) result.depth = operand.i32(0);
    else if (code === SPRM.rowEnd) result.rowEnd = value !== 0;
    else if (code === SPRM.innerCellEnd) result.innerCellEnd = value !== 0;
    else if (code === SPRM.innerRowEnd) result.innerRowEnd = value !== 0;
  }
  return result;
}

export function characterProperties(sprms: Sprm[], style: CharacterProperties): CharacterProperties {
  const result = { ...style };
  for (const { code, operand } of sprms) {
    if (code === SPRM.bold) result.bold = switched(operand.u8(0), style.bold);
    else if (code === SPRM.italic) result.italic = switched(operand.u8(0), style.italic);
    else if (code === SPRM.hidden) result.hidden = switched(operand.u8(0), style.hidden);
    else if (code === SPRM.deleted) result.deleted = operand.u8(0) !== 0;
    else if (code === SPRM.special) result.special = operand.u8(0) !== 0;
    else if (code === SPRM.symbol) result.symbol = { font: operand.u16(0), code: operand.u16(2) };
  }
  return result;
}

function switched(value: number, style: boolean): boolean {
  if (value === AS_STYLE) return style;
  return value === AGAINST_STYLE ? !style : value !== 0;
}

const CELL_SIZE = 20;
const CONTINUES_LEFT = 0x0002;
const MERGED_DOWN = 0x0020;
const STARTS_DOWN = 0x0040;

export function rowDefinition(sprms: Sprm[]): RowDefinition {
  const definition: RowDefinition = { leftEdge: 0, header: false, cells: [] };
  for (const { code, operand } of sprms) {
    if (code === SPRM.tableHeader) definition.header = operand.u8(0) !== 0;
    if (code === SPRM.tableDefinition) {
      const count = operand.u8(0);
      definition.leftEdge = operand.i16(1);
      definition.cells = Array.from({ length: count }, (_, index) => {
        const flags = operand.u16(1 + (count + 1) * 2 + index * CELL_SIZE);
        return {
          rightEdge: operand.i16(1 + (index + 1) * 2),
          continuesLeft: (flags & CONTINUES_LEFT) !== 0,
          continuesAbove: (flags & MERGED_DOWN) !== 0 && (flags & STARTS_DOWN) === 0,
        };
      });
    }
    if (code === SPRM.verticalMerge) {
      const cell = definition.cells[operand.u8(0)];
      if (cell) cell.continuesAbove = operand.u8(1) === 1;
    }
  }
  return definition;
}
