import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { QUESTIONS } from '#modules/results/domain/questionnaire.ts';
import { actionName, FIELDS, OBJECT_TYPES } from './words.ts';

const SOURCES = globSync('src/**/*.{ts,tsx}').filter((path) => !/\.(?:test|fixture)\./.test(path));

/** What stands between the bracket at `from` and its end. */
function within(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if ('({['.includes(text[at]!)) depth += 1;
    if (')}]'.includes(text[at]!)) depth -= 1;
    if (depth === 0) return text.slice(from + 1, at);
  }
  return '';
}

/** Names at the first level of an object as it is written; what it spreads is not followed. */
function keysOf(object: string): string[] {
  const flat = object.replaceAll(/[([{][^()[\]{}]*[)\]}]/g, '');
  return flat === object
    ? flat
        .split(',')
        .map((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1] ?? '')
        .filter(Boolean)
    : keysOf(flat);
}

test('each field that an event of the journal names in the source has a name in Russian', () => {
  const unnamed: string[] = [];
  let found = 0;
  for (const path of SOURCES) {
    const source = readFileSync(path, 'utf8');
    for (const call of source.matchAll(/\brecord(?:Audit|Reading)\(/g)) {
      const event = within(source, call.index + call[0].length - 1);
      for (const state of event.matchAll(/\b(?:before|after): \{/g)) {
        const keys = keysOf(within(event, state.index + state[0].length - 1));
        found += keys.length;
        unnamed.push(...keys.filter((key) => !(key in FIELDS)).map((key) => `${path}: ${key}`));
      }
    }
  }
  expect(unnamed).toEqual([]);
  expect(found).toBeGreaterThan(100);
});

test('so have each action and each kind of object', () => {
  const named = (key: string) => [
    ...new Set(
      SOURCES.flatMap((path) => [
        ...readFileSync(path, 'utf8').matchAll(
          new RegExp(`\\b${key}: '([a-z][a-z.-]+)',\\n\\s+(?:objectType|objectId)`, 'g'),
        ),
      ]).map((found) => found[1]!),
    ),
  ];
  const [actions, objects] = [named('action'), named('objectType')];
  expect(actions.filter((action) => actionName(action) === action)).toEqual([]);
  expect(objects.filter((object) => !OBJECT_TYPES.includes(object))).toEqual([]);
  expect([actions.length > 60, objects.length > 15]).toEqual([true, true]);
});

test('so has each question that a school answers', () => {
  expect(QUESTIONS.map(({ key }) => key).filter((key) => !(key in FIELDS))).toEqual([]);
});
