/** What is kept beside an organisation so that it is found by any of its names. */
import { foldName, normaliseOrganisationName } from './name.ts';

export type Named = {
  name: string;
  short_name: string;
  number?: string | null;
  fis_oko_login?: string | null;
  oge_code?: string | null;
  ege_code?: string | null;
  inn?: string | null;
  ogrn?: string | null;
};

/** Names, aliases and codes in one folded line, each word once: what the forgiving search looks through. */
export function organisationSearchText(named: Named, aliases: readonly string[]): string {
  const codes = [named.fis_oko_login, named.oge_code, named.ege_code, named.inn, named.ogrn].filter(Boolean);
  const words = [named.short_name, named.name, ...aliases].flatMap((name) => foldName(name).split(' '));
  return [...new Set([...words, ...codes.map((code) => code!.toLowerCase())])].join(' ');
}

/** Normal forms by which a name in a document is recognised as this organisation. */
export function organisationNormalNames(
  named: Pick<Named, 'name' | 'short_name'>,
  aliases: readonly string[],
): string[] {
  const forms = [named.name, named.short_name, ...aliases].map(normaliseOrganisationName);
  return [...new Set(forms.filter((form) => form !== ''))];
}
