/** Lists of a DOC: definitions of nine levels, and the overrides that paragraphs refer to. */
import type { Budget } from '../limits.ts';
import type { NumberedList, NumberFormat, NumberLevel } from '../numbering.ts';
import type { Bytes } from './bytes.ts';
import type { DocFile } from './file.ts';

type Definition = { id: number; levels: NumberLevel[]; styles: number[] };
export type DocLists = {
  /** `override` counts from 1. */
  get: (override: number) => NumberedList | null;
  levelOfStyle: (override: number, style: number) => number | null;
};

const DEFINITION_SIZE = 28;
const LEVEL_SIZE = 28;
const OVERRIDE_SIZE = 16;
const LEVELS = 9;
const FORMATS: Record<number, NumberFormat> = {
  0: 'decimal',
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  22: 'decimalZero',
  23: 'bullet',
  58: 'russianLower',
  59: 'russianUpper',
  255: 'none',
};

export function readLists(file: DocFile, budget: Budget): DocLists {
  const definitions = readDefinitions(file, budget);
  const overrides = readOverrides(file, definitions, budget);
  return {
    get: (override) => overrides[override - 1]?.list ?? null,
    levelOfStyle: (override, style) => {
      const level = overrides[override - 1]?.definition.styles.indexOf(style) ?? -1;
      return level < 0 ? null : level;
    },
  };
}

function readDefinitions({ table, location }: DocFile, budget: Budget): Map<number, Definition> {
  const { offset, length } = location('lists');
  const definitions = new Map<number, Definition>();
  if (length === 0) return definitions;
  const count = table.u16(offset);
  // The levels of all lists follow behind the list of lists.
  let at = offset + length;
  for (let index = 0; index < count; index += 1) {
    budget.step();
    const place = offset + 2 + index * DEFINITION_SIZE;
    const simple = (table.u8(place + 26) & 1) === 1;
    const levels: NumberLevel[] = [];
    for (let level = 0; level < (simple ? 1 : LEVELS) && at < table.length; level += 1) {
      const read = readLevel(table, at);
      levels.push(read.level);
      at = read.next;
    }
    const styles = Array.from({ length: LEVELS }, (_, level) => table.u16(place + 8 + level * 2));
    definitions.set(table.i32(place), { id: table.i32(place), levels, styles });
  }
  return definitions;
}

function readLevel(table: Bytes, at: number): { level: NumberLevel; next: number } {
  const flags = table.u8(at + 5);
  const properties = table.u8(at + 24) + table.u8(at + 25);
  const textAt = at + LEVEL_SIZE + properties;
  const characters = table.u16(textAt);
  const raw = table.text(textAt + 2, characters);
  const level: NumberLevel = {
    start: table.i32(at),
    format: FORMATS[table.u8(at + 4)] ?? 'decimal',
    // Counters stand in the text as the characters 0 to 8.
    text: [...raw].map((char) => (char.charCodeAt(0) < LEVELS ? `%${char.charCodeAt(0) + 1}` : char)).join(''),
    restartAfter: (flags & 0x08) === 0 ? null : table.u8(at + 26),
    legal: (flags & 0x04) !== 0,
  };
  return { level, next: textAt + 2 + characters * 2 };
}

function readOverrides(
  file: DocFile,
  definitions: Map<number, Definition>,
  budget: Budget,
): ({ list: NumberedList; definition: Definition } | null)[] {
  const { table, location } = file;
  const { offset, length } = location('listOverrides');
  const count = length === 0 ? 0 : Math.min(table.u32(offset), Math.floor(length / OVERRIDE_SIZE));
  let at = offset + 4 + count * OVERRIDE_SIZE;
  return Array.from({ length: count }, (_, index) => {
    budget.step();
    const place = offset + 4 + index * OVERRIDE_SIZE;
    const definition = definitions.get(table.i32(place));
    const levels = [...(definition?.levels ?? [])];
    const restarts = new Map<number, number>();
    at += 4;
    for (let left = table.u8(place + 12); left > 0; left -= 1) {
      const flags = table.u32(at + 4);
      const level = flags & 0x0f;
      if (flags & 0x10) restarts.set(level, table.i32(at));
      at += 8;
      if (flags & 0x20) {
        const read = readLevel(table, at);
        levels[level] = read.level;
        at = read.next;
      }
    }
    if (!definition) return null;
    return { definition, list: { key: String(index), counterKey: String(definition.id), levels, restarts } };
  });
}
