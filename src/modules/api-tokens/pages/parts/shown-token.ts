/** A token in the words of its pages; made on the server, which knows the time zone. */
import { ROLE_NAMES } from '#modules/people/index.ts';
import { momentIn } from '#platform/clock.ts';
import type { TokenRow } from '../../queries/tokens.ts';

export type ShownToken = Omit<TokenRow, 'role' | 'createdAt' | 'lastUsedAt' | 'revokedAt'> & {
  roleName: string;
  lastUsedAt: string | null;
};

export function shownToken(
  { role, lastUsedAt, createdAt: _made, revokedAt: _ended, ...row }: TokenRow,
  timeZone: string,
): ShownToken {
  return { ...row, roleName: ROLE_NAMES[role], lastUsedAt: lastUsedAt && momentIn(timeZone, lastUsedAt) };
}
