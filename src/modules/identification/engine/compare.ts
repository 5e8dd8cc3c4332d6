/** Two results side by side: who enters, who leaves, and which values made the difference. */
import type { Identification, IdentifiedRow, Reason, Status } from '../contract.ts';
import { compareText, schoolKey } from './table.ts';

export type Moved = {
  id: string;
  name: string;
  municipality: string | null;
  /** null: the school is not in that result at all. */
  before: Status | null;
  after: Status | null;
  /** Values that meet the rule only in one of the two. */
  gone: Reason[];
  came: Reason[];
  /** What the results themselves say of the school. */
  notes: string[];
};

export type Comparison = {
  entered: Moved[];
  left: Moved[];
  /** Between other states. */
  moved: Moved[];
  stayed: number;
  /** Same bytes in, other rule; other bytes in, same rule. */
  sameMethodology: boolean;
  sameInputs: boolean;
};

export function compareIdentifications(before: Identification, after: Identification): Comparison {
  const first = new Map(before.schools.map((row) => [schoolKey(row.id), row]));
  const second = new Map(after.schools.map((row) => [schoolKey(row.id), row]));
  const keys = [...new Set([...first.keys(), ...second.keys()])].sort(compareText);
  const comparison: Comparison = {
    entered: [],
    left: [],
    moved: [],
    stayed: 0,
    sameMethodology: before.methodology.hash === after.methodology.hash,
    sameInputs: sameFiles(before, after),
  };
  for (const key of keys) {
    const [a, b] = [first.get(key), second.get(key)];
    if (a?.status === b?.status) {
      if (a?.status === 'listed') comparison.stayed += 1;
      continue;
    }
    const moved = movedOf((b ?? a) as IdentifiedRow, a, b);
    if (b?.status === 'listed') comparison.entered.push(moved);
    else if (a?.status === 'listed') comparison.left.push(moved);
    else comparison.moved.push(moved);
  }
  return comparison;
}

function movedOf({ id, name, municipality }: IdentifiedRow, a?: IdentifiedRow, b?: IdentifiedRow): Moved {
  const [before, after] = [a?.reasons ?? [], b?.reasons ?? []];
  return {
    id,
    name,
    municipality,
    before: a?.status ?? null,
    after: b?.status ?? null,
    gone: before.filter((reason) => !after.some((other) => nameOf(other) === nameOf(reason))),
    came: after.filter((reason) => !before.some((other) => nameOf(other) === nameOf(reason))),
    notes: [a?.note, b?.note].filter((note): note is string => typeof note === 'string'),
  };
}

function nameOf({ procedure, metric }: Reason): string {
  return `${procedure}|${metric}`;
}

function sameFiles({ inputs: a }: Identification, { inputs: b }: Identification): boolean {
  const hashes = (inputs: Identification['inputs']) =>
    inputs
      .map(({ sha256 }) => sha256)
      .sort(compareText)
      .join();
  return hashes(a) === hashes(b);
}
