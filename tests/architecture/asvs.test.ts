/** The table of ASVS says something of every requirement of levels 1 and 2, and what it names is there. */
import { access, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const TABLE = 'docs/security/asvs.md';
/** ASVS 5.0.0: how many requirements have level 1, and how many level 2. */
const REQUIREMENTS = { '1': 70, '2': 183 };
const STATES = ['met', 'partly', 'not met', 'n/a'];

async function rows() {
  return [
    ...(await readFile(TABLE, 'utf8')).matchAll(/^\| (\d[\d.–]*) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.+) \|$/gm),
  ].map(([, numbers = '', level = '', , state = '', evidence = '']) => ({
    numbers: spelt(numbers),
    level,
    state,
    evidence,
  }));
}

/** «10.4.1–10.4.5» is five. */
function spelt(numbers: string): string[] {
  const [first = '', last = first] = numbers.split('–');
  const section = first.slice(0, first.lastIndexOf('.') + 1);
  const [from, to] = [first, last].map((number) => Number(number.slice(section.length)));
  return Array.from({ length: to! - from! + 1 }, (_, at) => `${section}${from! + at}`);
}

test('every requirement of levels 1 and 2 has one row with a state and its evidence', async () => {
  const table = await rows();
  const numbers = table.flatMap((row) => row.numbers);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const [level, count] of Object.entries(REQUIREMENTS))
    expect(table.filter((row) => row.level === level).flatMap((row) => row.numbers)).toHaveLength(count);
  expect(table.filter(({ state }) => !STATES.includes(state))).toEqual([]);
  expect(table.filter(({ state, evidence }) => state === 'not met' && !/because|as above/.test(evidence))).toEqual([]);
});

test('the sums at its top are those of its rows', async () => {
  const table = await rows();
  const sums = STATES.map(
    (state) => `${table.filter((row) => row.state === state).flatMap((row) => row.numbers).length} ${state}`,
  );
  expect(await readFile(TABLE, 'utf8')).toContain(`Of 253: ${sums.join(', ')}.`);
});

test('every file named as evidence is there', async () => {
  const texts = await Promise.all([TABLE, 'docs/security/README.md'].map((file) => readFile(file, 'utf8')));
  const named = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/`((?:src|tests|docs|bin|migrations)\/[^`]+)`/g)].map(([, path]) => path!),
    ),
  );
  expect(named.size).toBeGreaterThan(60);
  const missing: string[] = [];
  for (const path of named) if (!path.startsWith('bin/opora ')) await access(path).catch(() => missing.push(path));
  expect(missing).toEqual([]);
});
