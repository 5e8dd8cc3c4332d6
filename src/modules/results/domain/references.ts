/** The reference data that hold for a region: what a person entered goes before what ships with Opora. */
import { type Procedure, type Scale, shippedItems, type WorkItem } from '#modules/assessments/index.ts';
import type { WorkFacts } from '../reading/read-vpr.ts';
import type { ReferenceUsed } from './part.ts';

/** Id 0, version 0: as shipped. */
export type ScaleEntry = { id: number; version: number; scale: Scale };
export type WorkEntry = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'> & {
  id: number;
  version: number;
  items: WorkItem[];
};

export type EffectiveReferences = { region: string; scales: ScaleEntry[]; works: WorkEntry[] };

type Keyed = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>;

function isSame(a: Keyed, b: Keyed): boolean {
  return a.kind === b.kind && a.subject === b.subject && a.paperGrade === b.paperGrade && a.year === b.year;
}

/** An entry of the whole country replaces the shipped one of the same procedure; a region's own stands beside it. */
export function withShipped(entered: readonly ScaleEntry[], shipped: readonly Scale[]): ScaleEntry[] {
  const rest = shipped.filter(
    (scale) => !entered.some((entry) => entry.scale.region === null && isSame(entry.scale, scale)),
  );
  return [...entered, ...rest.map((scale) => ({ id: 0, version: 0, scale }))];
}

export function referenceUsed({ scales }: EffectiveReferences, used: Scale | null): ReferenceUsed[] {
  const entry = used && scales.find(({ scale }) => scale === used);
  if (!entry) return [];
  return [{ kind: 'scale', id: entry.id, version: entry.version, year: entry.scale.year }];
}

/** What the reader asks of works: a person's description goes before the shipped one. */
export function worksOf({ scales, works }: EffectiveReferences): WorkFacts {
  return {
    // Only the scale of the very year: another year's work may have another maximum.
    maximumOf: (procedure) => scales.find(({ scale }) => isSame(scale, procedure))?.scale.maximum ?? null,
    itemsOf: (procedure) => works.find((work) => isSame(work, procedure))?.items ?? shippedItems(procedure),
  };
}
