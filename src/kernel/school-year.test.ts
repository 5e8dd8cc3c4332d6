import { expect, test } from 'vitest';
import { asSchoolYear, schoolYearName, schoolYearOf, schoolYearPeriod } from './school-year.ts';

test('a school year starts on 1 September and ends on 31 August', () => {
  expect(schoolYearPeriod(2019)).toEqual({ from: '2019-09-01', to: '2020-08-31' });
  expect(schoolYearOf('2019-09-01')).toBe(2019);
  expect(schoolYearOf('2020-08-31')).toBe(2019);
});

test('a period is a school year only when it is exactly one', () => {
  expect(asSchoolYear({ from: '2019-09-01', to: '2020-08-31' })).toBe(2019);
  expect(asSchoolYear({ from: '2019-09-01', to: '2021-08-31' })).toBeNull();
  expect(asSchoolYear({ from: '2019-09-02', to: '2020-08-31' })).toBeNull();
});

test('it is named by both its years', () => {
  expect(schoolYearName(2024)).toBe('2024/25');
  expect(schoolYearName(1999)).toBe('1999/00');
});
