/**
 * The last step of every reader, so that one document reads the same from all formats: invisible
 * characters and traces of extraction («<p>», «[bookmark: _GoBack]») go, spaces are folded,
 * empty paragraphs are dropped. The wording itself is never touched.
 */
import type { Block, Paragraph, Row, Table } from '../model.ts';
import type { Budget } from './limits.ts';
import { symbolText } from './symbols.ts';

// Soft hyphen, zero-width characters, byte order mark.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const CONTROL = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu;
const NO_BREAK_HYPHEN = /\u2011/g;
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const PRIVATE_USE = /[\ue000-\uf8ff]/g;
const SPACES = /[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const BOOKMARK = /\[bookmark:[^\]\n]*\]/gi;
const STRAY_TAG = /<\/?(?:p|i|b|u|em|strong|br|span|sup|sub|div|font|o:p)(?:\s[^<>\n]*)?\/?>/gi;
const PARAGRAPH_TAG = /<(?:\/?(?:p|div)|br)(?:\s[^<>\n]*)?\/?>/gi;
const ITALIC_WHOLE = /^\s*(?:<p>\s*)?<(i|em)>[^]*<\/\1>\s*(?:<\/p>)?\s*$/i;
const BOLD_WHOLE = /^\s*(?:<p>\s*)?<(b|strong)>[^]*<\/\1>\s*(?:<\/p>)?\s*$/i;

export function tidyBlocks(blocks: Block[], budget: Budget): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'paragraph') return tidyParagraph(block);
    tidyTable(block, budget);
    return block.rows.length > 0 ? [block] : [];
  });
}

function tidyTable(table: Table, budget: Budget): void {
  for (const row of table.rows) tidyRow(row, budget);
}

function tidyRow(row: Row, budget: Budget): void {
  for (const cell of row.cells) {
    budget.step();
    cell.paragraphs = cell.paragraphs.flatMap(tidyParagraph);
    for (const inner of cell.tables) tidyTable(inner, budget);
  }
}

/** None, one, or several where stray tags divide the text. */
function tidyParagraph(source: Paragraph): Paragraph[] {
  const raw = source.text.replace(BOOKMARK, '');
  if (!raw.includes('<')) return keepFilled({ ...source, text: tidyText(raw) });
  const italic = source.italic || ITALIC_WHOLE.test(raw);
  const bold = source.bold || BOLD_WHOLE.test(raw);
  const parts = raw.split(PARAGRAPH_TAG).map((part) => tidyText(part.replace(STRAY_TAG, '')));
  const filled = parts.filter((part, index) => part !== '' || (index === 0 && source.listNumber !== null));
  return filled.flatMap((text, index) =>
    keepFilled({ ...source, italic, bold, text, listNumber: index === 0 ? source.listNumber : null }),
  );
}

function keepFilled(paragraph: Paragraph): Paragraph[] {
  return paragraph.text === '' && paragraph.listNumber === null ? [] : [paragraph];
}

function tidyText(text: string): string {
  return text
    .replace(LINE_BREAKS, '\n')
    .replace(INVISIBLE, '')
    .replace(CONTROL, '')
    .replace(NO_BREAK_HYPHEN, '-')
    .replace(PRIVATE_USE, (sign) => symbolText(sign.charCodeAt(0).toString(16), ''))
    .replace(SPACES, ' ')
    .replace(/ ?\t[ \t]*/g, '\t')
    .replace(/[ \t]*\n[ \t\n]*/g, '\n')
    .replace(/^[ \t\n]+|[ \t\n]+$/g, '');
}
