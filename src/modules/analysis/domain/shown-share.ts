/** A share of pupils as it may be shown: exact, as a range where few pupils stand behind it, or not at all. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { hidesCount, isTooSmall, SMALLEST_SHOWN } from '#modules/results/index.ts';
import { shareInterval } from '#stats/shares/intervals.ts';

/** Below this many pupils a number is drawn hatched: its 95 % interval is wider than half of the scale. */
export const FEW_PUPILS = 15;

export type ShownShare =
  | { kind: 'exact'; n: number; below: number; value: number; low: number; high: number }
  /** One to four pupils: only that is said. The value is the middle of what is possible, the interval holds it all. */
  | { kind: 'range'; n: number; from: number; to: number; value: number; low: number; high: number }
  | { kind: 'few' };

/** `own`: who asks works in this very school. Null: nobody wrote, or no scale is known. */
export function shownShare(below: number | null, n: number, own: boolean): ShownShare | null {
  if (below === null || n === 0) return null;
  if (!own && isTooSmall(n)) return { kind: 'few' };
  if (own || !hidesCount(below, n)) {
    return { kind: 'exact', n, below, value: below / n, ...shareInterval(below, n) };
  }
  const [from, to] = isTooSmall(below) ? [1, SMALLEST_SHOWN - 1] : [n - SMALLEST_SHOWN + 1, n - 1];
  const { low } = shareInterval(from, n);
  const { high } = shareInterval(to, n);
  return { kind: 'range', n, from, to, value: (from + to) / 2 / n, low, high };
}

export function shareInWords(share: ShownShare | null): string {
  if (share === null) return 'нет данных';
  if (share.kind === 'few') return `учеников меньше ${SMALLEST_SHOWN}`;
  if (share.kind === 'exact') return formatPercent(share.value, 1);
  return share.from === 1 ? `учеников ниже порога меньше ${SMALLEST_SHOWN}` : `выше порога меньше ${SMALLEST_SHOWN}`;
}

/** Cells of a table: how many wrote, how many and what share are below, the interval. */
export function shareCells(share: ShownShare | null): [number | string, number | string, number | null, string] {
  if (share === null) return ['—', '—', null, '—'];
  if (share.kind === 'few') return [`меньше ${SMALLEST_SHOWN}`, 'скрыто', null, '—'];
  const interval = intervalInWords(share);
  if (share.kind === 'exact') return [share.n, share.below, percentOf(share.value), interval];
  return [share.n, `от ${share.from} до ${share.to}`, null, interval];
}

export function intervalInWords({ low, high }: { low: number; high: number }): string {
  const number = (value: number) => formatNumber(value * 100, { atMost: 1, atLeast: 1 });
  return `${number(low)}–${number(high)}`;
}

/** In percent with one decimal, as tables and files hold it. */
export function percentOf(value: number): number {
  return Math.round(value * 1000) / 10;
}
