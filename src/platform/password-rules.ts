/**
 * What a password may be. NIST SP 800-63B-4 (2025), 3.1.1.2: at least 15 characters where it may be the only factor, any
 * characters, no rules of composition, no forced change; refused are passwords that are common, breached or made of the
 * person's own words.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 128;

/** Words that anybody guesses first here. */
const OWN_WORDS = ['опора', 'opora', 'школа', 'shkola', 'пароль', 'parol', 'password', 'qwerty', 'йцукен'];
const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const FEWEST_DIFFERENT = 5;

export type PasswordFault = 'short' | 'long' | 'common' | 'simple' | 'own';

/** The first fault by rules that need no list. `words`: the person's name and address. */
export function faultIn(password: string, words: readonly string[] = []): PasswordFault | null {
  const characters = [...password];
  if (characters.length < SHORTEST_PASSWORD) return 'short';
  if (characters.length > LONGEST_PASSWORD) return 'long';
  const folded = fold(password);
  if (new Set(folded).size < FEWEST_DIFFERENT || isRepetition(folded) || isRun(folded)) return 'simple';
  let left = folded;
  for (const word of [...words.flatMap((one) => fold(one).split(/[^\p{L}\p{N}]+/u)), ...OWN_WORDS])
    if (word.length >= 3) left = left.replaceAll(word, '');
  // What remains once names and words of the trade are out is what has to be guessed.
  return left.replaceAll(/[^\p{L}]/gu, '').length + left.replaceAll(/[^\p{N}]/gu, '').length / 2 < 6 ? 'own' : null;
}

/** Is it, or what stands between its digits and signs, among the most common passwords? */
export async function isCommon(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const common = new Set(dictionary['passwords-common'] as readonly string[]);
  const folded = fold(password);
  const bare = folded.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  const half = bare.slice(0, bare.length / 2);
  return common.has(folded) || common.has(bare) || (bare === half + half && common.has(half));
}

/** The file: SHA-1 in upper-case hex, sorted, a line each, `:count` behind it or not, as Have I Been Pwned gives it. */
export async function isBreached(password: string, listFile: string): Promise<boolean> {
  const wanted = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase();
  const handle = await open(listFile, 'r');
  try {
    let low = 0;
    let high = (await handle.stat()).size;
    const window = Buffer.alloc(256);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const from = Math.max(0, middle - 80);
      const { bytesRead } = await handle.read(window, 0, window.length, from);
      const text = window.toString('latin1', 0, bytesRead);
      const start = text.lastIndexOf('\n', middle - from - 1) + 1;
      const line = text.slice(start, start + 40);
      if (line === wanted) return true;
      if (line < wanted) {
        const end = text.indexOf('\n', start);
        if (end < 0) return false;
        low = from + end + 1;
      } else high = from + start;
    }
    return false;
  } finally {
    await handle.close();
  }
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** «абвабвабвабв»: a piece of at most five characters over and over. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= 5; length += 1)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  return false;
}

/** Made of stretches of keyboard rows or of the alphabet, either way. */
function isRun(text: string): boolean {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) if (follows(text[at - 1]!, text[at]!)) steps += 1;
  return steps >= (text.length - 1) * 0.75;
}

function follows(a: string, b: string): boolean {
  const distance = Math.abs(a.charCodeAt(0) - b.charCodeAt(0));
  return distance <= 1 || ROWS.some((row) => row.includes(a + b) || row.includes(b + a));
}
