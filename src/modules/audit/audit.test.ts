import { beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { changesOf } from './changes.ts';
import { eventsIn } from './queries/events.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let town: TestOrganisation;
let chief: Ctx;
let townChief: Ctx;
let otherTownChief: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region });
  chief = await ctxAs(services, 'administrator', region);
  townChief = await ctxAs(services, 'administrator', town);
  otherTownChief = await ctxAs(
    services,
    'administrator',
    await newOrganisation(db, { kind: 'municipality', parent: region }),
  );
  await recordAudit(chief, db, { action: 'plan.approved', objectType: 'plan', objectId: 7, organisationId: region.id });
  await recordAudit(chief, db, { action: 'plan.created', objectType: 'plan', objectId: 8, organisationId: town.id });
  await recordAudit(townChief, db, { action: 'user.changed', objectType: 'user', objectId: townChief.actor.userId });
});

const actions = async ({ scope }: Ctx, filter = {}) =>
  (await eventsIn(scope, db, filter, 'Europe/Moscow', 50)).map(({ action }) => action);

describe('the journal', () => {
  test('shows newest first what happened in the subtree and to its people, and nothing else', async () => {
    expect(await actions(chief)).toEqual(['user.changed', 'plan.created', 'plan.approved']);
    expect(await actions(townChief)).toEqual(['user.changed', 'plan.created']);
    expect(await actions(otherTownChief)).toEqual([]);
    expect(await eventsIn({ subtrees: [], ancestors: [] }, db, {}, 'Europe/Moscow', 50)).toEqual([]);
  });

  test('is filtered by person, object and day, and paged by the last event seen', async () => {
    expect(await actions(chief, { actor: townChief.actor.name.toUpperCase() })).toEqual(['user.changed']);
    expect(await actions(chief, { objectType: 'plan', objectId: '8' })).toEqual(['plan.created']);
    expect(await actions(chief, { from: '2026-11-22', to: '2026-11-22' })).toHaveLength(3);
    expect(await actions(chief, { to: '2026-11-21' })).toEqual([]);
    const [first] = await eventsIn(chief.scope, db, {}, 'Europe/Moscow', 1);
    expect(await actions(chief, { before: first!.id })).toEqual(['plan.created', 'plan.approved']);
  });
});

test('changes are the fields that differ, in Russian where there are words', () => {
  expect(changesOf({ before: { name: 'А', post: null, x: 1 }, after: { name: 'Б', post: null, x: 1 } })).toEqual([
    { field: 'Название', before: 'А', after: 'Б' },
  ]);
  expect(
    changesOf({ before: null, after: { order: { number: '5', date: '2026-09-01', file: null }, accepted: true } }),
  ).toEqual([
    { field: 'Приказ', before: null, after: 'номер — 5, дата — 1\u00A0сентября 2026\u00A0г.' },
    { field: 'Принято', before: null, after: 'да' },
  ]);
  expect(changesOf({ before: null, after: { role: 'reader', on: '2026-09-01' } })).toEqual([
    { field: 'Роль', before: null, after: 'Читатель' },
    { field: 'Дата', before: null, after: '1\u00A0сентября 2026\u00A0г.' },
  ]);
  expect(
    changesOf(
      { before: { short_name: 'А' }, after: { shortName: 'А', parentId: 7 } },
      new Map([[7, 'Заречный район']]),
    ),
  ).toEqual([{ field: 'Подчинение', before: null, after: 'Заречный район' }]);
});
