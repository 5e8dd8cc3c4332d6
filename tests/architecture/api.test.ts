/** No route of the public API without a declaration of who may, and without a word in the handbook. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { API_RIGHTS } from '#kernel/api-rights.ts';
import { DECLARED_API } from '#tests/security/declared-access.ts';
import { ENDPOINTS } from '../../src/api.ts';

const named = ENDPOINTS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);

test('every route of the API is declared with its right, and nothing else is', () => {
  const asked = Object.fromEntries(ENDPOINTS.map(({ right }, at) => [named[at]!, right]));
  expect(asked).toEqual(Object.fromEntries(Object.entries(DECLARED_API).map(([name, { right }]) => [name, right])));
  expect(new Set(ENDPOINTS.map(({ id }) => id)).size).toBe(ENDPOINTS.length);
});

test('the handbook tells of every route and every right', async () => {
  const text = await readFile('docs/handbook/api.md', 'utf8');
  const missing = [...named, ...API_RIGHTS].filter((name) => !text.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
