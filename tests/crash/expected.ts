/**
 * What the clients were told, held against what is there. Each object that they work on stands in one of a few possible
 * states: before a request is answered the old one or the new one, after a good answer the new one alone.
 */
import type { Outcome } from '#tests/support/session.ts';

export type Kind = 'plan' | 'occurrence' | 'import';
/** As read from the database by `standing.ts`, and as the clients foretell it. */
export type Standing = string;

type Held = { kind: Kind; id: number; possible: Standing[]; busy: boolean; lastActs: string[] };

export class Expected {
  readonly #objects = new Map<string, Held>();
  acknowledged = 0;
  unanswered = 0;
  refused = 0;

  learn(kind: Kind, id: number, standing: Standing): void {
    this.#objects.set(`${kind}:${id}`, { kind, id, possible: [standing], busy: false, lastActs: [] });
  }

  /** An object of this kind whose state is known and which nobody is at. */
  free(kind: Kind, wanted: (standing: Standing, id: number) => boolean): { id: number; standing: Standing } | null {
    for (const { kind: its, id, possible, busy } of this.#objects.values())
      if (its === kind && !busy && possible.length === 1 && wanted(possible[0]!, id))
        return { id, standing: possible[0]! };
    return null;
  }

  /** How many of this kind stand so, as far as is known. */
  number(kind: Kind, wanted: (standing: Standing) => boolean): number {
    return [...this.#objects.values()].filter((held) => held.kind === kind && held.possible.some(wanted)).length;
  }

  /** Does one thing with one object; `act` says what the server answered. */
  async change(kind: Kind, id: number, name: string, to: Standing, act: () => Promise<Outcome>): Promise<Outcome> {
    const held = this.#objects.get(`${kind}:${id}`)!;
    const [from] = held.possible;
    held.busy = true;
    held.possible = [from!, to];
    let outcome: Outcome = 'unanswered';
    try {
      outcome = await act();
    } finally {
      held.busy = false;
      this.count(outcome);
      held.lastActs.push(`${name}: ${outcome}`);
      if (outcome === 'done') held.possible = [to];
      if (outcome === 'refused') held.possible = [from!];
    }
    return outcome;
  }

  count(outcome: Outcome): void {
    if (outcome === 'done') this.acknowledged += 1;
    else if (outcome === 'refused') this.refused += 1;
    else this.unanswered += 1;
  }

  /** Names what is not as it must be, and goes on from what is. */
  compare(actual: ReadonlyMap<string, Standing>): string[] {
    const wrong: string[] = [];
    for (const [key, held] of this.#objects) {
      const found = actual.get(key) ?? 'missing';
      if (!held.possible.some((standing) => isAs(standing, found)))
        wrong.push(`${key} is «${found}», not ${held.possible.join(' or ')} (${held.lastActs.slice(-4).join('; ')})`);
      held.possible = [found];
    }
    return wrong;
  }

  get size(): number {
    return this.#objects.size;
  }
}

const ON_ITS_OWN = ['queued', 'reading', 'checked'];

/** An import under way goes on by itself: being further than the client knows is right. */
function isAs(expected: Standing, found: Standing): boolean {
  const place = ON_ITS_OWN.indexOf(expected);
  return expected === found || (place >= 0 && ON_ITS_OWN.indexOf(found) > place);
}
