import { expect, test } from 'vitest';
import type { Role } from '#kernel/actor.ts';
import { currentItem, navigationFor } from './navigation.ts';

const withRoles = (...roles: Role[]) =>
  navigationFor({ assignments: roles.map((role, at) => ({ role, organisationId: at + 7, path: `1.${at + 7}.` })) });

test('the head of a school goes straight to the own school', () => {
  expect(withRoles('school-head').find(({ label }) => label === 'Моя школа')?.to).toBe('/organisations/7');
  expect(withRoles('school-head', 'reader').some(({ label }) => label === 'Моя школа')).toBe(false);
});

test('a reader has no tasks, only an administrator administers', () => {
  expect(withRoles('reader').map(({ label }) => label)).not.toContain('Мои задачи');
  expect(withRoles('regional-planner').map(({ label }) => label)).not.toContain('Администрирование');
  expect(withRoles('administrator').map(({ label }) => label)).toContain('Администрирование');
});

test('a page belongs to the item with the longest common beginning', () => {
  const items = withRoles('administrator');
  expect(currentItem(items, '/')?.label).toBe('Сегодня');
  expect(currentItem(items, '/plans/7/history')?.label).toBe('Планы');
  expect(currentItem(items, '/overdue')?.label).toBe('Исполнение');
  expect(currentItem(items, '/plansomething')).toBeUndefined();
  expect(currentItem(withRoles('school-head'), '/organisations/7/execution')?.label).toBe('Моя школа');
});
