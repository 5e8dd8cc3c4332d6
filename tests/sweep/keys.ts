/** Wrong keys of one made-up diagnostic work: which of the planted are found, and which sound keys are doubted. */
import { keysOf } from '#demo/results/answer-files.ts';
import { checkKeys } from '#stats/items/wrong-key.ts';
import type { MadeUp } from './made-up-works.ts';

export type KeySweep = {
  seed: number;
  /** Number of the item from 1; whether it was found, and with the option that is right. */
  planted: { item: number; found: boolean; rightNamed: boolean }[];
  sound: number;
  /** Items with a sound key that are doubted. */
  falsely: number[];
};

export function sweepKeys({ region, answers }: MadeUp, year: number): KeySweep {
  const { declared, wrong } = keysOf(region.seed, year);
  const [work] = answers;
  if (!work) throw new Error('The made-up region has no chosen options');
  const checks = checkKeys({
    chosen: work.chosen,
    pupils: work.pupils,
    items: declared.map((_, item) => String(item + 1)),
    key: Uint8Array.from(declared),
  });
  const suspected = new Map(checks.map(({ suspected: option }, item) => [item + 1, option]));
  const planted = new Map(wrong.map(({ item, right }) => [item, right]));
  return {
    seed: region.seed,
    planted: [...planted].map(([item, right]) => ({
      item,
      found: (suspected.get(item) ?? null) !== null,
      rightNamed: suspected.get(item) === right,
    })),
    sound: declared.length - planted.size,
    falsely: [...suspected].flatMap(([item, option]) => (option !== null && !planted.has(item) ? [item] : [])),
  };
}
