/** Gives each column of a header its meaning: one column a role, the rest kept as they are. */
import { parseDeadline } from '../deadlines/index.ts';
import { comparable } from '../text/clean.ts';
import { type ColumnRole, courseRoles, planRoles, type RoleScore } from './roles.ts';

export type Column = {
  index: number;
  header: string;
  role: ColumnRole /** A second meaning: «Срок, ответственный». */;
  also?: ColumnRole;
};

const WEAKEST_ROLE = 4;
const WEAK_RESULT = 5;

/** `paths`: for each column the header cells over it, from top to bottom. */
export function courseColumns(paths: string[][]): Column[] | null {
  const scores = paths.map((path) => courseRoles(path.join(' ')));
  const taken = new Set<ColumnRole>();
  const columns = paths.map((path, index): Column => {
    const role = (scores[index] as RoleScore[]).find((score) => !taken.has(score.role))?.role ?? 'other';
    if (role !== 'other') taken.add(role);
    return { index, header: path.join(' – '), role };
  });
  // Who arranges a course is its provider, who answers for a measure makes it a plan.
  const isPlan = paths.some((path) => {
    const header = path.join(' ');
    const role = planRoles(header)[0]?.role;
    return role === 'execution' || (role === 'responsible' && !/организатор/i.test(header));
  });
  const isCourses = taken.has('programme') && (taken.has('teachers') || taken.has('managers') || taken.has('hours'));
  return isCourses && !isPlan ? columns : null;
}

export function planColumns(paths: string[][]): Column[] | null {
  const scores = paths.map((path) => planRoles(path.join(' ')).filter(({ score }) => score >= WEAKEST_ROLE));
  const columns = paths.map((path, index): Column => {
    const [first] = scores[index] as RoleScore[];
    return { index, header: path.join(' – '), role: startOrEnd(path, first?.role ?? 'other') };
  });
  for (const role of ['text', 'number', 'deadline', 'execution', 'note', 'group'] as const)
    keepBest(columns, scores, role);
  keepStrongResults(columns, scores);
  if (!columns.some(({ role }) => role === 'text')) promoteToText(columns);
  findCombined(columns, scores);
  findMonths(columns, paths);
  const roles = new Set(columns.map(({ role }) => role).filter((role) => role !== 'other' && role !== 'number'));
  const named = columns.filter(({ header }) => header !== '').length;
  const understood = columns.filter(
    ({ role, header }) => header !== '' && (role !== 'other' || planRoles(header).length > 0),
  ).length;
  return roles.has('text') && roles.size >= 2 && understood * 2 >= named ? columns : null;
}

/** «Срок» divided into «начало» and «окончание». */
function startOrEnd(path: string[], role: ColumnRole): ColumnRole {
  const leaf = comparable(path.at(-1) ?? '');
  if (role !== 'deadline' || path.length < 2) return role;
  if (/^(?:начал|старт|с$)/.test(leaf) || /начал/.test(leaf)) return 'deadline-start';
  return /окончан|заверш|^по$/.test(leaf) ? 'deadline-end' : role;
}

/** One column a role. A second text column may group the rows («Направление»); the rest are kept as they are. */
function keepBest(columns: Column[], scores: RoleScore[][], role: ColumnRole): void {
  const rivals = columns.filter((column) => column.role === role);
  const scoreOf = (column: Column, of: ColumnRole) =>
    scores[column.index]?.find((score) => score.role === of)?.score ?? 0;
  const winner = rivals.reduce<Column | undefined>(
    (best, column) => (best && scoreOf(best, role) >= scoreOf(column, role) ? best : column),
    undefined,
  );
  for (const column of rivals) {
    if (column !== winner) column.role = role === 'text' && scoreOf(column, 'group') > 0 ? 'group' : 'other';
  }
}

/** Beside a column of results, places of discussion and measures of success are no results. */
function keepStrongResults(columns: Column[], scores: RoleScore[][]): void {
  const scoreOf = (column: Column) => scores[column.index]?.[0]?.score ?? 0;
  const rivals = columns.filter(({ role }) => role === 'result');
  const strongest = Math.max(...rivals.map(scoreOf));
  for (const column of rivals) if (strongest > WEAK_RESULT && scoreOf(column) <= WEAK_RESULT) column.role = 'other';
}

function promoteToText(columns: Column[]): void {
  const heir =
    columns.findLast(({ role }) => role === 'group') ??
    columns.find(({ role, header }) => role === 'other' && header === '');
  if (heir) heir.role = 'text';
}

/** One column for both the deadline and the responsible, when neither has a column of its own. */
function findCombined(columns: Column[], scores: RoleScore[][]): void {
  for (const [role, other] of [
    ['deadline', 'responsible'],
    ['responsible', 'deadline'],
  ] as const) {
    const column = columns.find((candidate) => candidate.role === role);
    if (column === undefined || columns.some((candidate) => candidate.role === other)) continue;
    if (scores[column.index]?.some((score) => score.role === other) && /[,/]|\sи\s/.test(column.header))
      column.also = other;
  }
}

const FEWEST_MONTHS = 3;

/** A schedule with a column a month, where a mark in the cell is the deadline. */
function findMonths(columns: Column[], paths: string[][]): void {
  const months = columns.filter(({ index }) => isMonth(paths[index]?.at(-1) ?? ''));
  if (months.length < FEWEST_MONTHS) return;
  for (const column of months) {
    column.role = 'deadline-mark';
    column.header = paths[column.index]?.at(-1) ?? column.header;
  }
}

function isMonth(header: string): boolean {
  return ['month', 'month-no-year', 'month-range'].includes(parseDeadline(header).kind);
}
