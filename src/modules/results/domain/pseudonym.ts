/** When the code of a pupil says who it is in other works too. */
import type { ResultFile } from '../contract.ts';

/**
 * Codes of ВПР are given anew in each school and work, so they link nothing. Files of ГИА and registers carry an
 * identifier of the person: it is stored only as a keyed hash, the same for the same person in the same region.
 */
export function codesNamePersons(format: ResultFile['format']): boolean {
  return format === 'gia' || format === 'oneroster';
}
