import { expect, test } from 'vitest';
import { uniforms } from '../resampling.ts';
import { abilityTable } from './ability.ts';
import { creditAbilities, creditFit } from './credit-ability.ts';
import type { Credits } from './credits.ts';
import { itemFit } from './item-fit.ts';
import { fitPartialCredit } from './partial-credit.ts';
import { fitRasch } from './rasch.ts';
import { NOT_PRESENTED } from './responses.ts';

/** Credits drawn from the model with these steps. */
function made(thresholds: readonly (readonly number[])[], persons: number, seed: number): Credits {
  const uniform = uniforms(seed);
  const values = new Uint8Array(persons * thresholds.length);
  for (let person = 0; person < persons; person += 1) {
    const theta = 2 * (uniform() + uniform() + uniform() - 1.5);
    thresholds.forEach((own, item) => {
      const logs = own.reduce((all, tau) => [...all, (all.at(-1) as number) + theta - tau], [0]);
      const total = logs.reduce((sum, one) => sum + Math.exp(one), 0);
      let left = uniform() * total;
      let credit = 0;
      while (credit < own.length && left >= Math.exp(logs[credit] as number)) {
        left -= Math.exp(logs[credit] as number);
        credit += 1;
      }
      values[person * thresholds.length + item] = credit;
    });
  }
  return { values, persons, items: thresholds.map((_, k) => `${k + 1}`) };
}

const STEPS = [[-1, 0.2], [0.5], [-0.6, 0, 1.1], [0.3, -0.2], [-0.4]];

test('items with two categories give the Rasch model, booklets among them', () => {
  const credits = made([[-1], [-0.3], [0.2], [0.6], [0.9]], 400, 3);
  for (let person = 0; person < 100; person += 1) credits.values[person * 5 + (person % 2)] = NOT_PRESENTED;
  const rasch = fitRasch(credits);
  const partial = fitPartialCredit(credits);
  expect(partial.logLik).toBeCloseTo(rasch.logLik, 8);
  partial.easiness.forEach((one, k) => expect(-one).toBeCloseTo(rasch.difficulty[k] as number, 7));
  partial.se.forEach((one, k) => expect(one).toBeCloseTo(rasch.se[k] as number, 7));
  const table = abilityTable(rasch.difficulty);
  creditAbilities(partial.thresholds).forEach(({ wle, se }, raw) => {
    expect(wle).toBeCloseTo(table[raw]?.wle ?? Number.NaN, 7);
    expect(se).toBeCloseTo(table[raw]?.se ?? Number.NaN, 7);
  });
  const report = itemFit(credits, rasch.difficulty);
  creditFit(credits, partial.thresholds).forEach((own, k) => {
    expect(own.infit).toBeCloseTo(report.items[k]?.infit ?? Number.NaN, 6);
    expect(own.outfit).toBeCloseTo(report.items[k]?.outfit ?? Number.NaN, 6);
  });
});

test('the steps that made the credits are found within four standard errors, whatever is missing by design', () => {
  const credits = made(STEPS, 4000, 8);
  for (let person = 0; person < 1500; person += 1) credits.values[person * 5 + (person % 3)] = NOT_PRESENTED;
  const found = fitPartialCredit(credits);
  const truth = STEPS.flatMap((own) => own.map((_, h) => -own.slice(0, h + 1).reduce((sum, tau) => sum + tau, 0)));
  const degrees = STEPS.flatMap((own) => own.map((_, h) => h + 1));
  const shift = truth.reduce((a, b) => a + b, 0) / degrees.reduce((a, b) => a + b, 0);
  truth.forEach((one, k) => {
    const expected = one - shift * (degrees[k] as number);
    expect(Math.abs((found.easiness[k] as number) - expected)).toBeLessThan(4 * (found.se[k] as number));
  });
  expect(found.easiness.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
  expect(found.parameters).toBe(8);
});

test('the order of items and persons changes nothing', () => {
  const credits = made(STEPS, 300, 5);
  const turned: Credits = {
    ...credits,
    items: [...credits.items].reverse(),
    values: Uint8Array.from(credits.values).reverse(),
  };
  const one = fitPartialCredit(credits);
  const other = fitPartialCredit(turned);
  expect(other.logLik).toBeCloseTo(one.logLik, 7);
  one.thresholds.forEach((own, i) => own.forEach((tau, h) => expect(other.thresholds[4 - i]?.[h]).toBeCloseTo(tau, 6)));
});

test('a credit that nobody has is refused by the name of its item', () => {
  const credits = made(STEPS, 200, 2);
  const spoilt = credits.values.map((value, at) => (at % 5 === 2 && value === 1 ? 2 : value));
  expect(() => fitPartialCredit({ ...credits, values: spoilt })).toThrow(/item: 3; credit: 1/);
  expect(() => fitPartialCredit({ ...credits, items: ['1'] })).toThrow(/items: 1/);
});
