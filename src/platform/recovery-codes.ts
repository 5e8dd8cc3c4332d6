/**
 * Recovery codes of the second factor. Each holds 120 random bits, so that a plain hash keeps it as well as a slow one
 * (OWASP ASVS 5.0, 6.5.2: from 112 bits on), and only the hash is kept.
 */
import { createHash, randomBytes } from 'node:crypto';
import { symmetricDecrypt } from 'better-auth/crypto';

const NUMBER = 10;
const LENGTH = 24;
const GROUP = 6;
/** Crockford's base 32: no letter is taken for a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export function newRecoveryCodes(): string[] {
  return Array.from({ length: NUMBER }, () => {
    const signs = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return signs.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
  });
}

/** Of a code as somebody types it: capitals, spaces and hyphens make no difference. */
export function recoveryCodeHash(code: string): string {
  return createHash('sha256').update(code.toLowerCase().replaceAll(/[\s-]/g, '')).digest('hex');
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** How better-auth is to keep them: a list of hashes, of which it strikes out the one that was used. */
export function recoveryCodeStore(secret: string) {
  const hashes = (json: string): string =>
    JSON.stringify((JSON.parse(json) as string[]).map((code) => (isHash(code) ? code : recoveryCodeHash(code))));
  return {
    encrypt: async (json: string) => hashes(json),
    // Those made before they were hashed lie encrypted with the secret of the server.
    decrypt: async (kept: string) =>
      kept.startsWith('[') ? kept : hashes(await symmetricDecrypt({ key: secret, data: kept })),
  };
}
