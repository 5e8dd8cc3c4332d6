/** What is worked out once for a table; what a method of statistics refuses. */
import { StatsError } from '#stats/errors.ts';
import type { ResultsTable } from './table.ts';

export function memo<T>(table: ResultsTable, key: string, compute: () => T): T {
  if (!table.memo.has(key)) table.memo.set(key, compute());
  return table.memo.get(key) as T;
}

export function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof StatsError) return null;
    throw error;
  }
}
