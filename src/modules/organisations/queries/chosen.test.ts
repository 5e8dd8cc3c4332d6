import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { chosenOrganisation } from './chosen.ts';

const services = await testServices();
const { db } = services;
let ctx: Ctx;
let town: TestOrganisation;
let seventh: TestOrganisation;

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Заречный район' });
  const other = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Луговской район' });
  seventh = await newOrganisation(db, { parent: town, name: 'Средняя школа № 7', number: '7' });
  await newOrganisation(db, { parent: other, name: 'Средняя школа № 7', number: '7' });
  ctx = await ctxAs(services, 'regional-planner', region);
});

const choose = (fields: Record<string, string>, options = {}) =>
  chosenOrganisation(ctx.scope, db, new URLSearchParams(fields), 'school', options);

test('a suggestion that was picked is taken', async () => {
  expect(await choose({ school: 'Средняя школа № 7', schoolId: String(seventh.id) })).toMatchObject({
    chosen: { id: seventh.id, label: 'Средняя школа № 7' },
  });
});

test('a name that only one organisation has needs no picking', async () => {
  expect(await choose({ school: 'заречный', schoolId: '' }, { kinds: ['municipality'] })).toMatchObject({
    chosen: { id: town.id },
  });
});

test('a name of several offers them, and the one picked among them is taken', async () => {
  const choice = await choose({ school: 'школа 7' });
  expect(choice.chosen).toBeNull();
  expect(choice).toMatchObject({
    text: 'школа 7',
    candidates: [{ label: 'Средняя школа № 7' }, { label: 'Средняя школа № 7' }],
  });
  expect(await choose({ school: 'школа 7', schoolId: String(seventh.id), schoolAmong: 'yes' })).toMatchObject({
    chosen: { id: seventh.id },
  });
});

test('a name typed over the old one counts, not the id left behind', async () => {
  expect(await choose({ school: 'заречный', schoolId: String(seventh.id) }, { kinds: ['municipality'] })).toMatchObject(
    { chosen: { id: town.id } },
  );
});

test('nothing typed, nothing found and nothing visible choose nothing', async () => {
  expect(await choose({})).toMatchObject({ chosen: null, error: 'Укажите организацию.' });
  expect(await choose({ school: 'абракадабра' })).toMatchObject({ chosen: null, candidates: [] });
  const elsewhere = await newOrganisation(db, { kind: 'region' });
  expect(await choose({ school: elsewhere.shortName, schoolId: String(elsewhere.id) })).toMatchObject({ chosen: null });
});
