/** Plain text: finds the tables in whatever dialect they were extracted in; the rest is paragraphs. */
import type { Block } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { isBlank } from './lines.ts';
import { isRuledLine, readRuled, readSeparated } from './ruled.ts';
import { readTabCells } from './tab-cells.ts';
import { hasInnerTab, readTabRows } from './tab-rows.ts';

export function readText(source: string, extension: string, budget: Budget): Block[] {
  const text = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u000c', '\n');
  const separated = readSeparated(text, extension, budget);
  if (separated) return [separated];

  const lines = text.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    budget.step();
    const line = lines[at]!;
    const found = isBlank(line) ? null : tabularAt(lines, at, budget);
    if (found) blocks.push(...found.blocks);
    else blocks.push(paragraph(line));
    at = found?.next ?? at + 1;
  }
  return blocks;
}

function tabularAt(lines: string[], at: number, budget: Budget): { blocks: Block[]; next: number } | null {
  const line = lines[at]!;
  if (isRuledLine(line)) return readRuled(lines, at, budget);
  if (hasInnerTab(line)) return readTabRows(lines, at, budget);
  if (line.startsWith('\t')) return readTabCells(lines, at, budget);
  return null;
}
