/** The goal and the tasks, only where the document names them so. */
import { fold } from '../text/clean.ts';
import { splitOutside, trimSeparators } from '../text/split.ts';
import type { Line } from '../layout/lines.ts';

const GOAL =
  /^(?:(?:основн[а-яё]+\s+)?цел[ьи](?:\s+[^:–—.]{0,80})?\s*(?:[:–—.-]|$)|целью\s+[^.:]{0,120}?\s?(?:является|выступает)\s*:?)\s*/i;
const TASKS = /^(?:основные\s+|ключевые\s+)?задачи(?:\s+[^:–—.]{0,80})?\s*(?:[:–—.-]|$)\s*/i;
const GOAL_AND_TASKS = /^цел[ьи]\s+и\s+задачи/i;
const ITEM = /^(?:\d{1,2}[.)]\s*|[а-яё]\)\s*|[•·▪–—*-]\s*)/;
const NEXT_PART =
  /^(?:ожидаем|результат|срок|этап|основани|исполнител|ответственн|нормативн|показател|механизм|участник|мероприяти|план|принцип|раздел|[IVX]+\.)/i;

/** «Цель: … Задачи: …» run together in one paragraph. */
const TASKS_INSIDE = /(?<=[.;!])\s+(?=(?:основные\s+|ключевые\s+)?задачи(?:\s+[^:.]{0,60})?:)/i;

export type Purpose = { goal: string | null; tasks: string[]; used: Set<number> };
type Part = Line & { source: Line };
type Found = { goal: string | null; tasks: string[]; used: Set<Line> };

export function readPurpose(source: readonly Line[]): Purpose {
  const lines = source.flatMap((line) =>
    line.text.split(TASKS_INSIDE).map((text) => ({ ...line, text, source: line })),
  );
  const found: Found = { goal: null, tasks: [], used: new Set() };
  for (let at = 0; at < lines.length; at++) {
    const { text } = lines[at] as Line;
    if (GOAL_AND_TASKS.test(text)) continue;
    if (found.goal === null && GOAL.test(text)) at = takeGoal(lines, at, found);
    else if (found.tasks.length === 0 && TASKS.test(text)) at = takeTasks(lines, at, found);
  }
  const used = [...source.keys()].filter((index) => found.used.has(source[index] as Line));
  return { goal: found.goal, tasks: found.tasks, used: new Set(used) };
}

/** «Цели: • …; • …»: the items under one label. */
function isFurtherGoal(before: Line, next: Line, underLabel: boolean): boolean {
  const isItem = (line: Line) => line.number !== null || ITEM.test(line.text);
  return underLabel && isItem(before) && isItem(next) && /[;,]$/.test(before.text);
}

/** Returns the index of the last line taken. */
function takeGoal(lines: readonly Part[], at: number, found: Found): number {
  const parts = [(lines[at] as Line).text.replace(GOAL, '')];
  let end = at;
  while (end + 1 < lines.length) {
    const next = lines[end + 1] as Line;
    const empty = parts.join('') === '';
    if (
      TASKS.test(next.text) ||
      NEXT_PART.test(next.text) ||
      (!empty && !/^[а-яё]/.test(next.text) && !isFurtherGoal(lines[end] as Line, next, end > at)) ||
      (!empty && parts.at(-1)?.endsWith('.'))
    )
      break;
    parts.push(next.text.replace(ITEM, ''));
    end++;
  }
  const goal = fold(parts.join(' '));
  if (goal === '') return at;
  found.goal = goal;
  mark(found, lines.slice(at, end + 1));
  return end;
}

function takeTasks(lines: readonly Part[], at: number, found: Found): number {
  const rest = (lines[at] as Line).text.replace(TASKS, '');
  const tasks = rest === '' ? [] : itemsOf(rest);
  let end = at;
  while (end + 1 < lines.length) {
    const next = lines[end + 1] as Line;
    const isItem = next.number !== null || ITEM.test(next.text);
    const open = tasks.length === 0 || /[;,]$/.test((lines[end] as Line).text);
    const startsAnew = tasks.length > 0 && /^1[.)]/.test(next.number ?? next.text);
    if (
      next.headingLevel !== null ||
      startsAnew ||
      GOAL.test(next.text) ||
      (NEXT_PART.test(next.text) && !isItem) ||
      (!isItem && !open && !/^[а-яё]/.test(next.text))
    )
      break;
    if (isItem || open || tasks.length === 0) tasks.push(next.text.replace(ITEM, ''));
    else tasks[tasks.length - 1] = `${tasks.at(-1)} ${next.text}`;
    end++;
  }
  found.tasks = tasks.map((task) => trimSeparators(fold(task))).filter((task) => task !== '');
  if (found.tasks.length > 0) mark(found, lines.slice(at, end + 1));
  return end;
}

/** Tasks in one line: «1) …; 2) …» or parted by semicolons. */
function itemsOf(text: string): string[] {
  return splitOutside(text, /;|(?<=[.\s])(?=\d{1,2}[.)]\s+[А-ЯЁа-яё])/g).map((item) => item.replace(ITEM, ''));
}

function mark(found: Found, parts: readonly Part[]): void {
  for (const part of parts) found.used.add(part.source);
}
