/** When the code of a pupil says who it is in other works too. */
import type { ResultFile } from '../contract.ts';

/**
 * Codes of ВПР are given anew in each school and work, so they link nothing. Files of ГИА and registers carry an
 * identifier of the person: it is stored only as a keyed hash, the same for the same person in the same region.
 */
export function codesNamePersons(format: ResultFile['format']): boolean {
  return format === 'gia' || format === 'oneroster';
}

/** What stands for the code of a pupil whose row has none: unique in its file, and of nobody in particular. */
export function rowInsteadOfCode(row: number): string {
  return `строка ${row}`;
}

/** The identifier of the person of a row; null where the code is missing or names nobody. */
export function personNamed(format: ResultFile['format'], code: string): string | null {
  return !codesNamePersons(format) || code === '' || /^строка \d+$/.test(code) ? null : code;
}
