/** The reference data that ship with Opora; a region adds its own and newer ones. */
import type { Procedure } from '../procedure.ts';
import type { Scale } from '../scale.ts';
import { GIA_SCALES } from './gia.ts';
import { VPR_2021_ITEMS, VPR_2021_SCALES } from './vpr-2021.ts';

export const SHIPPED_SCALES: readonly Scale[] = [...VPR_2021_SCALES, ...GIA_SCALES];

/** Items of the work with their largest points, where they are known. */
export function shippedItems({
  kind,
  year,
  paperGrade,
  subject,
}: Procedure): { name: string; maximum: number }[] | null {
  if (kind !== 'ВПР' || year !== 2021) return null;
  return VPR_2021_ITEMS.get(`${paperGrade} ${subject}`) ?? null;
}
