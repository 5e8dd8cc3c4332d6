/** Which of the lines right above a table are titles of sections. */
import type { Line } from './lines.ts';
import type { Part } from './tables.ts';

const NUMBERED =
  /^(?:(?:раздел|подраздел|глава|часть|направление|задача|блок|модуль|этап)\s+(?:№\s*)?[\dIVX]+|[IVX]+[.)]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s)/i;
const LONGEST_HEADING = 320;
const NOT_HEADING = /^(?:таблица|лист|sheet|приложение|примечани|цел[ьи]\s*[:–—]|задачи\s*[:–—]|срок|исполнител)/i;

function couldBe(line: Line): boolean {
  const text = line.text;
  return (
    text !== '' &&
    text.length <= LONGEST_HEADING &&
    !NOT_HEADING.test(text) &&
    !/[;,:]$/.test(text) &&
    !(text.endsWith('.') && text.length > 120 && !line.bold)
  );
}

const isMarked = (line: Line): boolean =>
  line.headingLevel !== null || line.number !== null || (NUMBERED.test(line.text) && !/^\S+\s+[а-яё]/.test(line.text));
const standsOut = (line: Line): boolean => line.bold || line.align === 'center';

/**
 * Above the first table only lines that are plainly headings; between tables also the last line, for what else
 * would stand there. Marked headings one above the other are a section and its subsection.
 */
export function headingsBefore(lines: readonly Line[], isFirst: boolean): Line[] {
  const headings: Line[] = [];
  for (let at = lines.length - 1; at >= 0 && headings.length < 3; at--) {
    const line = lines[at] as Line;
    if (!couldBe(line)) break;
    if (isMarked(line) || (!isFirst && (standsOut(line) || headings.length === 0))) headings.unshift(line);
    else break;
  }
  // Numbers of one kind in a row are a list of tasks or orders, not a section in a section.
  const numbers = headings.map((line) => NUMBERED.exec(line.text)?.[0].replace(/\d+|[IVX]+/g, '#')).filter(Boolean);
  return isFirst && new Set(numbers).size < numbers.length ? [] : joinBroken(headings);
}

/**
 * The line above the first table, when the further tables have headings of the same look right above them:
 * then it is the heading of the first section, not the end of the title.
 */
export function firstHeading(parts: readonly Part[]): Line | null {
  const above = parts.flatMap((part, index): (Line | null)[] => {
    if (part.kind !== 'plan' || part.continues) return [];
    const before = parts[index - 1];
    return [before?.kind === 'line' ? before.line : null];
  });
  const [first, ...further] = above;
  if (first === null || first === undefined || further.length === 0 || !couldBe(first)) return null;
  const alike = further.filter((line) => line !== null && couldBe(line) && lookOf(line) === lookOf(first));
  return alike.length * 2 > further.length ? first : null;
}

function lookOf({ bold, align, headingLevel }: Line): string {
  return `${bold}|${align}|${headingLevel}`;
}

/** A heading set in two lines is one. */
function joinBroken(headings: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (const line of headings) {
    const last = joined.at(-1);
    if (last !== undefined && /^[а-яё]/.test(line.text))
      joined[joined.length - 1] = { ...last, text: `${last.text} ${line.text}` };
    else joined.push(line);
  }
  return joined;
}
