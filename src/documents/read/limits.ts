/**
 * What one document may cost. A plan of sixty rows needs a thousandth of it; the limits are
 * there so that a hostile or broken file ends in a clear refusal, not in a dead process.
 */
import { AppError } from '#kernel/errors.ts';

export type ReadLimits = {
  /** Bytes of the file as it came. */
  inputBytes: number;
  /** Bytes of all the parts of a zipped document that are read, unpacked. */
  unpackedBytes: number;
  /** How many times larger than its packed form a big part may be. */
  compressionRatio: number;
  /** Nesting of XML or HTML elements, RTF groups, tables. */
  depth: number;
  /** Table cells in the whole document. */
  cells: number;
  /** Pages of a PDF. */
  pages: number;
  /** Wall time of the whole reading. */
  milliseconds: number;
};

const MEGABYTE = 1024 * 1024;

export const DEFAULT_READ_LIMITS: ReadLimits = {
  inputBytes: 20 * MEGABYTE,
  unpackedBytes: 200 * MEGABYTE,
  compressionRatio: 700,
  depth: 256,
  cells: 100_000,
  pages: 500,
  milliseconds: 20_000,
};

/** Parts below this size may be packed as tightly as they like: they do no harm. */
const RATIO_FLOOR = 16 * MEGABYTE;

/** Steps between two looks at the clock. */
const STEPS_PER_LOOK = 1024;

/** The clock and the counters of one reading; every loop over the file's content reports to it. */
export class Budget {
  readonly limits: ReadLimits;
  readonly #now: () => number;
  readonly #deadline: number;
  #steps = 0;
  #cells = 0;
  #unpacked = 0;

  constructor(limits: ReadLimits, now: () => number) {
    this.limits = limits;
    this.#now = now;
    this.#deadline = now() + limits.milliseconds;
  }

  /** One small step of work. */
  step(): void {
    this.#steps += 1;
    if (this.#steps % STEPS_PER_LOOK === 0) this.checkTime();
  }

  checkTime(): void {
    if (this.#now() > this.#deadline) throw new AppError('readTimeout', { milliseconds: this.limits.milliseconds });
  }

  cell(count = 1): void {
    this.step();
    this.#cells += count;
    if (this.#cells <= this.limits.cells) return;
    throw new AppError('fileTooLarge', {
      text: `В документе больше ${this.limits.cells.toLocaleString('ru-RU')} ячеек таблиц.`,
      advice: 'Оставьте в файле только таблицу плана или разделите его на части.',
    });
  }

  millisecondsLeft(): number {
    return Math.max(0, this.#deadline - this.#now());
  }

  /** Called while a part unpacks, with its sizes so far. */
  unpacked(added: number, partPacked: number, partUnpacked: number): void {
    this.checkTime();
    this.#unpacked += added;
    const ratio = partUnpacked / Math.max(partPacked, 1);
    const tooDense = partUnpacked > RATIO_FLOOR && ratio > this.limits.compressionRatio;
    if (tooDense || this.#unpacked > this.limits.unpackedBytes) throw new AppError('fileBomb');
  }

  depth(level: number): void {
    if (level <= this.limits.depth) return;
    throw new AppError('fileDamaged', {
      text: 'Структура файла вложена слишком глубоко.',
      advice: 'Откройте документ в программе, где он создан, и сохраните заново.',
    });
  }
}
