/** What the page of the journal and its export are asked for, read from the address. */
import { isValid } from '#kernel/dates.ts';
import { oneOf } from '#web/list-address.ts';
import { EVENT_KINDS } from '../queries/events.ts';
import { OBJECT_TYPES } from '../words.ts';

export function auditFilter(url: URL) {
  const text = (name: string) => url.searchParams.get(name)?.trim() || undefined;
  const day = (name: string) => (isValid(text(name) ?? '') ? text(name) : undefined);
  const before = Number(text('before'));
  return {
    actor: text('actor'),
    kind: oneOf(url, 'kind', EVENT_KINDS),
    objectType: oneOf(url, 'object', OBJECT_TYPES),
    objectId: text('id'),
    from: day('from'),
    to: day('to'),
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  };
}
