import { describe, expect, test } from 'vitest';
import { readRules, saysSecondFactor, wantedRoles } from './rules.ts';

const rules = (lines: string) => readRules(`schema: opora.oidc-roles/1\nrules:\n${lines}`);
const head = (value: string) => ({ role: 'school-head', code: 'inn', value });

describe('a rule', () => {
  test('finds its value in a text, in a list, and step by step in what lies inside', () => {
    const at = (claim: string) =>
      rules(`  - { claim: ${claim}, value: a, role: reader, organisation: { inn: '7700000001' } }`);
    const found = [{ role: 'reader', code: 'inn', value: '7700000001' }];
    expect(wantedRoles(at('group'), { group: 'a' })).toEqual(found);
    expect(wantedRoles(at('group'), { group: ['b', 'a'] })).toEqual(found);
    expect(wantedRoles(at('realm_access.roles'), { realm_access: { roles: ['a'] } })).toEqual(found);
    expect(wantedRoles(at("'https://idp.test/groups'"), { 'https://idp.test/groups': ['a'] })).toEqual(found);
    for (const claims of [{}, { group: 'ab' }, { group: { a: true } }, { group: [['a']] }, { group: null }])
      expect(wantedRoles(at('group'), claims)).toEqual([]);
    expect(wantedRoles(at('constructor.name'), { constructor: undefined })).toEqual([]);
  });

  test('takes the code out of the value itself, each time it stands there', () => {
    const inside = rules("  - { claim: groups, value: '/schools/{inn}/head', role: school-head }");
    const claims = { groups: ['/schools/7700000001/head', '/schools/7700000002/head', '/schools/7700000001/head'] };
    expect(wantedRoles(inside, claims)).toEqual([head('7700000001'), head('7700000002')]);
    for (const group of [
      '/schools/770000000/head',
      '/schools/7700000001/head/x',
      'x/schools/7700000001/head',
      '/schools//head',
      '/schools/{inn}/head',
    ])
      expect(wantedRoles(inside, { groups: [group] }), group).toEqual([]);
  });

  test('with the code in a claim of its own gives nothing when that claim has several, or no code', () => {
    const apart = rules('  - { claim: role, value: head, role: school-head, organisation: { inn: { claim: org } } }');
    expect(wantedRoles(apart, { role: 'head', org: '7700000001' })).toEqual([head('7700000001')]);
    expect(wantedRoles(apart, { role: 'head', org: ['7700000001'] })).toEqual([head('7700000001')]);
    for (const org of [['7700000001', '7700000002'], [], 'Школа № 7', 7700000001, undefined])
      expect(wantedRoles(apart, { role: 'head', org })).toEqual([]);
  });
});

test('a second factor counts only by the methods and levels that the rules name', () => {
  const one = 'rules:\n  - { claim: g, value: a, role: reader, organisation: { inn: "7700000001" } }';
  const counted = readRules(`schema: opora.oidc-roles/1\nsecond-factor: { amr: [otp, hwk], acr: [gold] }\n${one}`);
  expect(saysSecondFactor(counted, { amr: ['pwd', 'hwk'] })).toBe(true);
  expect(saysSecondFactor(counted, { acr: 'gold' })).toBe(true);
  expect(saysSecondFactor(counted, { amr: ['pwd'], acr: 'silver' })).toBe(false);
  expect(saysSecondFactor(readRules(`schema: opora.oidc-roles/1\n${one}`), { amr: ['otp'], acr: 'gold' })).toBe(false);
});

describe('rules that do not fit are refused with their place', () => {
  test.each([
    ['schema: opora.oidc-roles/1\nrules: [', 'строка'],
    ['rules: []', 'schema'],
    ['schema: opora.oidc-roles/1\nrules: []', 'хотя бы одно правило'],
    [
      'schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: a, role: chief, organisation: { inn: "7700000001" } }',
      'rules.1.role: роль из списка',
    ],
    [
      'schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: a, role: reader }',
      'rules.1: организация указывается один раз',
    ],
    [
      'schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: "{inn}", role: reader, organisation: { inn: "7700000001" } }',
      'один раз',
    ],
    [
      'schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: a, role: reader, organisation: { inn: "77" } }',
      '«77» — не inn',
    ],
    ['schema: opora.oidc-roles/1\nrules:\n - { claim: g, value: a, role: reader, organisation: {} }', 'нужен один код'],
    [
      'schema: opora.oidc-roles/1\nroles: []\nrules:\n - { claim: g, value: a, role: reader, organisation: { inn: "7700000001" } }',
      'roles',
    ],
  ])('%#', (text, told) => {
    expect(() => readRules(text)).toThrow(told);
  });
});
