/** Lines: the paragraphs of the source, cleaned and cut at their line breaks. */
import type { Paragraph } from '#documents/model.ts';
import { cleanText, fold } from '../text/clean.ts';

export type Line = {
  text: string;
  /** The automatic list number as printed, on the first line of its paragraph. */
  number: string | null;
  /** False for a line that follows a line break inside one paragraph. */
  startsParagraph: boolean;
  headingLevel: number | null;
  align: Paragraph['align'];
  bold: boolean;
  links: string[];
};

export function linesOf(paragraph: Paragraph): Line[] {
  const texts = cleanText(paragraph.text)
    .split('\n')
    .map(fold)
    .filter((text) => text !== '');
  const number = paragraph.listNumber === null ? null : fold(cleanText(paragraph.listNumber)) || null;
  if (texts.length === 0 && number !== null) texts.push('');
  return texts.map((text, index) => ({
    text,
    number: index === 0 ? number : null,
    startsParagraph: index === 0,
    headingLevel: paragraph.headingLevel,
    align: paragraph.align,
    bold: paragraph.bold,
    links: index === 0 ? paragraph.links : [],
  }));
}

/** The text with its automatic number in front, as the reader of the paper sees it. */
export function printedText(line: Line): string {
  return line.number === null ? line.text : fold(`${line.number} ${line.text}`);
}
