/** OLE2 compound files: the little file system inside of DOC, XLS and password-protected DOCX. */
import { AppError } from '#kernel/errors.ts';
import type { Budget } from './limits.ts';

const HEADER_SIZE = 512;
const END_OF_CHAIN = 0xfffffffe;
const LAST_SECTOR = 0xfffffffa;
const DIRECTORY_ENTRY = 128;
const ENTRIES_IN_HEADER = 109;
const ROOT = 5;
const STREAM = 2;

type Entry = { name: string; kind: number; start: number; size: number };

export class CompoundFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #budget: Budget;
  readonly #sectorSize: number;
  readonly #miniSectorSize: number;
  readonly #smallestBigStream: number;
  readonly #next: Uint32Array;
  readonly #miniNext: Uint32Array;
  readonly #entries: Map<string, Entry>;
  readonly #miniStream: Uint8Array;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#budget = budget;
    if (bytes.length < HEADER_SIZE) throw new AppError('fileDamaged');
    this.#sectorSize = sizeOfPower(this.#view.getUint16(30, true));
    this.#miniSectorSize = sizeOfPower(this.#view.getUint16(32, true));
    this.#smallestBigStream = this.#view.getUint32(56, true);
    this.#next = this.#readTable(this.#tableSectors());
    this.#entries = this.#readDirectory(this.#view.getUint32(48, true));
    this.#miniNext = this.#readTable(this.#chain(this.#view.getUint32(60, true), this.#next));
    const root = [...this.#entries.values()].find((entry) => entry.kind === ROOT);
    this.#miniStream = root ? this.#sectors(root.start, root.size) : new Uint8Array();
  }

  has(name: string): boolean {
    return this.#entries.get(name)?.kind === STREAM;
  }

  stream(name: string): Uint8Array | null {
    const entry = this.#entries.get(name);
    if (!entry || entry.kind !== STREAM) return null;
    return entry.size < this.#smallestBigStream ? this.#miniSectors(entry) : this.#sectors(entry.start, entry.size);
  }

  #tableSectors(): number[] {
    const sectors: number[] = [];
    const add = (offset: number, count: number) => {
      for (let index = 0; index < count; index += 1) {
        const sector = this.#view.getUint32(offset + index * 4, true);
        if (sector < LAST_SECTOR) sectors.push(sector);
      }
    };
    add(76, ENTRIES_IN_HEADER);
    const perSector = this.#sectorSize / 4 - 1;
    let more = this.#view.getUint32(68, true);
    for (let left = this.#view.getUint32(72, true); left > 0 && more < LAST_SECTOR; left -= 1) {
      this.#budget.step();
      const offset = this.#offset(more);
      add(offset, perSector);
      more = this.#view.getUint32(offset + perSector * 4, true);
    }
    return sectors;
  }

  #readTable(sectors: number[]): Uint32Array {
    const perSector = this.#sectorSize / 4;
    const table = new Uint32Array(sectors.length * perSector);
    sectors.forEach((sector, index) => {
      const offset = this.#offset(sector);
      for (let entry = 0; entry < perSector; entry += 1)
        table[index * perSector + entry] = this.#view.getUint32(offset + entry * 4, true);
    });
    return table;
  }

  #chain(start: number, next: Uint32Array): number[] {
    const chain: number[] = [];
    for (let sector = start; sector < LAST_SECTOR && sector !== END_OF_CHAIN; sector = next[sector] ?? END_OF_CHAIN) {
      this.#budget.step();
      // A chain longer than the table runs in a circle.
      if (chain.length > next.length) throw new AppError('fileDamaged');
      chain.push(sector);
    }
    return chain;
  }

  #sectors(start: number, size: number): Uint8Array {
    return gather(this.#chain(start, this.#next), this.#sectorSize, size, (sector) => {
      const offset = this.#offset(sector);
      return this.#bytes.subarray(offset, offset + this.#sectorSize);
    });
  }

  #miniSectors(entry: Entry): Uint8Array {
    return gather(this.#chain(entry.start, this.#miniNext), this.#miniSectorSize, entry.size, (sector) => {
      return this.#miniStream.subarray(sector * this.#miniSectorSize, (sector + 1) * this.#miniSectorSize);
    });
  }

  #offset(sector: number): number {
    const offset = (sector + 1) * this.#sectorSize;
    if (offset >= this.#bytes.length)
      throw new AppError('fileDamaged', { text: 'Файл обрывается: он загружен не полностью.' });
    return offset;
  }

  #readDirectory(start: number): Map<string, Entry> {
    const bytes = this.#sectors(start, Number.MAX_SAFE_INTEGER);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries = new Map<string, Entry>();
    for (let at = 0; at + DIRECTORY_ENTRY <= bytes.length; at += DIRECTORY_ENTRY) {
      const length = Math.min(view.getUint16(at + 64, true), 64);
      const name = new TextDecoder('utf-16le').decode(bytes.subarray(at, at + Math.max(0, length - 2)));
      const entry = {
        name,
        kind: view.getUint8(at + 66),
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      };
      // Embedded documents have streams of the same names; the outer ones come first.
      if ((entry.kind === STREAM || entry.kind === ROOT) && !entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }
}

function sizeOfPower(power: number): number {
  if (power < 6 || power > 16) throw new AppError('fileDamaged');
  return 2 ** power;
}

function gather(sectors: number[], sectorSize: number, size: number, read: (sector: number) => Uint8Array): Uint8Array {
  const length = Math.min(size, sectors.length * sectorSize);
  const whole = new Uint8Array(length);
  sectors.forEach((sector, index) => {
    const room = length - index * sectorSize;
    if (room > 0) whole.set(read(sector).subarray(0, room), index * sectorSize);
  });
  return whole;
}
