import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { readPlan } from '#modules/plan-reading/index.ts';

// Each folder is a document of another shape or format and the reading that a person has checked.
// After a wanted change: `npx vitest run tests/golden/plans -u`, then read the difference.
describe('golden plans', () => {
  const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test.each(cases.map(({ name }) => name))('%s', async (name) => {
    const folder = join(import.meta.dirname, name);
    const input = readdirSync(folder).find((file) => file.startsWith('input.')) as string;
    const reading = readPlan(await readDocument(readFileSync(join(folder, input)), { fileName: input }));
    await expect(`${JSON.stringify(reading, null, 1)}\n`).toMatchFileSnapshot(join(folder, 'expected.json'));
  });
});
