import { KIND_NAMES } from '../../domain/tree.ts';
import type { OrganisationRow } from '../../queries/organisations.ts';

/** «Школа, средняя» */
export function kindWords({ kind, schoolType }: Pick<OrganisationRow, 'kind' | 'schoolType'>): string {
  return schoolType ? `${KIND_NAMES[kind]}, ${schoolType}` : KIND_NAMES[kind];
}
