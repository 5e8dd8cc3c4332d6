/** Property modifiers of a DOC: a code of two bytes that says how long its operand is. */
import type { Bytes } from './bytes.ts';

export type Sprm = { code: number; operand: Bytes };

export const SPRM = {
  bold: 0x0835,
  italic: 0x0836,
  hidden: 0x083c,
  deleted: 0x0800,
  special: 0x0855,
  symbol: 0x6a09,
  characterStyle: 0x4a30,
  align: 0x2403,
  alignLogical: 0x2461,
  listLevel: 0x260a,
  listOverride: 0x460b,
  outlineLevel: 0x2640,
  inTable: 0x2416,
  rowEnd: 0x2417,
  tableDepth: 0x6649,
  innerCellEnd: 0x244b,
  innerRowEnd: 0x244c,
  farProperties: 0x6646,
  farPropertiesOld: 0x6645,
  tableDefinition: 0xd608,
  tableDefinitionOld: 0xd606,
  tableHeader: 0x3404,
  verticalMerge: 0xd62b,
} as const;

const TABS = 0xc615;
const SIZES = [1, 1, 2, 4, 2, 2, 0, 3];
const VARIABLE = 6;

export function readSprms(list: Bytes): Sprm[] {
  const sprms: Sprm[] = [];
  let at = 0;
  while (at + 2 <= list.length) {
    const code = list.u16(at);
    const kind = code >> 13;
    const start = at + 2;
    if (kind !== VARIABLE) {
      sprms.push({ code, operand: list.slice(start, SIZES[kind]!) });
      at = start + SIZES[kind]!;
    } else if (code === SPRM.tableDefinition || code === SPRM.tableDefinitionOld) {
      const length = Math.max(0, list.u16(start) - 1);
      sprms.push({ code, operand: list.slice(start + 2, length) });
      at = start + 2 + length;
    } else {
      const length = code === TABS && list.u8(start) === 255 ? tabsLength(list, start) : list.u8(start);
      sprms.push({ code, operand: list.slice(start + 1, length) });
      at = start + 1 + length;
    }
  }
  return sprms;
}

/** A list of tab stops too long for its length byte. */
function tabsLength(list: Bytes, start: number): number {
  const deleted = list.u8(start + 1);
  const added = list.u8(start + 2 + deleted * 4);
  return 2 + deleted * 4 + added * 3;
}
