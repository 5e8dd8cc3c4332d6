/** The filters of a run's rows, as they stand in the address. */
import { oneOf } from '#web/list-address.ts';
import type { RunFilter } from '../../queries/runs.ts';
import { STATUSES } from './words.ts';

export function runFilter(url: URL): RunFilter {
  const status = oneOf(url, 'status', STATUSES);
  const municipality = url.searchParams.get('municipality')?.trim();
  const text = url.searchParams.get('text')?.trim();
  return { ...(status && { status }), ...(municipality && { municipality }), ...(text && { text }) };
}
