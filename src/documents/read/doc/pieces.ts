/** The text of a DOC lies in pieces, each in one-byte or two-byte characters, anywhere in the main stream. */
import { AppError } from '#kernel/errors.ts';
import type { Budget } from '../limits.ts';
import type { DocFile } from './file.ts';

/** Characters [from, to) of the text lie at `offset`, `width` bytes each. */
export type Piece = { from: number; to: number; offset: number; width: 1 | 2 };

const PROPERTIES = 1;
const PIECE_TABLE = 2;
const ONE_BYTE = 0x40000000;
const PIECE_SIZE = 8;

export class PieceText {
  readonly text: string;
  readonly #pieces: Piece[];

  constructor(file: DocFile, budget: Budget) {
    this.#pieces = readPieces(file, budget);
    const western = new TextDecoder('windows-1252');
    this.text = this.#pieces
      .map(({ from, to, offset, width }) => {
        const bytes = file.main.data.subarray(offset, offset + (to - from) * width);
        if (bytes.length < (to - from) * width)
          throw new AppError('fileDamaged', { text: 'Файл обрывается: он загружен не полностью.' });
        return width === 1 ? western.decode(bytes) : decodeUtf16(bytes);
      })
      .join('');
  }

  /** The piece that holds the character. */
  pieceAt(position: number): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#pieces[middle]!.from <= position) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (!piece) throw new AppError('fileDamaged');
    return piece;
  }

  offsetOf(position: number): number {
    const piece = this.pieceAt(position);
    return piece.offset + (position - piece.from) * piece.width;
  }
}

/** One UTF-16 unit a character, so that positions stay true whatever the units are. */
function decodeUtf16(bytes: Uint8Array): string {
  const even = bytes.slice(0, bytes.length - (bytes.length % 2));
  const units = new Uint16Array(even.buffer);
  let text = '';
  for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.subarray(at, at + 4096));
  return text;
}

function readPieces({ table, location }: DocFile, budget: Budget): Piece[] {
  const { offset, length } = location('pieces');
  let at = offset;
  while (at < offset + length && table.u8(at) === PROPERTIES) {
    budget.step();
    at += 3 + table.u16(at + 1);
  }
  if (table.u8(at) !== PIECE_TABLE) throw new AppError('fileDamaged');
  const size = Math.min(table.u32(at + 1), table.length - at);
  const count = Math.floor((size - 4) / (4 + PIECE_SIZE));
  const positions = at + 5;
  const descriptors = positions + (count + 1) * 4;
  const pieces: Piece[] = [];
  for (let index = 0; index < count; index += 1) {
    budget.step();
    const from = table.u32(positions + index * 4);
    const to = table.u32(positions + index * 4 + 4);
    const place = table.u32(descriptors + index * PIECE_SIZE + 2);
    const oneByte = (place & ONE_BYTE) !== 0;
    if (to <= from || from !== (pieces.at(-1)?.to ?? 0)) throw new AppError('fileDamaged');
    pieces.push({ from, to, offset: oneByte ? (place & ~ONE_BYTE) / 2 : place, width: oneByte ? 1 : 2 });
  }
  return pieces;
}
