import { expect, test } from 'vitest';
import { pathIds } from '#kernel/actor.ts';
import { ctxAs, newOrganisation, testServices } from './factory.ts';
import { testDatabase } from './database.ts';

const services = await testServices();
const other = await testDatabase();

test('a test file has its own database', async () => {
  await newOrganisation(services.db, { kind: 'region' });
  expect(await other.db.selectFrom('organisations').selectAll().execute()).toEqual([]);
});

test('a context sees the subtree of its role', async () => {
  const region = await newOrganisation(services.db, { kind: 'region' });
  const town = await newOrganisation(services.db, { kind: 'municipality', parent: region });
  const ctx = await ctxAs(services, 'municipal-planner', town);
  expect(ctx.scope).toEqual({ subtrees: [town.path], ancestors: [region.id] });
  expect(pathIds(town.path)).toEqual([region.id, town.id]);
});
