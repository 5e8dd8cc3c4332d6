/**
 * Minimum-cost assignment with capacities, exact: every row (school) gets one column (mentor), no column more rows
 * than its capacity, Σ cost is the least possible.
 *
 * Shortest augmenting paths with potentials, O(rows² · places): a column of capacity c is c places. The potentials
 * keep cost − row − place ≥ 0 everywhere and 0 on the chosen pairs, which proves the answer.
 * Source: Kuhn (1955); Jonker & Volgenant (1987), Computing 38; Burkard, Dell'Amico & Martello (2012), ch. 4.
 */
import { StatsError } from '../errors.ts';

export type Assignment = {
  /** Column of each row. */
  columns: Int32Array;
  cost: number;
  /** Rows on each column. */
  loads: Int32Array;
};

/**
 * @param costs rows × columns, row-major, in any unit; Infinity forbids a pair
 * @param capacities of the columns, whole numbers from 0 on; 1 each by default
 * @throws StatsError noData, lengthsDiffer, missingValues (NaN, −Infinity), outOfRange (a capacity);
 *   tooFew (places fewer than rows, or a row that the permitted pairs leave without a place: `row`)
 */
export function assign(costs: Float64Array, rows: number, capacities: Int32Array | number): Assignment {
  const limits = typeof capacities === 'number' ? new Int32Array(capacities).fill(1) : capacities;
  requireProblem(costs, rows, limits);
  /** More places than rows are never used. */
  const places = Int32Array.from(
    Array.from(limits).flatMap((limit, column) => Array<number>(Math.min(limit, rows)).fill(column)),
  );
  if (places.length < rows) throw new StatsError('tooFew', { places: places.length, rows });
  const taken = new Int32Array(places.length).fill(-1);
  const potentials = { row: new Float64Array(rows), place: new Float64Array(places.length) };
  for (let row = 0; row < rows; row += 1) augment(costs, limits.length, places, taken, potentials, row);

  const columns = new Int32Array(rows);
  const loads = new Int32Array(limits.length);
  taken.forEach((row, place) => {
    if (row < 0) return;
    const column = places[place] as number;
    columns[row] = column;
    loads[column] = (loads[column] as number) + 1;
  });
  const cost = columns.reduce((sum, column, row) => sum + (costs[row * limits.length + column] as number), 0);
  return { columns, cost, loads };
}

type Potentials = { row: Float64Array; place: Float64Array };

/** Gives `start` a place along the cheapest path on which others move on. */
function augment(
  costs: Float64Array,
  width: number,
  places: Int32Array,
  taken: Int32Array,
  potentials: Potentials,
  start: number,
): void {
  const size = places.length;
  /** Reduced length of the cheapest path to each place, and the place before it on that path (−1: the start). */
  const reach = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(size).fill(-1);
  const settled: number[] = [];
  const done = new Uint8Array(size);
  let row = start;
  let from = -1;
  let length = 0;
  for (;;) {
    const base = length - (potentials.row[row] as number);
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let place = 0; place < size; place += 1) {
      if (done[place] === 1) continue;
      const through =
        base + (costs[row * width + (places[place] as number)] as number) - (potentials.place[place] as number);
      if (through < (reach[place] as number)) {
        reach[place] = through;
        previous[place] = from;
      }
      if ((reach[place] as number) < least) {
        least = reach[place] as number;
        next = place;
      }
    }
    if (next < 0) throw new StatsError('tooFew', { row: start + 1, places: 0 });
    length = least;
    from = next;
    if ((taken[next] as number) < 0) break;
    done[next] = 1;
    settled.push(next);
    row = taken[next] as number;
  }
  potentials.row[start] = (potentials.row[start] as number) + length;
  for (const place of settled) {
    const slack = length - (reach[place] as number);
    const holder = taken[place] as number;
    potentials.place[place] = (potentials.place[place] as number) - slack;
    potentials.row[holder] = (potentials.row[holder] as number) + slack;
  }
  for (let place = from; place >= 0; ) {
    const before = previous[place] as number;
    taken[place] = before < 0 ? start : (taken[before] as number);
    place = before;
  }
}

function requireProblem(costs: Float64Array, rows: number, limits: Int32Array): void {
  if (rows === 0 || limits.length === 0) throw new StatsError('noData');
  if (costs.length !== rows * limits.length)
    throw new StatsError('lengthsDiffer', { costs: costs.length, expected: rows * limits.length });
  const wrong = limits.findIndex((limit) => limit < 0);
  if (wrong >= 0) throw new StatsError('outOfRange', { column: wrong + 1, capacity: limits[wrong] });
  const missing = costs.findIndex((cost) => Number.isNaN(cost) || cost === Number.NEGATIVE_INFINITY);
  if (missing >= 0)
    throw new StatsError('missingValues', {
      row: Math.floor(missing / limits.length) + 1,
      column: (missing % limits.length) + 1,
    });
}
