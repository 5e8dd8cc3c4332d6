/** The sections met so far and the one that is open; how they nest is seen from how they are numbered and where they stand. */
import type { PlanSection } from '../contract.ts';
import { fold } from '../text/clean.ts';

/** Where a section title stands: between tables, as a row of the table, in a column that groups rows. */
export type SectionPlace = 'heading' | 'row' | 'column';

const OUTER: Record<SectionPlace, number> = { heading: 0, row: 1, column: 2 };
const DIVISION = /^(?:раздел|подраздел|глава|часть)\s+/i;
const LABELLED =
  /^(?:задача|направление|этап|блок|модуль|цель|мероприятие)\s*(?:№\s*)?(\d{1,2}(?:\.\d{1,2})*|[IVX]+)(?=[\s.:)–—-])/i;
const NUMBERED = /^(\d{1,2}(?:\.\d{1,2})*|[IVXІХ]+)(?:[.)]+\s*|\s+|\s*[–—:-]\s+)(?=[«"(]?[А-ЯЁA-Z])/;
/** Cyrillic letters typed for Roman numerals. */
const ROMAN: Record<string, string> = { І: 'I', Х: 'X' };

type Open = { index: number; place: SectionPlace; signature: string; number: string | null; measures: number };

export class Sections {
  readonly list: PlanSection[] = [];
  private open: Open[] = [];

  get current(): number | null {
    return this.open.at(-1)?.index ?? null;
  }

  /** Called for each measure, so that a title right under another one is seen as its subsection. */
  countMeasure(): void {
    const last = this.open.at(-1);
    if (last) last.measures++;
  }

  begin(text: string, place: SectionPlace, automaticNumber: string | null = null): void {
    const { number, title, signature } = readTitle(text, automaticNumber);
    this.close(place, signature, number);
    const parent = this.current;
    this.list.push({ number, title, parent });
    this.open.push({ index: this.list.length - 1, place, signature, number, measures: 0 });
  }

  /** Takes down the open sections that the new one does not belong to. */
  private close(place: SectionPlace, signature: string, number: string | null): void {
    const outer = this.open.filter((section) => OUTER[section.place] < OUTER[place]);
    const same = this.open.filter((section) => section.place === place);
    const parentByNumber = same.findLastIndex(
      (section) => number !== null && section.number !== null && number.startsWith(`${section.number}.`),
    );
    const sibling = same.findIndex((section) => section.signature === signature);
    const last = same.at(-1);
    const kept =
      parentByNumber >= 0
        ? parentByNumber + 1
        : sibling >= 0
          ? sibling
          : last !== undefined && last.measures === 0
            ? same.length
            : Math.max(0, same.length - 1);
    this.open = [...outer, ...same.slice(0, kept)];
  }
}

function readTitle(
  text: string,
  automaticNumber: string | null,
): { number: string | null; title: string; signature: string } {
  const whole = fold(text);
  const divisionless = whole.replace(DIVISION, '');
  const isDivision = divisionless !== whole;
  const label = LABELLED.exec(whole);
  if (label)
    return { number: roman(label[1] as string), title: whole, signature: whole.split(' ')[0]?.toLowerCase() ?? '' };
  const typed = NUMBERED.exec(divisionless);
  const number =
    automaticNumber !== null && /[\dIVX]/.test(automaticNumber)
      ? automaticNumber.replace(/[.)\s]+$/, '')
      : typed
        ? roman(typed[1] as string)
        : null;
  const title =
    typed && automaticNumber === null ? divisionless.slice(typed[0].length) : number === null ? whole : divisionless;
  return { number, title, signature: `${isDivision ? 'раздел ' : ''}${signatureOf(number, title)}` };
}

function roman(number: string): string {
  return number.replace(/[ІХ]/g, (letter) => ROMAN[letter] ?? letter);
}

function signatureOf(number: string | null, title: string): string {
  if (number === null) return title === title.toUpperCase() ? 'capitals' : 'plain';
  return /^[IVX]/.test(number) ? 'roman' : `arabic ${number.split('.').length}`;
}
