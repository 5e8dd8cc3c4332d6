/** What is kept beside an organisation so that it is found by any of its names. */
import { normaliseOrganisationName, tellingWords } from '#kernel/organisation-name.ts';

export type Named = { name: string; short_name: string };

/** The telling words of all names, each once: what the forgiving search looks through. Short, for its cost grows with the length. */
export function organisationSearchText(named: Named, aliases: readonly string[]): string {
  return [...new Set([named.short_name, named.name, ...aliases].flatMap(tellingWords))].join(' ');
}

/** Normal forms by which a name in a document is recognised as this organisation. */
export function organisationNormalNames(
  named: Pick<Named, 'name' | 'short_name'>,
  aliases: readonly string[],
): string[] {
  const forms = [named.name, named.short_name, ...aliases].map(normaliseOrganisationName);
  return [...new Set(forms.filter((form) => form !== ''))];
}
