/** The token stream of RTF. */
import type { Budget } from '../limits.ts';

export type Token =
  | { kind: 'open' }
  | { kind: 'close' }
  /** `\word` with its number, if any. */
  | { kind: 'word'; name: string; value: number | null }
  /** `\` with a sign. */
  | { kind: 'symbol'; sign: string }
  /** `\'xx` or a plain character, as a byte of the current code page. */
  | { kind: 'byte'; byte: number };

const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const APOSTROPHE = 0x27;
const MINUS = 0x2d;
const SPACE = 0x20;
const LONGEST_WORD = 40;

export function* tokens(bytes: Uint8Array, budget: Budget): Generator<Token, void, void> {
  let at = 0;
  while (at < bytes.length) {
    budget.step();
    const byte = bytes[at]!;
    at += 1;
    if (byte === OPEN) yield { kind: 'open' };
    else if (byte === CLOSE) yield { kind: 'close' };
    else if (byte === BACKSLASH) {
      const next = bytes[at];
      if (next === undefined) return;
      if (next === APOSTROPHE) {
        const value = Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0), 16);
        at += 3;
        if (!Number.isNaN(value)) yield { kind: 'byte', byte: value };
      } else if (isLetter(next)) {
        const word = readWord(bytes, at);
        at = word.next;
        // Binary data follow this word; they are no tokens.
        if (word.name === 'bin') at += Math.max(0, word.value ?? 0);
        else yield { kind: 'word', name: word.name, value: word.value };
      } else {
        at += 1;
        yield { kind: 'symbol', sign: String.fromCharCode(next) };
      }
    } else if (byte !== 0x0d && byte !== 0x0a && byte !== 0) yield { kind: 'byte', byte };
  }
}

function readWord(bytes: Uint8Array, start: number): { name: string; value: number | null; next: number } {
  let at = start;
  while (isLetter(bytes[at]) && at - start < LONGEST_WORD) at += 1;
  const name = String.fromCharCode(...bytes.subarray(start, at));
  const digits = at;
  if (bytes[at] === MINUS) at += 1;
  while (isDigit(bytes[at]) && at - digits < 12) at += 1;
  const number = at > digits ? Number.parseInt(String.fromCharCode(...bytes.subarray(digits, at)), 10) : Number.NaN;
  if (bytes[at] === SPACE) at += 1;
  return { name, value: Number.isNaN(number) ? null : number, next: at };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
