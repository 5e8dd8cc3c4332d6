/** How passwords are kept: scrypt with the cost that OWASP advises, written in front of each hash so that it can grow. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verifyPassword as verifyFormer } from 'better-auth/crypto';

/** OWASP Password Storage Cheat Sheet: N = 2^15, r = 8, p = 3 for 32 MB a password. */
const COST = { ln: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;
const CURRENT = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$`;

const derive = promisify(
  (password: string, salt: Buffer, { ln, r, p }: typeof COST, done: (error: Error | null, key: Buffer) => void) =>
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }, done),
);

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return `${CURRENT}${text(salt)}$${text(await derive(password, salt, COST))}`;
}

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] = FORM.exec(hash) ?? [];
  // Up to version 0.1 hashes were better-auth's own, without their cost in front.
  if (!ln) return verifyFormer({ hash, password });
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const right = Buffer.from(key, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'), cost);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Made with a cost of former times: to be made anew when the password is next at hand. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(CURRENT);
}

function text(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** For an operator to hand over: four groups of four, some 79 bits. */
export function generatePassword(): string {
  return Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
}
