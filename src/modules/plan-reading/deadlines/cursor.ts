/** A place in the list of tokens. A production that fails leaves the cursor where it was. */
import type { Token } from './tokens.ts';

export class Cursor {
  readonly text: string;
  readonly tokens: Token[];
  at = 0;

  constructor(text: string, tokens: Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The word here, in its dictionary form. */
  word(ahead = 0): string | null {
    const token = this.peek(ahead);
    return token?.is === 'word' ? token.word : null;
  }

  /** The number here. */
  number(ahead = 0): { value: number; digits: number } | null {
    const token = this.peek(ahead);
    return token?.is === 'number' ? token : null;
  }

  isMark(mark: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.is === 'mark' && token.mark === mark;
  }

  /** Steps over these words if all of them stand here in a row. */
  take(...words: string[]): boolean {
    if (!words.every((word, index) => this.word(index) === word)) return false;
    this.at += words.length;
    return true;
  }

  takeAny(words: readonly string[]): string | null {
    const word = this.word();
    if (word === null || !words.includes(word)) return null;
    this.at += 1;
    return word;
  }

  takeMark(mark: string): boolean {
    if (!this.isMark(mark)) return false;
    this.at += 1;
    return true;
  }

  takeNumber(): { value: number; digits: number } | null {
    const number = this.number();
    if (number !== null) this.at += 1;
    return number;
  }

  /** Runs a production; on null steps back. */
  attempt<T>(production: () => T | null): T | null {
    const start = this.at;
    const result = production();
    if (result === null) this.at = start;
    return result;
  }

  /** Whether it holds from here on; takes no step. */
  lookingAhead(holds: () => boolean): boolean {
    const start = this.at;
    const result = holds();
    this.at = start;
    return result;
  }

  /** The verbatim text of the tokens [from, to). */
  slice(from: number, to: number): string {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    if (first === undefined || last === undefined || to <= from) return '';
    // The dot of «2024 г.» belongs to the word.
    const dot = last.is === 'word' && last.word === 'год' && last.end - last.start <= 2 && this.text[last.end] === '.';
    return this.text.slice(first.start, dot ? last.end + 1 : last.end);
  }
}
