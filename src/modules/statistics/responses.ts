/** Answers to items from a table: 0 and 1, or credits 0 … m; an empty cell means the item was not given. */
import { AppError } from '#kernel/errors.ts';
import { NOT_PRESENTED, type Responses } from '#stats/items/responses.ts';
import { UsageError } from './errors.ts';
import type { Table } from './table.ts';
import type { Call } from './verb.ts';

export type ItemTable = Responses & {
  /** Rows of the file whose pupils were given at least one item. */
  places: Int32Array;
  /** Rows without any answer. */
  empty: number;
};

const MOSTLY = 0.9;

/**
 * Items named by --items; with --all-items every column, but those named by other options, that holds credits nearly
 * everywhere: a stray 7 in an item is an error to be told, a column of codes or ages is no item.
 */
export async function itemNames(
  call: Call,
  table: Table,
  others: readonly (string | undefined)[],
  highest = 1,
): Promise<{ items: string[]; skipped: string[] }> {
  const named = call.list('items');
  if (named.length > 0) return { items: named, skipped: [] };
  if (!call.has('all-items')) throw new UsageError('Назовите задания ключом --items или укажите --all-items.');
  const candidates = table.names.filter((name) => name !== '' && !others.includes(name));
  const columns = await table.columns(candidates);
  const items = candidates.filter((name) => {
    const numbers = columns.get(name)?.numbers;
    if (!numbers) return false;
    const given = numbers.filter(Number.isFinite);
    return given.length > 0 && given.filter((value) => value >= 0 && value <= highest).length >= MOSTLY * given.length;
  });
  return { items, skipped: candidates.filter((name) => !items.includes(name)) };
}

/** @param highest the largest credit allowed */
export async function readItems(call: Call, items: readonly string[], highest = 1): Promise<ItemTable> {
  const rows = await call.rows([], items);
  const columns = items.map((name) => rows.numbers(name));
  const k = items.length;
  const values = new Uint8Array(rows.n * k);
  const places: number[] = [];
  for (let row = 0; row < rows.n; row += 1) {
    let given = false;
    const at = places.length * k;
    for (let item = 0; item < k; item += 1) {
      const value = (columns[item] as Float64Array)[row] as number;
      if (Number.isNaN(value)) {
        values[at + item] = NOT_PRESENTED;
        continue;
      }
      if (!(Number.isInteger(value) && value >= 0 && value <= highest))
        throw new AppError('badRequest', {
          text: `Задание «${items[item]}», строка ${(rows.places[row] as number) + 1}: ${value}.`,
          advice:
            highest === 1
              ? 'Здесь нужны 0 и 1; для заданий с несколькими баллами есть stats partial-credit, а столбцы не с заданиями исключает --items.'
              : `Баллы — целые числа от 0 до ${highest}.`,
        });
      values[at + item] = value;
      given = true;
    }
    if (given) places.push(rows.places[row] as number);
  }
  return {
    values: values.slice(0, places.length * k),
    persons: places.length,
    items,
    places: Int32Array.from(places),
    empty: rows.n - places.length,
  };
}
