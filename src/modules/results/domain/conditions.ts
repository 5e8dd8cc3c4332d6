/** Conditions of a scale on parts of the work, as a person writes them: «15–19, 23–25», «ГК1–ГК4». */
import type { SubScore } from '#modules/assessments/index.ts';

export type ConditionInWords = { name: string; items: string; marks: string[]; least: string; otherwise: string };
export type ConditionProblem = { index: number; field: keyof ConditionInWords; text: string };

const MARKS = ['3', '4', '5'];
const LONGEST_RUN = 40;

/** Rows left wholly empty are none. */
export function conditionsFrom(rows: readonly ConditionInWords[]): {
  conditions: SubScore[];
  problems: ConditionProblem[];
} {
  const conditions: SubScore[] = [];
  const problems: ConditionProblem[] = [];
  rows.forEach((row, index) => {
    const { name, marks } = row;
    const filled = [name, row.items, row.least].some((text) => text.trim() !== '') || marks.length > 0;
    if (!filled) return;
    const problem = (field: keyof ConditionInWords, text: string) => problems.push({ index, field, text });
    const items = itemsFrom(row.items);
    const least = Number(row.least);
    const otherwise = Number(row.otherwise);
    const needed = marks.filter((mark) => MARKS.includes(mark)).map(Number);
    const before = problems.length;
    if (name.trim() === '') problem('name', 'Назовите часть работы: «геометрия», «грамотность».');
    if (items === null) problem('items', 'Перечислите задания: «15–19, 23–25» или «ГК1–ГК4».');
    if (needed.length === 0) problem('marks', 'Отметьте, для каких отметок нужно условие.');
    if (!Number.isInteger(least) || least < 1) problem('least', 'Сколько баллов нужно — целое число от 1.');
    if (![2, 3, 4].includes(otherwise) || needed.some((mark) => otherwise >= mark))
      problem('otherwise', 'Без этих баллов отметка должна быть ниже той, для которой они нужны.');
    if (problems.length === before && items)
      conditions.push({ name: name.trim(), items, marks: needed, least, otherwise });
  });
  return { conditions, problems };
}

/** «15–19, 23» → 15 … 19, 23; null for what is no list of items. */
export function itemsFrom(text: string): string[] | null {
  const items: string[] = [];
  for (const piece of text.split(/[,;\s]+(?![–-])/).filter(Boolean)) {
    const run = /^([А-Я]*)(\d{1,2})\s*[–—-]\s*([А-Я]*)(\d{1,2})$/i.exec(piece);
    if (run) {
      const [, prefix = '', from, second = '', to] = run;
      const length = Number(to) - Number(from);
      if (length < 1 || length > LONGEST_RUN || (second !== '' && second.toUpperCase() !== prefix.toUpperCase()))
        return null;
      for (let k = Number(from); k <= Number(to); k += 1) items.push(`${prefix.toUpperCase()}${k}`);
      continue;
    }
    if (!/^[А-Я]*\d{1,2}(?:\.\d{1,2})?(?:К\d{1,2})?$/i.test(piece)) return null;
    items.push(piece.toUpperCase());
  }
  const once = [...new Set(items)];
  return once.length === 0 ? null : once;
}

/** «15–19, 23–25»: neighbours as a run. */
export function itemsInWords(items: readonly string[]): string {
  const parts: { prefix: string; from: number; to: number; text: string }[] = [];
  for (const item of items) {
    const [, prefix = '', number] = /^([А-Я]*)(\d+)$/.exec(item) ?? [];
    const last = parts.at(-1);
    if (number !== undefined && last && last.prefix === prefix && last.to + 1 === Number(number)) last.to += 1;
    else
      parts.push(
        number === undefined
          ? { prefix: '', from: Number.NaN, to: Number.NaN, text: item }
          : { prefix, from: Number(number), to: Number(number), text: item },
      );
  }
  return parts
    .map(({ prefix, from, to, text }) => (from === to || Number.isNaN(from) ? text : `${prefix}${from}–${prefix}${to}`))
    .join(', ');
}

export function conditionInWords({ name, items, marks, least, otherwise }: SubScore): ConditionInWords {
  return {
    name,
    items: itemsInWords(items),
    marks: marks.map(String),
    least: String(least),
    otherwise: String(otherwise),
  };
}

/** «геометрия (15–19, 23–25): для «3», «4», «5» не меньше 2, иначе «2»» */
export function conditionSentence({ name, items, marks, least, otherwise }: SubScore): string {
  return `${name} (${itemsInWords(items)}): для ${marks.map((mark) => `«${mark}»`).join(', ')} не меньше ${least}, иначе «${otherwise}»`;
}
