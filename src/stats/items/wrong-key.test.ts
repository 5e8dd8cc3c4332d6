import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../resampling.ts';
import { checkKeys, type Choices, NO_CHOICE } from './wrong-key.ts';

/** Answers of pupils who know the true key; `wrong` items are given another option as key. */
function simulated(
  pupils: number,
  seed: number,
  wrong: readonly number[] = [],
): { choices: Choices; truth: Uint8Array } {
  const uniform = uniforms(seed);
  const items = Array.from({ length: 15 }, (_, item) => `${item + 1}`);
  const truth = Uint8Array.from(items, (_, item) => item % 4);
  const chosen = new Uint8Array(pupils * items.length);
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    const ability = uniform();
    items.forEach((_, item) => {
      const knows = uniform() < 0.1 + 0.7 * ability;
      chosen[pupil * items.length + item] = knows ? (truth[item] as number) : Math.floor(4 * uniform());
    });
  }
  const key = truth.map((right, item) => (wrong.includes(item) ? (right + 1) % 4 : right));
  return { choices: { chosen, pupils, items, key }, truth };
}

test('from a thousand pupils wrong keys are found with the option that is right, and no sound key is', () => {
  for (const wrong of [[], [6], [0, 3, 9, 14]]) {
    const { choices, truth } = simulated(1_000, 2, wrong);
    const found = checkKeys(choices).flatMap(({ suspected }, item) => (suspected === null ? [] : [[item, suspected]]));
    expect(found).toEqual(wrong.map((item) => [item, truth[item]]));
  }
});

test('sound keys are rarely suspected', () => {
  let trials = 0;
  for (let seed = 1; seed <= 200; seed += 1)
    if (checkKeys(simulated(100, seed).choices, 0.05).some(({ suspected }) => suspected !== null)) trials += 1;
  expect(trials / 200).toBeLessThanOrEqual(0.07);
});

test('the order of pupils and the numbering of options change nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const { choices } = simulated(120, seed, [2, 5]);
      const { chosen, key, pupils, items } = choices;
      const width = items.length;
      const turned = Uint8Array.from(
        Array.from({ length: pupils }, (_, k) => pupils - 1 - k).flatMap((pupil) => [
          ...chosen.subarray(pupil * width, (pupil + 1) * width),
        ]),
        (option) => 7 - option,
      );
      const one = checkKeys(choices);
      const other = checkKeys({ ...choices, chosen: turned, key: key.map((option) => 7 - option) });
      one.forEach(({ suspected, p }, item) => {
        expect(other[item]?.suspected).toBe(suspected === null ? null : 7 - suspected);
        expect(other[item]?.p).toBeCloseTo(p, 8);
      });
    }),
    { numRuns: 10 },
  );
});

test('an item left blank is wrong and never the suspected option', () => {
  const { choices } = simulated(200, 4);
  for (let pupil = 0; pupil < 200; pupil += 3) choices.chosen[pupil * 15 + 1] = NO_CHOICE;
  const found = checkKeys(choices)[1];
  expect(found?.suspected).toBeNull();
  expect(found?.options.find(({ option }) => option === NO_CHOICE)?.n).toBe(67);
});

test('a key of another length, a blank key and too few items are refused by name', () => {
  const { choices } = simulated(20, 1);
  expect(() => checkKeys({ ...choices, key: new Uint8Array(3) })).toThrow(/key: 3/);
  expect(() => checkKeys({ ...choices, key: choices.key.map(() => NO_CHOICE) })).toThrow(/key: 255/);
  expect(() => checkKeys({ ...choices, items: ['1', '2'] })).toThrow(/items: 2/);
});
