/** What was answered, how fast, and what went wrong; kept by kind, told at the end. */
export type Figures = {
  requests: number;
  perSecond: number;
  /** Milliseconds to the last byte, of what was answered with what was asked for. */
  p50: number;
  p95: number;
  p99: number;
  worst: number;
};
export type Totals = {
  seconds: number;
  all: Figures;
  kinds: Record<string, Figures>;
  /** By address without its numbers, the costliest first. */
  routes: [string, Figures][];
  /** Refused for want of room (429): allowed, and told to come again. */
  refused: number;
  /** 5xx. */
  failed: number;
  /** Lines that broke, and pages refused that should not have been. */
  broken: number;
  /** Somebody else had changed the same thing meanwhile (409): an answer, not an error. */
  conflicts: number;
  /** The first of what went wrong. */
  examples: string[];
};
export type Ledger = {
  answered(kind: string, status: number, ms: number, path: string): void;
  broke(kind: string, path: string, error: unknown): void;
  /** Something a user could not do although everything was answered. */
  stuck(what: string): void;
  /** Forgets what was before. */
  begin(): void;
  totals(): Totals;
};

const EXAMPLES = 8;

export function openLedger(): Ledger {
  let begun = performance.now();
  let times = new Map<string, number[]>();
  let byRoute = new Map<string, number[]>();
  let counts = { refused: 0, failed: 0, broken: 0, conflicts: 0 };
  let examples: string[] = [];
  const note = (text: string) => {
    if (examples.length < EXAMPLES) examples.push(text);
  };
  return {
    answered(kind, status, ms, path) {
      if (status === 429) counts.refused += 1;
      else if (status === 409) counts.conflicts += 1;
      else if (status >= 500) {
        counts.failed += 1;
        note(`${status} ${path}`);
      } else if (status >= 400) {
        counts.broken += 1;
        note(`${status} ${path}`);
      } else {
        add(times, kind, ms);
        add(byRoute, kind === 'page' || kind === 'file' ? routeOf(path) : `${kind} ${routeOf(path)}`, ms);
      }
    },
    broke(kind, path, error) {
      counts.broken += 1;
      note(`${kind} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    },
    stuck(what) {
      counts.broken += 1;
      note(what);
    },
    begin() {
      begun = performance.now();
      times = new Map();
      byRoute = new Map();
      counts = { refused: 0, failed: 0, broken: 0, conflicts: 0 };
      examples = [];
    },
    totals() {
      const seconds = (performance.now() - begun) / 1000;
      const kinds = Object.fromEntries([...times].map(([kind, ms]) => [kind, figures(ms, seconds)]));
      const routes = [...byRoute]
        .map(([route, ms]): [string, Figures] => [route, figures(ms, seconds)])
        .sort(([, a], [, b]) => b.p50 * b.requests - a.p50 * a.requests);
      return { seconds, all: figures([...times.values()].flat(), seconds), kinds, routes, ...counts, examples };
    },
  };
}

function add(lists: Map<string, number[]>, key: string, ms: number): void {
  const known = lists.get(key);
  if (known) known.push(ms);
  else lists.set(key, [ms]);
}

function routeOf(path: string): string {
  return path.replace(/=[^&]*/g, '=…').replace(/\d+/g, '…');
}

function figures(ms: readonly number[], seconds: number): Figures {
  const sorted = Float64Array.from(ms).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    requests: sorted.length,
    perSecond: sorted.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    worst: sorted.at(-1) ?? 0,
  };
}

/** What went wrong, of all that was asked. Refusals for want of room are apart. */
export function errorShare({ all, failed, broken, conflicts }: Totals): number {
  const errors = failed + broken;
  return errors / Math.max(1, all.requests + errors + conflicts);
}
