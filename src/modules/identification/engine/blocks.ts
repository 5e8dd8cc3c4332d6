/**
 * The columns of a rule, put together by what they have in common. A block is the columns of one series under one test:
 * whatever a school's values in it are, the block adds so much to the count of each condition. Counts are capped at what
 * the condition asks for, so a school is always in one of a few states; probability and the nearest change are then
 * exact sums and minima over the states, block by block.
 */
import { AppError } from '#kernel/errors.ts';
import type { Condition, Methodology } from '../methodology/schema.ts';
import { type Column, judgedColumn } from './column.ts';
import { type CompiledRule, compileRule, type Truth } from './rule.ts';
import type { ResultsTable } from './table.ts';
import { compareText } from './table.ts';
import { workSets } from './works.ts';

export type Block = {
  columns: Column[];
  /** next[state × 2^columns + outcome]; bit c of an outcome: column c meets the condition. */
  next: Int32Array;
};

export type JudgedRule = {
  rule: CompiledRule;
  blocks: Block[];
  states: number;
  /** Whether the rule holds in a state, nothing being unknown. */
  holds: Uint8Array;
  /** Columns of each condition. */
  columns: Column[][];
  /** Room for the sums of one school, used anew for each. */
  scratch: { now: Float64Array; after: Float64Array; from: Int32Array; by: Int32Array };
};

/** A block of ten columns has a thousand outcomes; methodologies look back three years, not ten. */
const LARGEST_BLOCK = 10;
const MOST_STATES = 20_000;
const NEGLIGIBLE = 1e-12;

export function judgeRule(
  table: ResultsTable,
  rule: Methodology['listed'],
  methodology: Methodology,
  year: number,
  excluded: Uint8Array,
): JudgedRule {
  const compiled = compileRule(rule);
  const known = new Map<string, Column>();
  const blocks = new Map<string, { columns: Column[]; keys: string[]; uses: Map<number, number[]> }>();
  const columns = compiled.conditions.map((condition, place) => {
    const test = JSON.stringify([condition.metric, condition.is, condition.threshold]);
    return workSets(table, condition, methodology.rounds, year).map((set) => {
      const key = `${test}|${condition.unit}|${set.works.map(({ id }) => id).join(',')}`;
      const column = known.get(key) ?? judgedColumn(table, condition, set, methodology, excluded);
      known.set(key, column);
      const name = `${test}|${condition.unit}|${set.series}`;
      const block = blocks.get(name) ?? { columns: [], keys: [], uses: new Map<number, number[]>() };
      blocks.set(name, block);
      let at = block.keys.indexOf(key);
      if (at < 0) {
        at = block.keys.push(key) - 1;
        block.columns.push(column);
      }
      block.uses.set(place, [...(block.uses.get(place) ?? []), at]);
      return column;
    });
  });
  const caps = compiled.conditions.map(({ atLeast }) => atLeast + 1);
  const states = caps.reduce((product, cap) => product * cap, 1);
  if (states > MOST_STATES) throw tooComplex();
  const judged = [...blocks.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, block]) => ({
      columns: block.columns,
      next: transitions(block.columns, block.uses, compiled.conditions, caps, states, year),
    }));
  const holds = Uint8Array.from({ length: states }, (_, state) =>
    compiled.holds(countsOf(state, caps).map((count, place) => count === (caps[place] as number) - 1)) === true ? 1 : 0,
  );
  const scratch = {
    now: new Float64Array(states),
    after: new Float64Array(states),
    from: new Int32Array(judged.length * states),
    by: new Int32Array(judged.length * states),
  };
  return { rule: compiled, blocks: judged, states, holds, columns, scratch };
}

function transitions(
  columns: readonly Column[],
  uses: ReadonlyMap<number, readonly number[]>,
  conditions: readonly Condition[],
  caps: readonly number[],
  states: number,
  year: number,
): Int32Array {
  if (columns.length > LARGEST_BLOCK) throw tooComplex();
  const outcomes = 1 << columns.length;
  const next = new Int32Array(states * outcomes);
  for (let outcome = 0; outcome < outcomes; outcome += 1) {
    const added = conditions.map((condition, place) =>
      contribution(
        condition,
        (uses.get(place) ?? []).filter((at) => (outcome >> at) & 1).map((at) => columns[at] as Column),
        year,
      ),
    );
    for (let state = 0; state < states; state += 1) {
      let [rest, unit, to] = [state, 1, 0];
      caps.forEach((cap, place) => {
        const count = rest % cap;
        rest = Math.floor(rest / cap);
        to += unit * Math.min(cap - 1, count + (added[place] as number));
        unit *= cap;
      });
      next[state * outcomes + outcome] = to;
    }
  }
  return next;
}

