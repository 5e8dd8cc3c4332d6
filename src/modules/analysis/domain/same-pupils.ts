/** The same pupils in two procedures: where they stood among the pupils of the region before, and where they stand now. */
import { isTooSmall } from '#modules/results/index.ts';
import { normalQuantile } from '#stats/distributions/normal.ts';

/** Sums over the pupils of one class; places go from 0 (lowest of the region) to 1. */
export type LinkedKlass = {
  klass: string;
  n: number;
  before: number;
  now: number;
  change: number;
  changeSquares: number;
};

export type LinkedRow = {
  /** Null: the whole school. */
  klass: string | null;
  n: number;
  /** Null where the pupils are too few to be shown to this viewer. */
  means: { before: number; now: number; change: number; low: number; high: number } | null;
};

const Z = normalQuantile(0.975);

/**
 * The school first, then its classes by name. Outside the school a class of 1–4 is hidden, and where only one class is
 * hidden the smallest other one is hidden with it: the difference to the school would give it away.
 */
export function linkedRows(klasses: readonly LinkedKlass[], own: boolean): LinkedRow[] {
  const shown = klasses.filter(({ n }) => n > 0);
  if (shown.length === 0) return [];
  const whole = shown.reduce(added, { klass: '', n: 0, before: 0, now: 0, change: 0, changeSquares: 0 });
  const hidden = new Set(own ? [] : shown.filter(({ n }) => isTooSmall(n)).map(({ klass }) => klass));
  if (hidden.size === 1) {
    const [next] = shown.filter(({ klass }) => !hidden.has(klass)).sort((a, b) => a.n - b.n);
    if (next) hidden.add(next.klass);
  }
  const schoolHidden = !own && isTooSmall(whole.n);
  // A register tells no classes: then the school is all there is to tell.
  const named = shown.some(({ klass }) => klass !== '') ? shown : [];
  return [
    { klass: null, n: whole.n, means: schoolHidden ? null : meansOf(whole) },
    ...named
      .toSorted((a, b) => a.klass.localeCompare(b.klass, 'ru', { numeric: true }))
      .map(({ klass, ...sums }) => ({
        klass,
        n: sums.n,
        means: hidden.has(klass) ? null : meansOf({ klass, ...sums }),
      })),
  ];
}

function added(a: LinkedKlass, b: LinkedKlass): LinkedKlass {
  return {
    klass: a.klass,
    n: a.n + b.n,
    before: a.before + b.before,
    now: a.now + b.now,
    change: a.change + b.change,
    changeSquares: a.changeSquares + b.changeSquares,
  };
}

/** One pupil has no interval: any change is possible. */
function meansOf({ n, before, now, change, changeSquares }: LinkedKlass): NonNullable<LinkedRow['means']> {
  const mean = change / n;
  const variance = n < 2 ? Number.NaN : Math.max(0, (changeSquares - n * mean * mean) / (n - 1));
  const half = n < 2 ? 1 : Z * Math.sqrt(variance / n);
  return {
    before: before / n,
    now: now / n,
    change: mean,
    low: Math.max(-1, mean - half),
    high: Math.min(1, mean + half),
  };
}
