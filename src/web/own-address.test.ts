import { expect, test } from 'vitest';
import { ownAddress } from './own-address.ts';

test.each(['/plans/7?tab=history', '/'])('%s is ours', (next) => expect(ownAddress(next)).toBe(next));

test.each(['https://example.org/', '//example.org', '/\\example.org', 'plans', '', null, undefined])(
  '%s leads to the start page instead',
  (next) => expect(ownAddress(next)).toBe('/'),
);
