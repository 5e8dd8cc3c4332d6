/** Passwords as better-auth keeps them (scrypt), without loading the rest of it. */
import { randomInt } from 'node:crypto';

export { hashPassword, verifyPassword } from 'better-auth/crypto';

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** For an operator to hand over: four groups of four, some 79 bits. */
export function generatePassword(): string {
  return Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
}
