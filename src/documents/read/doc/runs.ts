/** Formatting runs: pages of 512 bytes that tell for stretches of the main stream which modifiers apply. */
import type { Budget } from '../limits.ts';
import type { Bytes } from './bytes.ts';
import type { DocFile } from './file.ts';
import { readSprms, SPRM, type Sprm } from './sprms.ts';

/** Bytes [from, to) of the main stream. */
export type Run = { from: number; to: number; style: number; sprms: Sprm[] };

const PAGE = 512;
const PAGE_NUMBER = 0x3fffff;
const PARAGRAPH_ENTRY = 13;

export class Runs {
  readonly #runs: Run[];

  constructor(runs: Run[]) {
    this.#runs = runs.sort((a, b) => a.from - b.from);
  }

  at(offset: number): Run | null {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#runs[middle]!.from <= offset) low = middle;
      else high = middle - 1;
    }
    const run = this.#runs[low];
    return run && run.from <= offset && offset < run.to ? run : null;
  }
}

export function paragraphRuns(file: DocFile, budget: Budget): Runs {
  return new Runs(
    pagesOf(file, 'paragraphRuns').flatMap((page) =>
      runsOfPage(page, budget, (index, count) => {
        const place = page.u8((count + 1) * 4 + index * PARAGRAPH_ENTRY) * 2;
        if (place === 0) return { style: 0, sprms: [] };
        const short = page.u8(place);
        const start = short === 0 ? place + 2 : place + 1;
        const length = short === 0 ? page.u8(place + 1) * 2 : short * 2 - 1;
        return { style: page.u16(start), sprms: withFarProperties(readSprms(page.slice(start + 2, length - 2)), file) };
      }),
    ),
  );
}

export function characterRuns(file: DocFile, budget: Budget): Runs {
  return new Runs(
    pagesOf(file, 'characterRuns').flatMap((page) =>
      runsOfPage(page, budget, (index, count) => {
        const place = page.u8((count + 1) * 4 + index) * 2;
        return { style: 0, sprms: place === 0 ? [] : readSprms(page.slice(place + 1, page.u8(place))) };
      }),
    ),
  );
}

function pagesOf({ main, table, location }: DocFile, part: 'paragraphRuns' | 'characterRuns'): Bytes[] {
  const { offset, length } = location(part);
  const count = Math.max(0, Math.floor((Math.min(length, table.length - offset) - 4) / 8));
  return Array.from({ length: count }, (_, index) => {
    const page = table.u32(offset + (count + 1) * 4 + index * 4) & PAGE_NUMBER;
    return main.slice(page * PAGE, PAGE);
  });
}

function runsOfPage(
  page: Bytes,
  budget: Budget,
  read: (index: number, count: number) => { style: number; sprms: Sprm[] },
): Run[] {
  const count = page.u8(PAGE - 1);
  return Array.from({ length: count }, (_, index) => {
    budget.step();
    return { from: page.u32(index * 4), to: page.u32(index * 4 + 4), ...read(index, count) };
  });
}

/** Modifiers too many for the page lie in the data stream. */
function withFarProperties(sprms: Sprm[], { data }: DocFile): Sprm[] {
  return sprms.flatMap((sprm) => {
    if (sprm.code !== SPRM.farProperties && sprm.code !== SPRM.farPropertiesOld) return [sprm];
    const offset = sprm.operand.u32(0);
    return readSprms(data.slice(offset + 2, data.u16(offset)));
  });
}
