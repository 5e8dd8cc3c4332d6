/** How a school is known in result files, whatever the generation of the file. */
import type { AssessmentKind } from '#modules/assessments/index.ts';

/**
 * 'sch220001' and 'edu220001' are the same school, so ВПР files of all years share the key 'fis-220001'. Codes of ГИА
 * are other numbers, so they have keys of their own. Whatever else stands there is its own key.
 */
export function schoolKey(login: string, assessment: AssessmentKind): string {
  const folded = login.trim().toLowerCase();
  const digits = /^(?:sch|edu)(\d{4,9})$/.exec(folded)?.[1];
  if (digits) return `fis-${digits}`;
  if (assessment === 'ОГЭ') return `oge-${folded}`;
  if (assessment === 'ЕГЭ') return `ege-${folded}`;
  return folded;
}

/** The key of an organisation that the register knows: by its login, or by its number here. */
export function organisationKey({ id, fisOkoLogin }: { id: number; fisOkoLogin: string | null }): string {
  return fisOkoLogin === null ? `org-${id}` : schoolKey(fisOkoLogin, 'ВПР');
}

/** What a person reads: the code as files have it. */
export function keyInWords(key: string): string {
  const [, kind, code] = /^(fis|oge|ege)-(.+)$/.exec(key) ?? [];
  if (kind === 'fis') return `логин sch${code}`;
  if (kind === 'oge') return `код ОГЭ ${code}`;
  if (kind === 'ege') return `код ЕГЭ ${code}`;
  return key;
}

/** The login or code of files behind a key. */
export function loginOfKey(key: string): string {
  const [, kind, code] = /^(fis|oge|ege)-(.+)$/.exec(key) ?? [];
  return kind === 'fis' ? `sch${code}` : (code ?? key);
}
