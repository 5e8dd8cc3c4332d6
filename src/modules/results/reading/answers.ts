/** Items of a ГИА file stand in strings: `+-++2-` for short answers, `1(2)0(3)` for long ones. */
import { ITEM_STATE } from '../contract.ts';
import type { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import type { ItemData } from './items.ts';

type Answer = { points: number; state: number; maximum: number | null };

const NOT_ATTEMPTED = { points: Number.NaN, state: ITEM_STATE.notAttempted };

/** Null when the string is not made of answers. */
export function parseAnswers(text: string): Answer[] | null {
  const answers: Answer[] = [];
  const answer = /\s*(?:(\d{1,2}|[+xхn–—-])\((\d{1,2})\)|([+–—-])|(\d)|([xхn?]))\s*[;,]?/iy;
  while (answer.lastIndex < text.length) {
    const found = answer.exec(text);
    if (!found) return null;
    const [, given, most, sign, digit] = found;
    if (given !== undefined) answers.push(withMaximum(given, Number(most)));
    else if (sign !== undefined)
      answers.push({ points: sign === '+' ? 1 : 0, state: ITEM_STATE.scored, maximum: null });
    else if (digit !== undefined) answers.push({ points: Number(digit), state: ITEM_STATE.scored, maximum: null });
    else answers.push({ ...NOT_ATTEMPTED, maximum: null });
  }
  return answers;
}

function withMaximum(given: string, maximum: number): Answer {
  if (/^\d+$/.test(given)) {
    const points = Number(given);
    return points <= maximum
      ? { points, state: ITEM_STATE.scored, maximum }
      : { points: Number.NaN, state: ITEM_STATE.unreadable, maximum };
  }
  if (given === '+') return { points: maximum, state: ITEM_STATE.scored, maximum };
  if (/[–—-]/.test(given)) return { points: 0, state: ITEM_STATE.scored, maximum };
  return { ...NOT_ATTEMPTED, maximum };
}

/** All items of the columns of answers, in their order; rows with another number of answers are not read. */
export function readAnswers(
  cells: Cells,
  columns: readonly { column: number; header: string }[],
  firstRow: number,
  skip: Uint8Array,
  names: readonly string[],
  issues: IssueList,
): ItemData[] {
  const items: ItemData[] = [];
  for (const column of columns) {
    for (const item of readColumn(cells, column, firstRow, skip, issues))
      items.push({ ...item, name: names[items.length] ?? String(items.length + 1) });
  }
  return items;
}

function readColumn(
  cells: Cells,
  { column, header }: { column: number; header: string },
  firstRow: number,
  skip: Uint8Array,
  issues: IssueList,
): ItemData[] {
  const { sheet } = cells;
  const parsed = new Map<string, Answer[] | null>();
  const lengths = new Map<number, number>();
  const answersAt = (row: number): Answer[] | null | undefined => {
    if (skip[row] === 1 || cells.isEmpty(column, row)) return undefined;
    const text = cells.text(column, row);
    let answers = parsed.get(text);
    if (answers === undefined) {
      answers = parseAnswers(text);
      parsed.set(text, answers);
    }
    return answers;
  };
  for (let row = firstRow; row < sheet.rowCount; row += 1) {
    const answers = answersAt(row);
    if (answers) lengths.set(answers.length, (lengths.get(answers.length) ?? 0) + 1);
  }
  // Most rows know how many items the work has.
  const length = [...lengths].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
  const items = Array.from({ length }, () => ({
    name: '',
    maximum: null as number | null,
    points: new Float32Array(sheet.rowCount).fill(Number.NaN),
    states: new Uint8Array(sheet.rowCount).fill(ITEM_STATE.empty),
  }));
  for (let row = firstRow; row < sheet.rowCount; row += 1) {
    const answers = answersAt(row);
    if (answers === undefined) continue;
    if (answers?.length !== length) {
      issues.add(KINDS.answersOdd, { sheet: sheet.name, row, column, header }, cells.text(column, row).slice(0, 60));
      for (const { states } of items) states[row] = ITEM_STATE.unreadable;
      continue;
    }
    answers.forEach(({ points, state, maximum }, index) => {
      const item = items[index]!;
      item.points[row] = points;
      item.states[row] = state;
      if (maximum !== null) item.maximum = Math.max(item.maximum ?? 0, maximum);
    });
  }
  return items;
}
