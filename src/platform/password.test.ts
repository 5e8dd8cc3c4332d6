import { hashPassword as formerHash } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';

const PASSWORD = 'четыре слова подряд ё';

test('a hash says what it cost, is never twice the same, and knows its password in either way of writing «ё»', async () => {
  const [hash, again] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  expect(again).not.toBe(hash);
  expect(isOutdated(hash)).toBe(false);
  expect(await verifyPassword({ hash, password: PASSWORD })).toBe(true);
  expect(await verifyPassword({ hash, password: PASSWORD.normalize('NFD') })).toBe(true);
  expect(await verifyPassword({ hash, password: `${PASSWORD} ` })).toBe(false);
});

test('a hash of former times still knows its password and is due to be made anew', async () => {
  const hash = await formerHash(PASSWORD);
  expect(await verifyPassword({ hash, password: PASSWORD })).toBe(true);
  expect(await verifyPassword({ hash, password: 'другие слова' })).toBe(false);
  expect(isOutdated(hash)).toBe(true);
});
