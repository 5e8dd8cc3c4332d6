export const IMPORT_STEPS = [{ label: 'Файл', to: '/organisations/import' }, 'Проверка и запись'];

/** The page that checks a file; it can be left and opened again. */
export function importAddress(sha256: string, name: string): string {
  return `/organisations/import/${sha256}?name=${encodeURIComponent(name)}`;
}
