import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { statisticsTables } from '#demo/statistics/make.ts';
import { statisticsVerbs } from './cli.ts';
import { answer, opora } from './opora.fixture.ts';

const VERBS = (await Promise.all(Object.values(statisticsVerbs).map((load) => load()))).flatMap(({ verbs }) => verbs);

test('the tables of the examples are those that the script makes', async () => {
  for (const [name, text] of Object.entries(statisticsTables()))
    expect(await readFile(new URL(`../../../demo/statistics/${name}`, import.meta.url), 'utf8')).toBe(text);
});

describe('every example of the help runs', () => {
  const examples = VERBS.flatMap(({ name, examples = [] }) => examples.map((example) => ({ name, example })));

  test('and every command has one', () => {
    expect(VERBS.filter((verb) => !verb.examples?.length).map(({ name }) => name)).toEqual([]);
  });

  test.each(examples)('$example', async ({ name, example }) => {
    const words = example.split(' ').slice(1);
    const read = await opora(words);
    expect([read.code, read.err]).toEqual([0, '']);
    expect(read.out).toMatch(/[а-я]/);
    const { code, out } = await opora([...words, '--json']);
    expect(code).toBe(0);
    const { schema } = JSON.parse(out) as { schema: string };
    expect(schema).toBe(`opora.stats.${name.replace('stats ', '')}/1`);
  });
});

describe('wrong use is told with what to do', () => {
  const data = ['--data', 'demo/statistics/pupils.csv'];

  test.each([
    [['value-added', ...data, '--group', 'school'], 2, 'Не хватает ключа --outcome.'],
    [['value-added', ...data, '--outcome', 'scor', '--group', 'school'], 2, 'Может быть, «score»?'],
    [['value-added', ...data, '--outcome', 'sex', '--group', 'school'], 2, 'нужны числа, а в строке 1 стоит'],
    [['value-added', ...data, '--outcome', 'score'], 2, 'Не хватает ключа --group.'],
    [['value-added', ...data, '--outcome', 'score', '--group', 'pupil'], 3, 'pupil'],
    [['value-added', '--data', 'none.csv', '--outcome', 'y', '--group', 'g'], 3, 'не открывается'],
    [['growth', ...data, '--outcome', 'score'], 2, 'Не хватает ключа --prior.'],
    [['rasch', ...data, '--items', 'prior,score'], 3, 'здесь нужны 0 и 1'],
  ] as const)('%j', async (words, code, message) => {
    const outcome = await opora(['stats', ...words]);
    expect([outcome.code, outcome.out]).toEqual([code, '']);
    expect(outcome.err.toLowerCase()).toContain(message.toLowerCase());
  });
});

type ValueAdded = {
  n: number;
  dropped: number;
  missing: Record<string, number>;
  groups: Record<string, number>;
  fixed: { term: string; estimate: number; se: number }[];
  variance: { group: string; value: number }[];
  effects: Record<string, { id: string; effect: number; reliability: number }[]>;
};

test('rows with gaps are left out, counted and named; levels of a factor become terms', async () => {
  const va = await answer<ValueAdded>(
    'value-added --data demo/statistics/pupils.csv --outcome score --fixed prior,sex --group school'.split(' '),
  );
  expect(va.dropped).toBeGreaterThan(0);
  expect(va.missing).toEqual({ score: va.dropped });
  expect(va.fixed.map(({ term }) => term)).toEqual(['(Intercept)', 'prior', 'sexм']);
  expect(va.groups).toEqual({ school: 24 });
});
