/** Answers of pupils to items: 0, 1, or not presented. */
import { StatsError } from '../errors.ts';

export const NOT_PRESENTED = 255;

export type Responses = {
  /** Persons × items, row-major: 0, 1 or NOT_PRESENTED. */
  values: Uint8Array;
  persons: number;
  items: readonly string[];
};

/** @throws StatsError lengthsDiffer, outOfRange (with the place), tooFew */
export function requireResponses({ values, persons, items }: Responses): void {
  if (items.length < 2) throw new StatsError('tooFew', { items: items.length });
  if (persons < 2) throw new StatsError('tooFew', { persons });
  if (values.length !== persons * items.length)
    throw new StatsError('lengthsDiffer', { values: values.length, expected: persons * items.length });
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (value !== 0 && value !== 1 && value !== NOT_PRESENTED) {
      throw new StatsError('outOfRange', {
        person: Math.floor(at / items.length) + 1,
        item: items[at % items.length] ?? '',
        value: value ?? '',
      });
    }
  }
}

/** The answers of some persons to some items. */
export function selectResponses(
  { values, items }: Responses,
  persons: readonly number[],
  chosen: readonly number[],
): Responses {
  const out = new Uint8Array(persons.length * chosen.length);
  persons.forEach((person, row) =>
    chosen.forEach((item, column) => {
      out[row * chosen.length + column] = values[person * items.length + item] as number;
    }),
  );
  return { values: out, persons: persons.length, items: chosen.map((item) => items[item] ?? '') };
}

/** Sum of correct answers of each person, and how many items they were given. */
export function rawScores({ values, persons, items }: Responses): { raw: Int32Array; presented: Int32Array } {
  const raw = new Int32Array(persons);
  const presented = new Int32Array(persons);
  for (let person = 0; person < persons; person += 1) {
    for (let item = 0; item < items.length; item += 1) {
      const value = values[person * items.length + item];
      if (value === NOT_PRESENTED) continue;
      presented[person] = (presented[person] as number) + 1;
      if (value === 1) raw[person] = (raw[person] as number) + 1;
    }
  }
  return { raw, presented };
}
