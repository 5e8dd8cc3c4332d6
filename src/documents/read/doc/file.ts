/** The streams of a DOC and where its parts lie in them ([MS-DOC], the file information block). */
import { AppError } from '#kernel/errors.ts';
import type { CompoundFile } from '../compound.ts';
import { Bytes } from './bytes.ts';

const MAGIC = 0xa5ec;
const WORD_97 = 193;
const ENCRYPTED = 0x0100;
const SECOND_TABLE_STREAM = 0x0200;
const LENGTHS = 64;
const LOCATIONS = 154;

/** Positions in the list of locations. */
const LOCATION = {
  styles: 1,
  characterRuns: 12,
  paragraphRuns: 13,
  pieces: 33,
  anchors: 40,
  boxes: 56,
  lists: 73,
  listOverrides: 74,
} as const;

export type DocFile = {
  main: Bytes;
  table: Bytes;
  data: Bytes;
  /** Characters of the stories, in the order they lie in the text. */
  lengths: {
    text: number;
    footnotes: number;
    headers: number;
    macros: number;
    comments: number;
    endnotes: number;
    boxes: number;
  };
  location: (part: keyof typeof LOCATION) => { offset: number; length: number };
};

/** Null for the Word 6 and 95 formats, which are laid out differently. */
export function openDoc(file: CompoundFile): DocFile | null {
  const main = new Bytes(file.stream('WordDocument') ?? new Uint8Array());
  if (main.u16(0) !== MAGIC) throw new AppError('fileDamaged');
  if (main.u16(2) < WORD_97) return null;
  const flags = main.u16(10);
  if (flags & ENCRYPTED) throw new AppError('fileEncrypted');
  const table = file.stream(flags & SECOND_TABLE_STREAM ? '1Table' : '0Table');
  if (!table) throw new AppError('fileDamaged');
  const [text, footnotes, headers, macros, comments, endnotes, boxes] = Array.from({ length: 7 }, (_, index) =>
    main.u32(LENGTHS + 12 + index * 4),
  ) as [number, number, number, number, number, number, number];
  return {
    main,
    table: new Bytes(table),
    data: new Bytes(file.stream('Data') ?? new Uint8Array()),
    lengths: { text, footnotes, headers, macros, comments, endnotes, boxes },
    location: (part) => {
      const at = LOCATIONS + LOCATION[part] * 8;
      const offset = main.u32(at);
      return { offset, length: Math.max(0, Math.min(main.u32(at + 4), table.length - offset)) };
    },
  };
}
