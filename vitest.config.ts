import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    setupFiles: ['tests/support/fixed-seed.ts', 'tests/support/restart-numbers.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Our modules keep no state, so the next file may find them loaded: loading them anew cost a third of the run.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    env: { TZ: 'Europe/Moscow' },
  },
});
