/** Two stamps side by side in lines, parted by white («СОГЛАСОВАНО      УТВЕРЖДАЮ»), are put one below the other. */
import type { Block, Paragraph } from '#documents/model.ts';

const GAP = /\t+\s*| {3,}/;
const STAMP =
  /^[«"]?(?:утвержд|согласован|принят|рассмотрен|рекомендован|обсужден|введен|введён|приложение)[а-яё]*(?![а-яё])/i;
const LONGEST_STAMP = 12;

export function stampsApart(blocks: readonly Block[]): Block[] {
  const apart: Block[] = [];
  for (let at = 0; at < blocks.length; at++) {
    const run = runOf(blocks, at);
    apart.push(...(run.length === 0 ? [blocks[at] as Block] : [...side(run, 0), ...side(run, 1)]));
    at += Math.max(0, run.length - 1);
  }
  return apart;
}

type Halves = { paragraph: Paragraph; halves: [string, string] };

function runOf(blocks: readonly Block[], from: number): Halves[] {
  const run: Halves[] = [];
  for (let at = from; at < blocks.length && run.length < LONGEST_STAMP; at++) {
    const block = blocks[at] as Block;
    const halves = block.kind === 'paragraph' ? halvesOf(block.text) : null;
    if (block.kind !== 'paragraph' || halves === null) break;
    if (run.length === 0 && !halves.every((half) => STAMP.test(half))) break;
    run.push({ paragraph: block, halves });
  }
  return run.length < 2 ? [] : run;
}

function halvesOf(text: string): [string, string] | null {
  if (text.includes('\n')) return null;
  const [left = '', right, ...more] = text.trimEnd().split(GAP);
  return right === undefined || more.length > 0 ? null : [left.trim(), right.trim()];
}

function side(run: readonly Halves[], index: 0 | 1): Block[] {
  return run
    .filter(({ halves }) => halves[index] !== '')
    .map(({ paragraph, halves }) => ({ ...paragraph, text: halves[index] }));
}
