import { expect, test } from 'vitest';
import {
  type AnswerSheets,
  type ClassAnswers,
  scoreFluctuation,
  suspiciousClasses,
  unusualAnswers,
} from './answers.ts';
import { uniforms } from '../resampling.ts';

const ITEMS = 24;
const CLASSES = 40;
const SIZE = 20;

/** Pupils and four options; in `forged` classes four sheets of five carry the same seven answers, two of them wrong. */
function sheets(seed: number, forged: readonly number[] = []): AnswerSheets {
  const uniform = uniforms(seed);
  const pupils = CLASSES * SIZE;
  const key = Uint8Array.from({ length: ITEMS }, (_, item) => item % 4);
  const chosen = new Uint8Array(pupils * ITEMS);
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    const ability = uniform();
    const code = Math.floor(pupil / SIZE);
    const copied = forged.includes(code) && uniform() < 0.8;
    for (let item = 0; item < ITEMS; item += 1) {
      const right = key[item] as number;
      const answer = uniform() < 0.2 + 0.6 * ability ? right : Math.floor(4 * uniform());
      const common = item === 12 || item === 15 ? (right + 1) % 4 : right;
      chosen[pupil * ITEMS + item] = copied && item >= 10 && item < 17 ? common : answer;
    }
  }
  const codes = Int32Array.from({ length: pupils }, (_, pupil) => Math.floor(pupil / SIZE));
  const levels = Array.from({ length: CLASSES }, (_, code) => `${code + 1} класс`);
  return { chosen, pupils, key, classes: { name: 'class', codes, levels } };
}

test('of forty classes the two whose sheets were copied share the rarest blocks and stand among the highest four', () => {
  for (const seed of [1, 2, 3]) {
    const found = unusualAnswers(sheets(seed, [4, 30]));
    const highest = (by: (row: ClassAnswers) => number, count = 2) =>
      [...found]
        .sort((a, b) => by(b) - by(a))
        .slice(0, count)
        .map(({ id }) => id)
        .sort();
    expect(highest(({ score }) => score, 4)).toEqual(expect.arrayContaining(['31 класс', '5 класс']));
    expect(highest(({ block }) => -block)).toEqual(['31 класс', '5 класс']);
  }
});

test('the order of pupils and the numbering of options change nothing', () => {
  const plain = sheets(5, [3]);
  const turned: AnswerSheets = {
    ...plain,
    chosen: plain.chosen.map((option) => 9 - option),
    key: plain.key.map((option) => 9 - option),
  };
  const order = Array.from({ length: plain.pupils }, (_, i) => plain.pupils - 1 - i);
  const shuffled: AnswerSheets = {
    ...plain,
    chosen: Uint8Array.from(order.flatMap((i) => [...plain.chosen.subarray(i * ITEMS, (i + 1) * ITEMS)])),
    classes: { ...plain.classes, codes: Int32Array.from(order, (i) => plain.classes.codes[i] as number) },
  };
  const one = unusualAnswers(plain);
  for (const other of [unusualAnswers(turned), unusualAnswers(shuffled)])
    one.forEach((row, k) => {
      expect(other[k]?.id).toBe(row.id);
      expect(other[k]?.block).toBeCloseTo(row.block, 8);
      expect(other[k]?.correlation).toBeCloseTo(row.correlation, 8);
      expect(other[k]?.variance).toBeCloseTo(row.variance, 8);
      expect(other[k]?.oddity).toBeCloseTo(row.oddity, 8);
    });
});

test('oddity is zero on average over all pupils', () => {
  const found = unusualAnswers(sheets(8));
  expect(Math.abs(found.reduce((sum, row) => sum + row.oddity * row.pupils, 0))).toBeLessThan(1e-8);
});

test('a class that gained most and then lost most fluctuates most; an unknown gain stays unknown', () => {
  const figures = scoreFluctuation(Float64Array.from([1, 9, 2, 3, 4]), Float64Array.from([1, -5, 2, Number.NaN, 3]));
  expect(figures[1]).toBe(2);
  expect(figures[3]).toBeNaN();
  expect(Math.max(...figures.filter((value) => !Number.isNaN(value)))).toBe(2);
});

test('a class is suspicious only where both figures are unusual', () => {
  const answers = Float64Array.from({ length: 100 }, (_, i) => i);
  const fluctuation = Float64Array.from({ length: 100 }, (_, i) =>
    i === 99 ? 2 : i === 98 ? Number.NaN : 1 - i / 100,
  );
  expect(suspiciousClasses(answers, fluctuation).flatMap((yes, i) => (yes ? [i] : []))).toEqual([99]);
});

test('sheets without classes to compare and columns of different length are refused by name', () => {
  const whole = sheets(1);
  const one = { ...whole, classes: { ...whole.classes, codes: new Int32Array(whole.pupils) } };
  expect(() => unusualAnswers(one)).toThrow(/classes: 1/);
  expect(() => unusualAnswers({ ...whole, pupils: 3 })).toThrow(/chosen/);
  expect(() => scoreFluctuation(new Float64Array(2), new Float64Array(3))).toThrow(/nextGain: 3/);
});
