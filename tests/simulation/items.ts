/** Items and persons under the Rasch model. */
import { warmEstimate } from '#stats/items/ability.ts';
import { andersenTest, splitByRawScore } from '#stats/items/andersen.ts';
import { mantelHaenszelDif } from '#stats/items/dif.ts';
import { fitPartialCredit } from '#stats/items/partial-credit.ts';
import { fitRasch } from '#stats/items/rasch.ts';
import type { Responses } from '#stats/items/responses.ts';
import { checkKeys } from '#stats/items/wrong-key.ts';
import type { Random } from './random.ts';
import { aroundNormal, type Scenario, holds, shareHeld, USUAL } from './scenario.ts';

const ITEMS = 12;
const DIFFICULTY = Float64Array.from({ length: ITEMS }, (_, k) => (3 * k) / (ITEMS - 1) - 1.5);

export const ITEM_SCENARIOS: readonly Scenario[] = [
  {
    name: 'Rasch: difficulties of 12 items, 300 pupils',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const { difficulty, se } = fitRasch(responses(random, 300));
      return shareHeld(
        Array.from(difficulty, (one, k) => [aroundNormal(one, se[k] as number), DIFFICULTY[k] as number] as const),
      );
    },
  },
  {
    name: 'Warm estimate of a pupil, 40 items, ability −1.5 … 1.5',
    measure: 'coverage',
    within: USUAL,
    cheap: true,
    replicate(random) {
      const difficulty = Float64Array.from({ length: 40 }, (_, k) => (3 * k) / 39 - 1.5);
      const ability = 3 * random.uniform() - 1.5;
      const raw = difficulty.filter((one) => random.uniform() < logistic(ability - one)).length;
      const { wle, se } = warmEstimate(raw, difficulty);
      return holds(aroundNormal(wle, se), ability);
    },
  },
  {
    name: 'partial credit: easiness of the credits of 8 items, 300 pupils',
    measure: 'coverage',
    within: USUAL,
    replicate: partialCredit,
  },
  {
    name: 'Andersen test where the model holds, 500 pupils, split at the median score',
    measure: 'rejections',
    within: [0.02, 0.08],
    why: 'the chi-square law is a limit',
    cheap: true,
    replicate(random) {
      const drawn = responses(random, 500);
      return andersenTest(drawn, splitByRawScore(drawn, 'median')).p <= 0.05 ? 1 : 0;
    },
  },
  {
    name: 'Mantel–Haenszel: log odds of an item harder for one group by 0.6, 2 × 300 pupils',
    measure: 'coverage',
    within: USUAL,
    replicate(random) {
      const { drawn, focal } = withDif(random, [5]);
      const item = mantelHaenszelDif(drawn, focal, false).items.find((one) => one.item === 'i5');
      return item ? holds(aroundNormal(Math.log(item.odds), item.logOddsSe), 0.6) : 0;
    },
  },
  {
    name: 'Mantel–Haenszel with purification, 3 of 12 items differ, adjusted p ≤ 0.05',
    measure: 'false discoveries',
    within: [0, 0.05],
    replicate(random) {
      const { drawn, focal } = withDif(random, [2, 5, 8], 0.9);
      const { items } = mantelHaenszelDif(drawn, focal);
      return falseShare(items.map(({ item, adjustedP }) => [adjustedP <= 0.05, ['i2', 'i5', 'i8'].includes(item)]));
    },
  },
  {
    name: 'wrong keys: 2 of 20 wrong, 300 pupils',
    measure: 'false discoveries',
    within: [0, 0.05],
    replicate(random) {
      const key = Uint8Array.from({ length: 20 }, (_, k) => k % 4);
      const chosen = new Uint8Array(300 * 20);
      for (let pupil = 0; pupil < 300; pupil += 1) {
        const ability = random.normal();
        for (let item = 0; item < 20; item += 1) {
          const right = random.uniform() < 0.2 + 0.8 * logistic(ability - (item - 10) / 6);
          chosen[pupil * 20 + item] = right
            ? (key[item] as number)
            : ((key[item] as number) + 1 + Math.floor(3 * random.uniform())) % 4;
        }
      }
      const held = key.map((one, k) => (k === 4 || k === 13 ? (one + 1) % 4 : one));
      const checks = checkKeys({ chosen, pupils: 300, items: Array.from(held, (_, k) => `${k}`), key: held }, 0.05);
      return falseShare(checks.map(({ item, suspected }) => [suspected !== null, item === '4' || item === '13']));
    },
  },
];

export function falseShare(rows: readonly (readonly [pointedAt: boolean, real: boolean])[]): number {
  const pointed = rows.filter(([pointedAt]) => pointedAt);
  return pointed.length === 0 ? 0 : pointed.filter(([, real]) => !real).length / pointed.length;
}

function responses(
  random: Random,
  persons: number,
  difficulty: (person: number) => Float64Array = () => DIFFICULTY,
): Responses {
  const values = new Uint8Array(persons * ITEMS);
  for (let person = 0; person < persons; person += 1) {
    const ability = random.normal();
    difficulty(person).forEach((one, item) => {
      values[person * ITEMS + item] = random.uniform() < logistic(ability - one) ? 1 : 0;
    });
  }
  return { values, persons, items: Array.from(DIFFICULTY, (_, k) => `i${k}`) };
}

/** Credits 0 … 2; the truth is brought to the zero sum of the estimates along β_ih + c·h. */
function partialCredit(random: Random): number {
  const steps = Array.from({ length: 8 }, (_, i) => [i / 4 - 1.3, i / 4 - 0.5] as const);
  const values = new Uint8Array(300 * 8);
  for (let person = 0; person < 300; person += 1) {
    const ability = random.normal();
    steps.forEach(([one, two], item) => {
      const first = Math.exp(ability - one);
      const second = first * Math.exp(ability - two);
      const drawn = random.uniform() * (1 + first + second);
      values[person * 8 + item] = drawn < 1 ? 0 : drawn < 1 + first ? 1 : 2;
    });
  }
  const { easiness, se } = fitPartialCredit({ values, persons: 300, items: steps.map((_, i) => `i${i}`) });
  const truth = steps.flatMap(([one, two]) => [-one, -one - two]);
  const shift = truth.reduce((sum, one) => sum + one, 0) / (3 * steps.length);
  return shareHeld(
    truth.map((one, k) => [aroundNormal(easiness[k] as number, se[k] as number), one - shift * (k % 2 === 0 ? 1 : 2)]),
  );
}

function withDif(random: Random, harder: readonly number[], by = 0.6) {
  const focal = Uint8Array.from({ length: 600 }, (_, person) => person % 2);
  const forFocal = DIFFICULTY.map((one, k) => one + (harder.includes(k) ? by : 0));
  return { focal, drawn: responses(random, 600, (person) => (focal[person] === 1 ? forFocal : DIFFICULTY)) };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
