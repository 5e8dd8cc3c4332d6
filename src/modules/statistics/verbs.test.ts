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
    [
      ['markers', ...data, '--score', 'score', '--school', 'school', '--before', 'prior'],
      2,
      '--after указывают вместе',
    ],
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

test('a cohort whose results fall in the next year is marked; a school without the next year has no ratio', async () => {
  const schools = Array.from({ length: 12 }, (_, j) => {
    const now = 50 + j;
    const next = j === 3 ? 20 : now - 2;
    return [10, -10].map((off) => `ш${j},${now + off},${j === 5 ? '' : next + off}`);
  });
  type Found = {
    jumpBounds: { low: number; high: number };
    regionIndex: number;
    schools: { id: string; jump: { ratio: number; sign: string | null } | null }[];
  };
  const found = await answer<Found>(
    'markers --data j.csv --score now --school school --before now --after next'.split(' '),
    { 'j.csv': `school,now,next\n${schools.flat().join('\n')}\n` },
  );
  const of = (id: string) => found.schools.find((one) => one.id === id)?.jump;
  expect(of('ш3')).toMatchObject({ ratio: 53 / 20, sign: 'fall' });
  expect(of('ш4')).toMatchObject({ ratio: 54 / 52, sign: null });
  expect(of('ш5')).toBeNull();
  expect(found.jumpBounds.high).toBeLessThan(53 / 20);
});
