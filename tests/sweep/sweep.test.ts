import { expect, test } from 'vitest';
import { sweepIntegrity } from './sweep.ts';

test('in a made-up region most of what is planted is found, and little else', () => {
  const { planted, reasons, sound } = sweepIntegrity(160, [2020, 2021, 2022], 4);
  const found = (kind: string) => {
    const own = planted.filter((one) => one.kind === kind && one.school.cohort >= 10);
    return own.filter((one) => one.found).length / own.length;
  };
  for (const kind of ['inflated-borders', 'inflated-vpr', 'hard-items-helped', 'journal-against', 'copied-answers'])
    expect(found(kind), kind).toBeGreaterThanOrEqual(0.75);
  expect(found('cohort-jump')).toBeGreaterThanOrEqual(0.5);
  const falsely = reasons.filter((one) => !one.planted);
  expect(falsely.length / reasons.length, JSON.stringify(falsely)).toBeLessThan(0.12);
  const tested = sound.reduce((sum, own) => sum + own.tested, 0);
  expect(falsely.length / tested).toBeLessThan(0.02);
});
