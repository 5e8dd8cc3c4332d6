/** The short form of `npm run crash`: each target once. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crash } from './crash.ts';
import { TARGETS } from './system.ts';

test.skipIf(!existsSync('/proc/self/task'))(
  'whoever is killed with -9, what was promised is there, nothing is half-done, and the work goes on',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'opora-test-crash-'));
    chmodSync(root, 0o711);
    try {
      const summary = await crash({
        directory: join(root, 'data'),
        rounds: TARGETS.length,
        seed: 1,
        untilJobsDone: false,
        tell: () => undefined,
      });
      expect(summary.rounds.flatMap(({ target, wrong }) => wrong.map((line) => `${target}: ${line}`))).toEqual([]);
      expect(summary.wrong).toEqual([]);
      expect(summary.rounds.map(({ target }) => target)).toEqual(TARGETS);
      expect(summary.acknowledged).toBeGreaterThan(TARGETS.length);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
  240_000,
);
