import { expect, test } from 'vitest';
import { sweepIdentification } from './identification.ts';
import { sweepKeys } from './keys.ts';
import { madeUpRegion } from './made-up-works.ts';
import { sweepIntegrity } from './sweep.ts';

const YEARS = [2020, 2021, 2022];
const region = madeUpRegion(160, YEARS, 4);

test('in a made-up region most of what is planted is found, and little else', () => {
  const { planted, reasons, sound } = sweepIntegrity(region, YEARS);
  const found = (kind: string) => {
    const own = planted.filter((one) => one.kind === kind && one.school.cohort >= 10);
    return own.filter((one) => one.found).length / own.length;
  };
  for (const kind of ['inflated-borders', 'inflated-vpr', 'hard-items-helped', 'journal-against', 'copied-answers'])
    expect(found(kind), kind).toBeGreaterThanOrEqual(0.75);
  expect(found('cohort-jump')).toBeGreaterThanOrEqual(0.5);
  const falsely = reasons.filter((one) => !one.planted);
  expect(falsely.length / reasons.length, JSON.stringify(falsely)).toBeLessThan(0.1);
  const tested = sound.reduce((sum, own) => sum + own.tested, 0);
  expect(falsely.length / tested).toBeLessThan(0.02);
});

test('schools that are truly low for three years are listed by the federal rule', async () => {
  const { low, rates } = await sweepIdentification(region.data, region.truly, 2022);
  const large = low.filter(({ kind, cohort }) => kind === 'low' && cohort >= 20);
  expect(large.filter(({ found }) => !found)).toEqual([]);
  const [sound, falsely] = [
    rates.reduce((sum, row) => sum + row.soundClassified, 0),
    rates.reduce((sum, row) => sum + row.falsely, 0),
  ];
  expect(falsely / sound).toBeLessThan(0.15);
});

test('wrong keys of the diagnostic work are found with the right answer, and sound keys are left alone', () => {
  const { planted, falsely } = sweepKeys(region, 2022);
  expect(planted.length).toBeGreaterThan(0);
  expect(planted.filter(({ found, rightNamed }) => !found || !rightNamed)).toEqual([]);
  expect(falsely).toEqual([]);
});