/** How much a series adds to the count of a condition when these columns of it meet the test. */
function contribution(condition: Condition, met: readonly Column[], year: number): number {
  const years = new Set(met.map(({ set }) => set.year));
  if (years.size < condition.stable) return 0;
  if (condition.current === 'required' && !years.has(year)) return 0;
  return condition.count === 'series' ? 1 : met.length;
}

function countsOf(state: number, caps: readonly number[]): number[] {
  let rest = state;
  return caps.map((cap) => {
    const count = rest % cap;
    rest = Math.floor(rest / cap);
    return count;
  });
}

/** The state of a school when a column counts as met where `isMet` says so. */
export function stateOf(judged: JudgedRule, isMet: (column: Column) => boolean): number {
  let state = 0;
  for (const { columns, next } of judged.blocks) {
    let outcome = 0;
    for (let c = 0; c < columns.length; c += 1) if (isMet(columns[c] as Column)) outcome |= 1 << c;
    state = next[(state << columns.length) + outcome] as number;
  }
  return state;
}

/**
 * Does the rule hold for a school? A condition is met by the values that count; it is not met when it could not be met
 * short of other values; and it is unknown when even the best (for it) values of the works that count would not do.
 */
export function truthOf(judged: JudgedRule, j: number): Truth {
  const caps = judged.rule.conditions.map(({ atLeast }) => atLeast + 1);
  const now = countsOf(
    stateOf(judged, (column) => column.meets[j] === 1),
    caps,
  );
  const possible = countsOf(
    stateOf(judged, (column) => column.counted[j] === 1),
    caps,
  );
  return judged.rule.holds(
    judged.rule.conditions.map(({ atLeast }, place) => {
      if (now[place] === atLeast) return true;
      return possible[place] === atLeast ? false : null;
    }),
  );
}

/** Reused between schools: a region asks for tens of thousands of these sums a second. */
const OUTCOMES = new Int32Array(1 << LARGEST_BLOCK);
const WEIGHTS = new Float64Array(1 << LARGEST_BLOCK);

/**
 * P(the rule truly holds). Every value of the works that count is independent given the data, with its own posterior;
 * the sum over all their outcomes runs state by state, block by block, and is exact.
 */
export function probabilityOf(judged: JudgedRule, j: number): number {
  const { states, holds } = judged;
  let { now: chances, after } = judged.scratch;
  chances.fill(0);
  chances[0] = 1;
  for (const { columns, next } of judged.blocks) {
    const width = columns.length;
    const size = outcomesOf(columns, j);
    if (size === 1 && OUTCOMES[0] === 0) continue;
    after.fill(0);
    for (let state = 0; state < states; state += 1) {
      const chance = chances[state] as number;
      if (chance === 0) continue;
      for (let k = 0; k < size; k += 1) {
        const to = next[(state << width) + (OUTCOMES[k] as number)] as number;
        after[to] = (after[to] as number) + chance * (WEIGHTS[k] as number);
      }
    }
    [chances, after] = [after, chances];
  }
  let sum = 0;
  for (let state = 0; state < states; state += 1) if (holds[state] === 1) sum += chances[state] as number;
  return Math.min(1, sum);
}

/** Fills OUTCOMES and WEIGHTS with what may come out of a block and its probability; returns how many there are. */
function outcomesOf(columns: readonly Column[], j: number): number {
  OUTCOMES[0] = 0;
  WEIGHTS[0] = 1;
  let size = 1;
  for (let c = 0; c < columns.length; c += 1) {
    const column = columns[c] as Column;
    if (column.counted[j] !== 1) continue;
    const p = column.probability(j);
    if (p <= NEGLIGIBLE) continue;
    const bit = 1 << c;
    for (let k = 0; k < size; k += 1) {
      const outcome = OUTCOMES[k] as number;
      const weight = WEIGHTS[k] as number;
      WEIGHTS[k] = weight * (1 - p);
      OUTCOMES[size + k] = outcome | bit;
      WEIGHTS[size + k] = weight * p;
    }
    size *= 2;
  }
  return size;
}

function tooComplex(): AppError {
  return new AppError('methodologyTooComplex');
}
