/** The deadlines of a real plan, as read by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Deadline } from '../contract.ts';
import { present, SEEDS } from '../seeds.fixture.ts';
import { parseDeadline } from './index.ts';

test.skipIf(!present)('every deadline of the model plan on four levels is read as by hand', () => {
  const expected = JSON.parse(readFileSync(join(SEEDS, 'kirov-2021.expected.json'), 'utf8'));
  const deadlines: Deadline[] = expected.measures.map((measure: { deadline: Deadline }) => measure.deadline);
  expect(deadlines.map(({ text }) => parseDeadline(text))).toEqual(deadlines);
});
