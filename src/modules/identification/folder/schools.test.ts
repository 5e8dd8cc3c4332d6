import { expect, test } from 'vitest';
import type { Procedure } from '#modules/assessments/index.ts';
import { work } from '../engine.fixture.ts';
import type { RegisterRow } from './register.ts';
import { identifiedSchools, keyIn } from './schools.ts';

const VPR = work('ВПР 5 МА 2024');
const OGE: Procedure = { ...work('ОГЭ 9 МА 2025'), kind: 'ОГЭ' };

const seen = [
  {
    procedure: VPR,
    schools: [
      { login: 'edu220001', name: 'Средняя школа № 1', municipality: 'Северный район' },
      { login: 'edu220002', name: 'Средняя школа № 1', municipality: 'Южный район' },
      { login: 'edu220003', name: null, municipality: null },
    ],
  },
  {
    procedure: OGE,
    schools: [
      { login: '1001', name: 'МБОУ «СОШ № 1»', municipality: 'Южный район' },
      { login: '1002', name: 'Школа неизвестная', municipality: 'Южный район' },
      { login: '1003', name: 'Вечерняя школа № 8', municipality: 'Южный район' },
    ],
  },
];

function row(key: string, ogeCode: string): [string, RegisterRow] {
  return [key, { key, id: `edu${key}`, ogeCode, variables: {} }];
}

test('a school of an exam file is known by its name in its municipality, then by its code, else it stands alone', () => {
  // The code 1001 is stated by the wrong school: its name in the exam file tells better.
  const register = new Map([row('220003', '1002'), row('220001', '1001')]);
  const keyOf = keyIn(register, seen);
  expect(seen[1]?.schools.map((school) => keyOf(school, OGE))).toEqual(['220002', '220003', '1003']);
  const schools = identifiedSchools(seen, register);
  expect(schools.map(({ id, type }) => [id, type])).toEqual([
    ['edu220001', null],
    ['edu220002', null],
    ['edu220003', null],
    ['1003', 'вечерняя'],
  ]);
  expect(schools[2]?.name).toBe('Школа неизвестная');
});

test('a code that two schools state belongs to neither', () => {
  const keyOf = keyIn(new Map([row('220003', '1002'), row('220001', '1002')]), seen);
  expect(keyOf({ login: '1002', name: null, municipality: null }, OGE)).toBe('1002');
});
