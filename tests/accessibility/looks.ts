/** Themes and text sizes: each page is seen in each theme and in each size, and all pairs are seen over the roles. */
import { type Appearance, TEXT_SIZES, THEMES } from '#web/appearance.ts';

/** Every theme once, with text sizes that move on by one from turn to turn. */
export function looksOfTurn(turn: number): Appearance[] {
  return THEMES.map(({ value: theme }, at) => ({ theme, textSize: TEXT_SIZES[(at + turn) % TEXT_SIZES.length]! }));
}

export function allLooks(): Appearance[] {
  return THEMES.flatMap(({ value: theme }) => TEXT_SIZES.map((textSize) => ({ theme, textSize })));
}
