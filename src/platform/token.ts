/** Ids, and secrets that are shown once and kept only as their hash. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';

export function newToken(): { token: string; sha256: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, sha256: tokenHash(token) };
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function newId(): string {
  return randomUUID();
}
