import { expect, test } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import { seesSmallNumbers } from './policy.ts';

const at = (role: Role, path: string): Actor => ({
  userId: 'someone',
  name: '',
  email: '',
  assignments: [{ role, organisationId: Number(path.split('.').at(-2)), path }],
});

test('small numbers are for the school itself and for an analyst named for it, not for whoever is bound to it', () => {
  const school = { path: '1.2.3.' };
  const seeing = (['school-head', 'school-editor', 'analyst', 'curator', 'reader'] as const).filter((role) =>
    seesSmallNumbers(at(role, school.path), school),
  );
  expect(seeing).toEqual(['school-head', 'school-editor', 'analyst']);
  expect(seesSmallNumbers(at('analyst', '1.'), school)).toBe(false);
  expect(seesSmallNumbers(at('school-head', '1.2.4.'), school)).toBe(false);
});
