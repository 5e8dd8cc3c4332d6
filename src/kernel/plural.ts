/** Russian plurals: 1 школа, 2 школы, 5 школ. */
import { formatNumber, NO_BREAK_SPACE } from './format.ts';

/** The form that goes with the number: plural(21, 'школа', 'школы', 'школ') → «школа»; fractions take the second. */
export function plural(number: number, one: string, few: string, many: string): string {
  if (!Number.isInteger(number)) return few;
  const lastTwo = Math.abs(number) % 100;
  const last = lastTwo % 10;
  if (lastTwo >= 11 && lastTwo <= 14) return many;
  if (last === 1) return one;
  return last >= 2 && last <= 4 ? few : many;
}

/** The number with its word, kept on one line: count(5, 'школа', 'школы', 'школ') → «5 школ». */
export function count(number: number, one: string, few: string, many: string): string {
  return `${formatNumber(number)}${NO_BREAK_SPACE}${plural(number, one, few, many)}`;
}
