import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { abilityTable } from './ability.ts';
import { andersenTest, splitByRawScore } from './andersen.ts';
import { itemFit } from './item-fit.ts';
import { fitRasch } from './rasch.ts';
import { NOT_PRESENTED, type Responses } from './responses.ts';

type Test = { LR: number; df: number; p: number } | null;
type Answer = {
  file: string;
  items: string[];
  cml: { difficulty: number[]; se: number[]; logLik: number };
  andersen_median: Test;
  andersen_mean: Test;
  andersen_external?: Test;
  personTable: { raw: number; wle: number; se_wle: number }[];
  itemfit_WLE: { outfitMSQ: number[]; infitMSQ: number[] };
  q3: { matrix: number[][] };
  ctt: { restCorr: number[]; alpha: number };
};
const EXTERNAL: Record<string, string> = { fims_ausJpn: 'country', mathexam14w: 'group' };

function responsesOf(answer: Answer): Responses {
  const table = referenceTable(answer.file);
  const persons = (table[answer.items[0] ?? ''] ?? []).length;
  const values = new Uint8Array(persons * answer.items.length);
  answer.items.forEach((item, i) =>
    table[item]?.forEach((value, person) => {
      values[person * answer.items.length + i] = Number(value);
    }),
  );
  return { values, persons, items: answer.items };
}

const near = (ours: number | undefined, theirs: number | undefined, tolerance: number) =>
  expect(Math.abs((ours ?? Number.NaN) - (theirs ?? Number.NaN))).toBeLessThan(tolerance);

describe.skipIf(!hasReference)('eRm and the Rasch model agree', () => {
  for (const name of ['lsat7', 'mathexam14w', 'fims_ausJpn']) {
    test(name, () => {
      const answer = referenceAnswer<Answer>(`rasch_${name}`);
      const responses = responsesOf(answer);
      const fit = fitRasch(responses);
      near(fit.logLik, answer.cml.logLik, 1e-5);
      // eRm minimises with nlm() at its default gradient tolerance and stops a little short, by up to 2e-5 also on made-up data.
      // Newton's method here ends with a gradient under 1e-9 a person, and its likelihood is the higher one.
      expect(fit.logLik).toBeGreaterThan(answer.cml.logLik - 1e-9);
      const short = fit.logLik - answer.cml.logLik > 1e-8;
      answer.items.forEach((_, i) => {
        near(fit.difficulty[i], answer.cml.difficulty[i], short ? 2e-5 : 1e-5);
        near(fit.se[i], answer.cml.se[i], 1e-5);
      });
      abilityTable(fit.difficulty).forEach(({ wle, se }, raw) => {
        near(wle, answer.personTable[raw]?.wle, 1e-5);
        near(se, answer.personTable[raw]?.se_wle, 1e-5);
      });
      const report = itemFit(responses, fit.difficulty);
      report.items.forEach((item, i) => {
        near(item.infit, answer.itemfit_WLE.infitMSQ[i], 1e-4);
        near(item.outfit, answer.itemfit_WLE.outfitMSQ[i], 1e-4);
        near(item.restCorrelation, answer.ctt.restCorr[i], 1e-8);
        answer.items.forEach((__, j) => near(report.q3[i * answer.items.length + j], answer.q3.matrix[i]?.[j], 1e-4));
      });
      near(report.alpha, answer.ctt.alpha, 1e-8);
      for (const by of ['median', 'mean'] as const) {
        const expected = answer[`andersen_${by}`];
        if (!expected) continue;
        const test = andersenTest(responses, splitByRawScore(responses, by));
        near(test.LR, expected.LR, 1e-4);
        expect(test.df).toBe(expected.df);
        near(test.p, expected.p, 1e-8);
      }
      const external = EXTERNAL[name];
      if (external && answer.andersen_external)
        near(
          andersenTest(responses, referenceTable(answer.file)[external] ?? []).LR,
          answer.andersen_external.LR,
          1e-4,
        );
    });
  }
});

/** Answers of made-up persons to items of known difficulty. */
function simulated(difficulty: readonly number[], persons: number, seed: number): Responses {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  const values = new Uint8Array(persons * difficulty.length);
  for (let person = 0; person < persons; person += 1) {
    const theta = Math.log(uniform() / uniform()) / 1.3;
    difficulty.forEach((beta, i) => {
      values[person * difficulty.length + i] = uniform() < 1 / (1 + Math.exp(beta - theta)) ? 1 : 0;
    });
  }
  return { values, persons, items: difficulty.map((_, i) => `${i + 1}`) };
}

test('the difficulties do not depend on the order of items and persons', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const plain = simulated([-1, -0.3, 0.2, 0.4, 0.7], 300, seed);
      const turned: Responses = {
        ...plain,
        items: [...plain.items].reverse(),
        values: Uint8Array.from(plain.values).reverse(),
      };
      const one = fitRasch(plain);
      const other = fitRasch(turned);
      one.difficulty.forEach((beta, i) => near(beta, other.difficulty[4 - i], 1e-7));
      near(one.logLik, other.logLik, 1e-7);
    }),
    { numRuns: 15 },
  );
});

test('items missing by design: two booklets with common items give the difficulties of the whole test', () => {
  const truth = [-1.2, -0.6, -0.2, 0, 0.3, 0.7, 1];
  const responses = simulated(truth, 6_000, 11);
  for (let person = 0; person < responses.persons; person += 1) {
    for (const item of person % 2 === 0 ? [0, 1] : [5, 6])
      responses.values[person * truth.length + item] = NOT_PRESENTED;
  }
  const fit = fitRasch(responses);
  truth.forEach((beta, i) =>
    expect(Math.abs((fit.difficulty[i] as number) - beta)).toBeLessThan(4 * (fit.se[i] as number)),
  );
});

test('persons whose answers say nothing about the items change nothing', () => {
  const responses = simulated([-0.5, 0, 0.5, 1], 200, 3);
  const padded: Responses = {
    ...responses,
    persons: 203,
    values: Uint8Array.from([...responses.values, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]),
  };
  const one = fitRasch(responses);
  const other = fitRasch(padded);
  one.difficulty.forEach((beta, i) => near(beta, other.difficulty[i], 1e-8));
  near(one.logLik, other.logLik, 1e-8);
});

test('an item that nobody solved is refused by its name, and left out of a split where one group solved it', () => {
  const responses = simulated([-0.5, 0, 0.5, 1], 120, 5);
  const spoilt: Responses = { ...responses, values: responses.values.map((value, at) => (at % 4 === 2 ? 0 : value)) };
  expect(() => fitRasch(spoilt)).toThrow(/items: 3/);
  const split = Array.from({ length: 120 }, (_, person) => (person < 60 ? 'а' : 'б'));
  const partly: Responses = {
    ...responses,
    values: responses.values.map((value, at) => (at % 4 === 2 && at < 240 ? 1 : value)),
  };
  expect(andersenTest(partly, split).excluded).toEqual(['3']);
});
