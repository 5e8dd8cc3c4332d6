/** The points of every item of a sheet, column by column. */
import { CELL } from '#documents/read-sheets.ts';
import { ITEM_STATE, type ResultItem } from '../contract.ts';
import type { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';

export type ItemColumn = ResultItem & { column: number; header: string };

/** By row of the sheet. */
export type ItemData = ResultItem & { points: Float32Array; states: Uint8Array };

/** An item without a stated maximum: no item of any work has more. */
const MOST_POINTS_OF_ANY_ITEM = 20;

export function readItems(cells: Cells, items: readonly ItemColumn[], firstRow: number, issues: IssueList): ItemData[] {
  return items.map((item) => readItem(cells, item, firstRow, issues));
}

function readItem(cells: Cells, item: ItemColumn, firstRow: number, issues: IssueList): ItemData {
  const { sheet } = cells;
  const points = new Float32Array(sheet.rowCount).fill(Number.NaN);
  const states = new Uint8Array(sheet.rowCount).fill(ITEM_STATE.empty);
  const column = sheet.columns[item.column];
  const most = item.maximum ?? MOST_POINTS_OF_ANY_ITEM;
  let typed = 0;
  if (column) {
    const { kinds, values } = column;
    for (let row = firstRow; row < sheet.rowCount; row += 1) {
      const kind = kinds[row];
      if (kind === CELL.empty) continue;
      let value = values[row]!;
      let state: number = ITEM_STATE.scored;
      if (kind === CELL.text) {
        state = cells.stateOfText(value);
        if (state === ITEM_STATE.scored) {
          typed += 1;
          value = cells.numberOfText(value);
        }
      } else if (kind !== CELL.number) state = ITEM_STATE.unreadable;
      if (state === ITEM_STATE.scored) {
        if (value >= 0 && value <= most && Number.isInteger(value)) {
          points[row] = value;
          states[row] = state;
          continue;
        }
        const problem = value < 0 ? KINDS.itemNegative : value > most ? KINDS.itemTooLarge : KINDS.itemUnreadable;
        issues.add(problem, place(cells, item, row), String(value));
        state = ITEM_STATE.unreadable;
      } else if (state === ITEM_STATE.unreadable) {
        issues.add(KINDS.itemUnreadable, place(cells, item, row), cells.text(item.column, row));
      }
      states[row] = state;
    }
  }
  issues.count(KINDS.itemText, typed);
  return { name: item.name, maximum: item.maximum, points, states };
}

function place({ sheet }: Cells, { column, header }: ItemColumn, row: number) {
  return { sheet: sheet.name, row, column, header };
}
