/** Value added and growth of the schools of a folder, where a methodology asks for them. */
import type { IdentificationData } from '../contract.ts';
import { needsPupils, schoolEffects } from '../effects/school-effects.ts';
import { tableOf } from '../engine/table.ts';
import type { Methodology } from '../methodology/schema.ts';
import type { FolderData } from './read-folder.ts';

export function folderEffects(
  data: FolderData,
  methodology: Methodology,
  year: number,
): Pick<IdentificationData, 'effects' | 'effectNotes'> {
  if (!needsPupils(methodology)) return {};
  const { schools, numberOf } = tableOf(data);
  const today = (key: string) => schools[numberOf.get(key) ?? -1]?.key ?? key;
  const { effects, notes } = schoolEffects(methodology, year, data.pupils, today);
  return { effects, effectNotes: notes };
}
