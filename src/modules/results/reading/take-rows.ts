/** Row by row: who is a pupil of which school, who was absent, which total counts. Rows that are not taken are counted. */
import { CELL } from '#documents/read-sheets.ts';
import { ITEM_STATE, type PupilRows, type RefusalReason, type ResultSchool, type RowCounts } from '../contract.ts';
import type { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import type { ItemData } from './items.ts';
import type { ColumnRole, Layout } from './layout.ts';
import { rowInsteadOfCode } from '../domain/pseudonym.ts';
import { journalMarkOf, readGenderAndKlass, saysAbsent } from './pupils.ts';
import { nameBehindCode } from './school-code.ts';

export type Taken = { schools: ResultSchool[]; rows: PupilRows; counts: RowCounts };

export type RowContext = {
  cells: Cells;
  layout: Layout;
  items: ItemData[];
  /** Most points for the whole work, where it is known. */
  maximum: number | null;
  /** Grade of the pupils, to fold «5а» into «а»; 0 where it is not known. */
  grade: number;
  /** Whether the total can be compared with the items: all of them are in the file. */
  itemsAreWhole: boolean;
  /** How a school is named in the login column; null when the text is no login. */
  loginOf: (text: string) => string | null;
  /** Largest mark or score in the column of marks. */
  mostMark: number;
  /** 1 by row of the sheet: the row belongs to another subject of the file and is counted there. */
  skip?: Uint8Array;
  /** Absence that stands elsewhere than in the variant. */
  saidAbsent?: (row: number) => boolean;
  /** Rows that cannot count, e.g. annulled results. */
  refusal?: (row: number) => RefusalReason | null;
  issues: IssueList;
};

export function takeRows(context: RowContext): Taken {
  const { cells, layout, items, issues } = context;
  const { sheet } = cells;
  const first = layout.headerRow + 1;
  const { filled, itemsFilled, itemSum, unreadable } = overview(context);
  const capacity = Math.max(0, sheet.rowCount - first);
  const rows = emptyRows(capacity);
  const schools = new Schools(context);
  const seen = new Map<string, number>();
  const refused = new Map<RefusalReason, number>();
  const refuse = (reason: RefusalReason) => refused.set(reason, (refused.get(reason) ?? 0) + 1);
  const { columns } = layout;
  if (columns.pupil === undefined && columns.pupilNumber === undefined) issues.add(KINDS.pupilColumnMissing);
  let rowCount = 0;
  let count = 0;

  for (let row = first; row < sheet.rowCount; row += 1) {
    if (filled[row] === 0 || context.skip?.[row] === 1) continue;
    rowCount += 1;
    const elsewhere = context.refusal?.(row) ?? null;
    if (elsewhere) {
      refuse(elsewhere);
      continue;
    }
    const school = schools.indexAt(row);
    if (school < 0) {
      refuse('school-missing');
      continue;
    }
    const presence = presenceOf(context, row, itemsFilled[row]!);
    const sum = itemsFilled[row]! > 0 && unreadable[row] === 0 && context.itemsAreWhole ? itemSum[row]! : null;
    const total = presence.absent ? Number.NaN : totalOf(context, row, sum);
    if (total === null) {
      refuse('total-impossible');
      continue;
    }
    const pupil = pupilOf(context, row);
    let index = count;
    if (pupil !== null) {
      const key = `${school} ${pupil}`;
      const before = seen.get(key);
      if (before !== undefined) {
        refuse('duplicate');
        const earlier = `строка ${rows.sourceRow[before]}`;
        const place = { sheet: sheet.name, row, ...headed(layout, 'pupil') };
        if (presence.absent || rows.absent[before] === 0) {
          issues.add(KINDS.duplicate, place, `первая: ${earlier}`);
          continue;
        }
        issues.add(KINDS.replacedAbsent, place, `первая: ${earlier}`);
        index = before;
      } else seen.set(key, count);
    }
    if (index === count) count += 1;
    rows.sourceRow[index] = row + 1;
    rows.school[index] = school;
    rows.pupil[index] = pupil ?? rowInsteadOfCode(row + 1);
    rows.variant[index] = presence.variant;
    rows.absent[index] = presence.absent ? 1 : 0;
    rows.total[index] = total;
    const { gender, klass } = readGenderAndKlass(cells, columns, row, context.grade, issues);
    rows.gender[index] = gender;
    rows.klass[index] = klass;
    rows.journalMark[index] = journalMark(context, row);
    rows.givenMark[index] = presence.absent ? Number.NaN : markOf(context, row);
  }
  return {
    schools: schools.list,
    rows: cutTo(rows, count, items),
    counts: {
      rows: rowCount,
      taken: count,
      refused: [...refused].map(([reason, number]) => ({ reason, count: number })),
    },
  };
}

/** By row of the sheet: is there anything, how many items are filled, their sum, is one unreadable. */
function overview({ cells, layout, items }: RowContext) {
  const { sheet } = cells;
  const filled = new Uint8Array(sheet.rowCount);
  for (const column of sheet.columns) {
    if (!column) continue;
    for (let row = layout.headerRow + 1; row < sheet.rowCount; row += 1) {
      if (column.kinds[row] === CELL.empty || filled[row] === 1) continue;
      if (column.kinds[row] === CELL.text && cells.cleaned(column.values[row]!) === '') continue;
      filled[row] = 1;
    }
  }
  const itemsFilled = new Uint16Array(sheet.rowCount);
  const itemSum = new Float64Array(sheet.rowCount);
  const unreadable = new Uint8Array(sheet.rowCount);
  for (const { states, points } of items) {
    for (let row = layout.headerRow + 1; row < sheet.rowCount; row += 1) {
      const state = states[row]!;
      if (state === ITEM_STATE.empty) continue;
      itemsFilled[row] = itemsFilled[row]! + 1;
      if (state === ITEM_STATE.scored) itemSum[row] = itemSum[row]! + points[row]!;
      else if (state === ITEM_STATE.unreadable) unreadable[row] = 1;
    }
  }
  return { filled, itemsFilled, itemSum, unreadable };
}

function presenceOf({ cells, layout, issues, saidAbsent }: RowContext, row: number, itemsFilled: number) {
  const { columns, sheet } = layout;
  const variant = cells.text(columns.variant ?? null, row);
  const second = cells.text(columns.secondVariant ?? null, row);
  const total = cells.number(columns.total ?? null, row);
  const hasMark = !cells.isEmpty(columns.mark ?? null, row);
  const said =
    saidAbsent?.(row) ||
    saysAbsent(variant) ||
    saysAbsent(second) ||
    /^(?:да|1|\+)$/i.test(cells.text(columns.absent ?? null, row));
  const unreadable = Number.isNaN(total) && !cells.isEmpty(columns.total ?? null, row);
  const hasResult = itemsFilled > 0 || total > 0 || total < 0 || unreadable || hasMark;
  if (said) {
    if (hasResult) issues.add(KINDS.absentWithPoints, { sheet: sheet.name, row, ...headed(layout, 'variant') });
    return { absent: !hasResult, variant: '' };
  }
  // In the files of 2022 a pupil who was absent has a total of 0, which would look like a «2».
  if (!hasResult && (layout.items.length > 0 || Number.isNaN(total))) {
    issues.add(KINDS.absentWithoutWord, { sheet: sheet.name, row, ...headed(layout, 'total') });
    return { absent: true, variant: '' };
  }
  return { absent: false, variant: second === '' || second === variant ? variant : `${variant}/${second}` };
}

/** The total that counts; NaN where only a mark is given, null where the row cannot be used. */
function totalOf(context: RowContext, row: number, itemSum: number | null): number | null {
  const { cells, layout, issues, maximum } = context;
  const { total: column, mark } = layout.columns;
  const place = { sheet: layout.sheet.name, row, ...headed(layout, 'total') };
  const most = maximum ?? Number.POSITIVE_INFINITY;
  const total = cells.number(column ?? null, row);
  // Unreadable items make their sum too small, which would look like a low result.
  const sum = itemSum !== null && itemSum <= most ? itemSum : null;
  if (total >= 0 && total <= most && Number.isInteger(total)) {
    if (sum !== null && total !== sum) issues.add(KINDS.totalDiffers, place, `${total} и ${sum}`);
    return total;
  }
  const empty = cells.isEmpty(column ?? null, row);
  if (sum !== null) {
    if (!empty) issues.add(KINDS.totalReplaced, place, cells.text(column ?? null, row));
    else if (column !== undefined) issues.add(KINDS.totalMissing, place);
    return sum;
  }
  if (empty && !cells.isEmpty(mark ?? null, row)) return Number.NaN;
  issues.add(KINDS.totalImpossible, place, cells.text(column ?? null, row));
  return null;
}

function pupilOf({ cells, layout, issues }: RowContext, row: number): string | null {
  const { columns } = layout;
  const code = cells.text(columns.pupil ?? null, row) || cells.text(columns.pupilNumber ?? null, row);
  if (code !== '') return code;
  // Where the file has no such column, it is told once.
  if (columns.pupil === undefined && columns.pupilNumber === undefined) return null;
  issues.add(KINDS.pupilMissing, { sheet: layout.sheet.name, row, ...headed(layout, 'pupil') });
  return null;
}

function journalMark({ cells, layout, issues }: RowContext, row: number): number {
  if (layout.columns.journal === undefined) return 0;
  const text = cells.text(layout.columns.journal, row);
  const mark = journalMarkOf(text);
  if (mark === null)
    issues.add(KINDS.journalOdd, { sheet: layout.sheet.name, row, ...headed(layout, 'journal') }, text);
  return mark ?? 0;
}

function markOf({ cells, layout, issues, mostMark }: RowContext, row: number): number {
  const { mark: column } = layout.columns;
  if (column === undefined || cells.isEmpty(column, row)) return Number.NaN;
  const mark = cells.number(column, row);
  // Marks are «2»…«5»; scores begin at 0.
  if (mark >= (mostMark > 5 ? 0 : 2) && mark <= mostMark) return mark;
  issues.add(
    KINDS.markImpossible,
    { sheet: layout.sheet.name, row, ...headed(layout, 'mark') },
    cells.text(column, row),
  );
  return Number.NaN;
}

class Schools {
  readonly list: ResultSchool[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #context: RowContext;

  constructor(context: RowContext) {
    this.#context = context;
  }

  indexAt(row: number): number {
    const { cells, layout, loginOf, issues } = this.#context;
    const { columns } = layout;
    const text = cells.text(columns.login ?? null, row);
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const login = loginOf(text);
    if (login === null) {
      issues.add(KINDS.schoolMissing, { sheet: layout.sheet.name, row, ...headed(layout, 'login') }, text);
      return -1;
    }
    const index = this.#indexes.get(login) ?? this.list.length;
    if (index === this.list.length)
      this.list.push({
        login,
        name: nameBehindCode(cells.text(columns.school ?? null, row)),
        municipality: nameBehindCode(cells.text(columns.municipality ?? null, row)),
      });
    this.#indexes.set(login, index);
    this.#indexes.set(text, index);
    return index;
  }
}

function headed({ columns, headers }: Layout, role: ColumnRole) {
  const column = columns[role];
  return column === undefined ? {} : { column, header: headers[column] };
}

function emptyRows(capacity: number): Omit<PupilRows, 'count' | 'itemPoints' | 'itemState'> {
  return {
    sourceRow: new Uint32Array(capacity),
    school: new Uint32Array(capacity),
    pupil: [],
    klass: [],
    gender: new Uint8Array(capacity),
    variant: [],
    absent: new Uint8Array(capacity),
    total: new Float64Array(capacity),
    givenMark: new Float64Array(capacity),
    journalMark: new Uint8Array(capacity),
  };
}

function cutTo(rows: ReturnType<typeof emptyRows>, count: number, items: readonly ItemData[]): PupilRows {
  const sourceRow = rows.sourceRow.slice(0, count);
  const itemPoints = items.map(({ points }) => {
    const taken = new Float32Array(count);
    for (let index = 0; index < count; index += 1) taken[index] = points[sourceRow[index]! - 1]!;
    return taken;
  });
  const itemState = items.map(({ states }) => {
    const taken = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) taken[index] = states[sourceRow[index]! - 1]!;
    return taken;
  });
  return {
    count,
    sourceRow,
    school: rows.school.slice(0, count),
    pupil: rows.pupil,
    klass: rows.klass,
    gender: rows.gender.slice(0, count),
    variant: rows.variant,
    absent: rows.absent.slice(0, count),
    total: rows.total.slice(0, count),
    givenMark: rows.givenMark.slice(0, count),
    journalMark: rows.journalMark.slice(0, count),
    itemPoints,
    itemState,
  };
}
