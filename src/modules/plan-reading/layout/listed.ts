/**
 * A plan written as numbered paragraphs instead of a table: «1. Провести … Срок: … Ответственный: …».
 * The paragraphs are put into rows, so that everything after reads them as any other plan.
 */
import type { GridCell, GridRow } from './grid.ts';
import type { Column } from './columns.ts';
import type { Line } from './lines.ts';
import type { ColumnRole } from './roles.ts';
import type { LinePart, Part } from './tables.ts';
import { trimSeparators } from '../text/split.ts';

const NUMBER = /^(\d{1,2}(?:\.\d{1,2}){0,3})[.)]\s+(?=\S)/;
const LABEL =
  /(?:^|[\s.;(])(срок[а-яё]*(?:\s+(?:исполнения|выполнения|реализации))?|отв(?:\.|етственн[а-яё]+)(?:\s+(?:исполнител[а-яё]+|лиц[а-яё]+))?|исполнител[а-яё]+|(?:ожидаемый\s+)?результат[а-яё]*)\s*[:–—-]\s*/gi;
const ROLES: readonly (readonly [ColumnRole, RegExp])[] = [
  ['deadline', /^срок/i],
  ['responsible', /^(?:отв|исполнител)/i],
  ['result', /результат/i],
];
const COLUMNS: readonly (readonly [ColumnRole, string])[] = [
  ['number', '№'],
  ['text', 'Мероприятие'],
  ['deadline', 'Срок'],
  ['responsible', 'Ответственный'],
  ['result', 'Результат'],
];
const FEWEST_ITEMS = 2;

type Item = { number: string; cells: Map<ColumnRole, Line[]>; last: ColumnRole };

/** Parts with the listed items as one table, or the same parts when there is no such list. */
export function withListedPlan(parts: readonly Part[]): readonly Part[] {
  const items: Item[] = [];
  let first = -1;
  let end = -1;
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'line') continue;
    const started = begin(part.line);
    if (started !== null) {
      items.push(started);
      if (first < 0) first = index;
    } else if (items.length > 0 && !add(items.at(-1) as Item, part.line)) continue;
    if (items.length > 0) end = index;
  }
  const labelled = items.filter((item) => item.cells.has('deadline') || item.cells.has('responsible'));
  if (labelled.length < FEWEST_ITEMS || labelled.length * 2 < items.length) return parts;
  const isUsed = (role: ColumnRole) =>
    role === 'number' || items.filter((item) => item.cells.has(role)).length * 3 >= items.length;
  const columns: Column[] = COLUMNS.map(([role, header], index) => ({
    index,
    header,
    role: isUsed(role) ? role : 'other',
  }));
  const table: Part = { kind: 'plan', columns, rows: items.map(rowOf), table: 1, continues: false };
  const rest = parts
    .slice(first, end + 1)
    .filter((part): part is LinePart => part.kind === 'line' && !isTaken(items, part.line));
  return [...parts.slice(0, first), ...rest, table, ...parts.slice(end + 1)];
}

function begin(line: Line): Item | null {
  const number = line.number !== null && /^\d/.test(line.number) ? line.number : (NUMBER.exec(line.text)?.[1] ?? null);
  if (number === null) return null;
  const item: Item = { number, cells: new Map(), last: 'text' };
  put(item, { ...line, number: null, text: line.number === null ? line.text.replace(NUMBER, '') : line.text });
  return item;
}

/** A line without a label goes on only while the item has none yet. */
function add(item: Item, line: Line): boolean {
  if (line.text.search(LABEL) < 0 && item.last !== 'text' && !/^[а-яё]/.test(line.text)) return false;
  put(item, line);
  return true;
}

function put(item: Item, line: Line): void {
  let from = 0;
  const keep = (text: string) => {
    if (text.trim() !== '')
      item.cells.set(item.last, [...(item.cells.get(item.last) ?? []), { ...line, text: text.trim() }]);
  };
  for (const match of line.text.matchAll(LABEL)) {
    keep(line.text.slice(from, match.index).replace(/[\s(;]+$/, ''));
    item.last = ROLES.find(([, pattern]) => pattern.test(match[1] as string))?.[0] ?? 'text';
    from = match.index + match[0].length;
  }
  const rest = line.text.slice(from);
  keep(item.last === 'text' ? rest : trimSeparators(rest.includes('(') ? rest : rest.replace(/\)(?=[\s.;]*$)/, '')));
}

function rowOf(item: Item): GridRow {
  const number: Line = {
    text: item.number,
    number: null,
    startsParagraph: true,
    headingLevel: null,
    align: null,
    bold: false,
    links: [],
  };
  const cells = COLUMNS.map(
    ([role], column): GridCell => ({
      column,
      span: 1,
      carried: false,
      lines: role === 'number' ? [number] : (item.cells.get(role) ?? []),
    }),
  );
  return { cells, header: false };
}

function isTaken(items: readonly Item[], line: Line): boolean {
  return items.some((item) => [...item.cells.values()].flat().some(({ text }) => line.text.includes(text)));
}
