import type { TokenState } from './domain.ts';

export const STATE_WORDS: Record<TokenState, string> = {
  valid: 'действует',
  expired: 'истёк',
  revoked: 'отозван',
  'without-role': 'не действует: роли больше нет',
};
