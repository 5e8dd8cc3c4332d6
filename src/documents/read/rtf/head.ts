/** What the head of an RTF file says of fonts and styles, gathered while their groups are read. */
import { codePageOfCharset } from './code-pages.ts';

const HEADING_NAME = /^(?:heading|заголовок)\s*([1-9])\s*;?$/i;
const TITLE_NAME = /^(?:title|название)\s*;?$/i;

export class Head {
  readonly #codePages = new Map<number, string>();
  readonly #headings = new Map<number, number>();

  fontCharset(font: number, charset: number): void {
    const codePage = codePageOfCharset(charset);
    if (codePage !== null) this.#codePages.set(font, codePage);
  }

  codePageOfFont(font: number): string | null {
    return this.#codePages.get(font) ?? null;
  }

  styleName(style: number, name: string): void {
    const level = HEADING_NAME.exec(name.trim())?.[1];
    if (level) this.#headings.set(style, Number(level));
    else if (TITLE_NAME.test(name.trim())) this.#headings.set(style, 1);
  }

  headingLevel(style: number): number | null {
    return this.#headings.get(style) ?? null;
  }
}
