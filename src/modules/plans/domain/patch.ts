/**
 * The difference between two contents of one plan, small enough to keep for every edit: the audit holds
 * one patch there and one back, which is what undoing applies.
 */
import type { ContentMeasure, ContentSection, PlanBody } from './content.ts';

type Scalars = Omit<PlanBody, 'sections' | 'measures'>;

/** `put` holds what is new or changed, whole; `order` holds all ids when any came, went or moved. */
type RowsPatch<Row> = { put: Row[]; remove: number[]; order: number[] | null };

export type ContentPatch = {
  head: Partial<Scalars>;
  sections: RowsPatch<ContentSection>;
  measures: RowsPatch<ContentMeasure>;
};

const SCALARS = [
  'title',
  'period',
  'goal',
  'tasks',
  'rhythm',
  'glossary',
  'tables',
  'other',
] as const satisfies (keyof Scalars)[];

/** `applyPatch(before, patchBetween(before, after))` equals `after`. */
export function patchBetween(before: PlanBody, after: PlanBody): ContentPatch {
  const changed = SCALARS.filter((name) => !sameData(before[name], after[name]));
  return {
    head: Object.fromEntries(changed.map((name) => [name, after[name]])),
    sections: rowsBetween(before.sections, after.sections),
    measures: rowsBetween(before.measures, after.measures),
  };
}

export function applyPatch(body: PlanBody, patch: ContentPatch): PlanBody {
  return {
    ...body,
    ...patch.head,
    sections: applyRows(body.sections, patch.sections),
    measures: applyRows(body.measures, patch.measures),
  };
}

export function isEmptyPatch({ head, sections, measures }: ContentPatch): boolean {
  return (
    Object.keys(head).length === 0 &&
    [sections, measures].every((rows) => rows.put.length === 0 && rows.remove.length === 0 && rows.order === null)
  );
}

/** Equal as JSON would be, whatever the order of the keys. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameData(a[key as never], b[key as never]));
}

function rowsBetween<Row extends { id: number }>(before: readonly Row[], after: readonly Row[]): RowsPatch<Row> {
  const old = new Map(before.map((row) => [row.id, row]));
  const kept = new Set(after.map((row) => row.id));
  const sameOrder = before.length === after.length && before.every((row, index) => row.id === after[index]?.id);
  return {
    put: after.filter((row) => !sameData(old.get(row.id), row)),
    remove: before.filter((row) => !kept.has(row.id)).map((row) => row.id),
    order: sameOrder ? null : after.map((row) => row.id),
  };
}

function applyRows<Row extends { id: number }>(rows: readonly Row[], patch: RowsPatch<Row>): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of patch.remove) byId.delete(id);
  for (const row of patch.put) byId.set(row.id, row);
  if (patch.order === null) return [...byId.values()];
  return patch.order.flatMap((id) => byId.get(id) ?? []);
}
