/** How lists, numbers, titles and glossaries are worded in official documents. */
import type { OfficialBlock } from '#documents/write/model.ts';

/** Several entries of a cell: one a line, all but the last closed by a semicolon. */
export function inList(texts: string[]): string[] {
  return texts.map((text, index) => (index === texts.length - 1 ? text : `${text};`));
}

/** «2.1» → «2.1.»; a number that ends otherwise («3)») stays. */
export function numbered(number: string | null): string {
  if (number === null) return '';
  return /[\p{L}\d]$/u.test(number) ? `${number}.` : number;
}

export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Opening capitals stand on a line of their own: «ПЛАН / мероприятий по …». */
export function titleLines(title: string): string[] {
  if (title === '') return [];
  const loud = /^((?:[А-ЯЁ][А-ЯЁ-]+\s+)+)(?=[а-яё])/.exec(title)?.[1];
  return loud === undefined ? [title] : [loud.trim(), title.slice(loud.length)];
}

export function glossaryBlocks(glossary: { term: string; meaning: string }[]): OfficialBlock[] {
  if (glossary.length === 0) return [];
  return [
    { kind: 'paragraph', style: 'heading', text: 'Список сокращений', tab: 'Сокращения' },
    ...glossary.map(
      ({ term, meaning }) => ({ kind: 'paragraph', style: 'body', lead: term, text: `– ${meaning}` }) as const,
    ),
  ];
}
