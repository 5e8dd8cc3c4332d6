/** New due windows against those that are there: what people have reported on is never lost. */
import type { IsoDate } from '#kernel/dates.ts';

export type WantedOccurrence = { sequence: number; label: string; windowFrom: IsoDate | null; dueOn: IsoDate | null };
export type ExistingOccurrence = WantedOccurrence & { id: number; reported: boolean };

export type Reconciled = {
  insert: WantedOccurrence[];
  update: (WantedOccurrence & { id: number })[];
  remove: number[];
};

/**
 * The same window stays the same occurrence. A window that moved keeps its record, found by its place in
 * the sequence. What is left over goes, unless it was reported on: then it stays behind the others.
 */
export function reconcile(existing: readonly ExistingOccurrence[], wanted: readonly WantedOccurrence[]): Reconciled {
  const free = new Set(existing);
  const takenBy = new Map<WantedOccurrence, ExistingOccurrence>();
  const take = (want: WantedOccurrence, matches: (old: ExistingOccurrence) => boolean) => {
    if (takenBy.has(want)) return;
    const found = [...free].find(matches);
    if (found === undefined) return;
    free.delete(found);
    takenBy.set(want, found);
  };
  for (const want of wanted) take(want, (old) => old.windowFrom === want.windowFrom && old.dueOn === want.dueOn);
  for (const want of wanted) take(want, (old) => old.sequence === want.sequence);
  const leftOver = [...free].toSorted((a, b) => a.sequence - b.sequence);
  const last = Math.max(0, ...wanted.map((want) => want.sequence));
  const kept = leftOver.filter((old) => old.reported).map((old, index) => ({ ...old, sequence: last + 1 + index }));
  return {
    insert: wanted.filter((want) => !takenBy.has(want)),
    update: [
      ...[...takenBy].map(([want, old]) => ({ ...want, id: old.id })),
      ...kept.map(({ reported: _, ...old }) => old),
    ],
    remove: leftOver.filter((old) => !old.reported).map((old) => old.id),
  };
}
