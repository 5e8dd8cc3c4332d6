/**
 * The parts of a zipped document (DOCX, XLSX, ODT). Only the parts that are asked for are
 * unpacked, piece by piece, so that sizes written in the archive need not be believed.
 */
import { Inflate } from 'fflate';
import { AppError } from '#kernel/errors.ts';
import type { Budget } from './limits.ts';

type Entry = { method: number; encrypted: boolean; packedSize: number; headerOffset: number };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const LONGEST_COMMENT = 0xffff;
/** The field beside an entry that holds its large numbers, and what stands in their place. */
const ZIP64_FIELD = 1;
const BESIDE = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Packed bytes fed at once: a thousandfold bomb makes 16 MB of it before it is noticed. */
const FEED = 16 * 1024;

const utf8 = new TextDecoder('utf-8');

export class Archive {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries: Map<string, Entry>;
  readonly #budget: Budget;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#budget = budget;
    this.#entries = this.#readDirectory();
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** A part that may be absent. */
  text(name: string): string | null {
    const bytes = this.bytes(name);
    return bytes && decodeXml(bytes);
  }

  bytes(name: string): Uint8Array | null {
    const part = this.packed(name);
    if (!part) return null;
    if (part.deflated) return this.#inflate(part.packed);
    this.#budget.unpacked(part.packed.length, part.packed.length, part.packed.length);
    return part.packed;
  }

  /** A part as it lies in the archive, for readers that unpack it themselves, piece by piece. */
  packed(name: string): { packed: Uint8Array; deflated: boolean } | null {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    if (entry.encrypted) throw new AppError('fileEncrypted');
    const packed = this.#packedBytes(entry);
    if (entry.method !== STORED && entry.method !== DEFLATED) throw damaged('В файле использовано неизвестное сжатие.');
    return { packed, deflated: entry.method === DEFLATED };
  }

  #packedBytes(entry: Entry): Uint8Array {
    const at = entry.headerOffset;
    if (at + 30 > this.#bytes.length || this.#view.getUint32(at, true) !== LOCAL_HEADER) throw damaged();
    const start = at + 30 + this.#view.getUint16(at + 26, true) + this.#view.getUint16(at + 28, true);
    const end = start + entry.packedSize;
    if (end > this.#bytes.length) throw damaged('Файл обрывается: он загружен не полностью.');
    return this.#bytes.subarray(start, end);
  }

  #inflate(packed: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let size = 0;
    let finished = false;
    const inflate = new Inflate((piece, final) => {
      size += piece.length;
      pieces.push(piece);
      finished = final;
      this.#budget.unpacked(piece.length, packed.length, size);
    });
    try {
      for (let at = 0; at < packed.length; at += FEED) {
        inflate.push(packed.subarray(at, at + FEED), at + FEED >= packed.length);
      }
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw damaged();
    }
    if (!finished) throw damaged();
    return joined(pieces, size);
  }

  #readDirectory(): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    const end = this.#endOfDirectory();
    const count = this.#view.getUint16(end + 10, true);
    let at = this.#view.getUint32(end + 16, true);
    for (let index = 0; index < count; index += 1) {
      this.#budget.step();
      if (at + 46 > this.#bytes.length || this.#view.getUint32(at, true) !== DIRECTORY_ENTRY) throw damaged();
      const nameLength = this.#view.getUint16(at + 28, true);
      const name = utf8.decode(this.#bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
      entries.set(name, {
        encrypted: (this.#view.getUint16(at + 8, true) & 1) === 1,
        method: this.#view.getUint16(at + 10, true),
        ...this.#place(at, at + 46 + nameLength),
      });
      at += 46 + nameLength + this.#view.getUint16(at + 30, true) + this.#view.getUint16(at + 32, true);
    }
    return entries;
  }

  /** Writers that do not know the size beforehand put large numbers (ZIP64) beside, whatever they come to be. */
  #place(entry: number, extra: number): Pick<Entry, 'packedSize' | 'headerOffset'> {
    const [size, packed, offset] = [24, 20, 42].map((field) => this.#view.getUint32(entry + field, true));
    const place = { packedSize: packed as number, headerOffset: offset as number };
    const end = Math.min(this.#bytes.length, extra + this.#view.getUint16(entry + 30, true));
    let at = extra;
    while (at + 4 <= end && this.#view.getUint16(at, true) !== ZIP64_FIELD)
      at += 4 + this.#view.getUint16(at + 2, true);
    if (at + 4 > end) return place;
    at += 4;
    const next = () => {
      if (at + 8 > end) throw damaged();
      at += 8;
      return Number(this.#view.getBigUint64(at - 8, true));
    };
    if (size === BESIDE) next();
    if (packed === BESIDE) place.packedSize = next();
    if (offset === BESIDE) place.headerOffset = next();
    return place;
  }

  #endOfDirectory(): number {
    const last = this.#bytes.length - 22;
    const first = Math.max(0, last - LONGEST_COMMENT);
    for (let at = last; at >= first; at -= 1) {
      if (this.#view.getUint32(at, true) === END_OF_DIRECTORY) return at;
    }
    throw damaged('Файл обрывается: он загружен или сохранён не полностью.');
  }
}

function joined(pieces: Uint8Array[], size: number): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function damaged(text?: string): AppError {
  return new AppError('fileDamaged', text ? { text } : {});
}

function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(utf8.decode(bytes.subarray(0, 200)))?.[1];
  return declared && !/^utf-?8$/i.test(declared) ? decoderFor(declared).decode(bytes) : utf8.decode(bytes);
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return utf8;
  }
}
