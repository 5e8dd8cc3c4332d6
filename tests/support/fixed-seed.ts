/**
 * Properties are tried on the same inputs in every run, so that a change is never refused for what it did not touch.
 * `OPORA_TEST_SEED=random npx vitest run …` searches elsewhere; a number tries that seed.
 */
import fc from 'fast-check';

const asked = process.env['OPORA_TEST_SEED'] ?? '20261128';
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
