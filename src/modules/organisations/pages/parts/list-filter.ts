/** The filters of the list as they stand in the address. */
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { oneOf } from '#web/list-address.ts';
import { KINDS, SCHOOL_TYPES, SETTLEMENT_TYPES } from '../../domain/tree.ts';
import type { ListFilter } from '../../queries/listed.ts';
import { bodiesIn } from '../../queries/organisations.ts';

export const STATUSES = ['open', 'closed', 'merged'] as const;

export async function filterFrom(scope: Scope, db: Connection, url: URL) {
  const bodies = await bodiesIn(scope, db);
  const place = bodies.find(({ id }) => String(id) === url.searchParams.get('within'));
  const filter: ListFilter = {
    text: url.searchParams.get('q')?.trim() ?? '',
    kind: oneOf(url, 'kind', KINDS),
    schoolType: oneOf(url, 'type', SCHOOL_TYPES),
    settlementType: oneOf(url, 'settlement', SETTLEMENT_TYPES),
    status: oneOf(url, 'status', STATUSES),
    below: place?.path,
  };
  return { filter, place, bodies };
}

export function isFiltered({ text, ...others }: ListFilter): boolean {
  return text !== '' || Object.values(others).some((value) => value !== undefined);
}
