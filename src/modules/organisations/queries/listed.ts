/** The list of the register: in the order of the tree, or, when something is looked for, best found first. */
import type { Scope } from '#kernel/actor.ts';
import type { Database } from '#platform/database.ts';
import type { Kind, SchoolType, SettlementType, Status } from '../domain/tree.ts';
import {
  type OrganisationFilter,
  type OrganisationListRow,
  type OrganisationSort,
  organisationsIn,
} from './organisations.ts';
import { searchOrganisations } from './search.ts';

export type ListFilter = {
  text: string;
  kind?: Kind | undefined;
  schoolType?: SchoolType | undefined;
  settlementType?: SettlementType | undefined;
  status?: Status | undefined;
  /** Path of the body below which to look. */
  below?: string | undefined;
};

export type ListedOrganisation = OrganisationListRow;

/** A search looks no further than this: whoever wants more says more. */
const FOUND_AT_MOST = 500;

export async function listed(
  scope: Scope,
  db: Database,
  { text, kind, schoolType, settlementType, status, below }: ListFilter,
  page: { limit: number; offset: number },
  sort?: OrganisationSort,
): Promise<{ rows: ListedOrganisation[]; total: number }> {
  const filter: OrganisationFilter = {
    ...(kind && { kinds: [kind] }),
    ...(schoolType && { schoolTypes: [schoolType] }),
    ...(settlementType && { settlementTypes: [settlementType] }),
    ...(status && { statuses: [status] }),
    ...(below && { below }),
  };
  if (text === '') return organisationsIn(scope, db, filter, page, sort);
  const options = { ...(kind && { kinds: [kind] }), ...(below && { within: below }) };
  const found = await searchOrganisations(scope, db, text, { limit: FOUND_AT_MOST, offset: 0 }, options);
  const ids = found.rows.map(({ id }) => id);
  const { rows } = await organisationsIn(scope, db, { ...filter, ids }, { limit: FOUND_AT_MOST, offset: 0 }, sort);
  const rank = new Map(ids.map((id, at) => [id, at]));
  if (!sort) rows.sort((a, b) => rank.get(a.id)! - rank.get(b.id)!);
  return { rows: rows.slice(page.offset, page.offset + page.limit), total: rows.length };
}
