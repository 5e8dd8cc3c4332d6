import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { operator } from '#modules/people/index.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { createOrganisation, updateOrganisation } from './commands/keep.ts';
import { closeOrganisation, mergeOrganisation, moveOrganisation, reopenOrganisation } from './commands/place.ts';
import { lineageOf, openOn, standingFor } from './queries/as-of.ts';
import { organisationsMatching } from './queries/matching.ts';
import { bodiesIn, organisationById, organisationsIn } from './queries/organisations.ts';

const services = await testServices();
const { db } = services;
const ALL = { limit: 1000, offset: 0 };
let region: TestOrganisation;
let district: TestOrganisation;
let town: TestOrganisation;
let otherTown: TestOrganisation;
let chief: Ctx;
let townChief: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  district = await newOrganisation(db, { kind: 'district', parent: region });
  town = await newOrganisation(db, { kind: 'municipality', parent: region });
  otherTown = await newOrganisation(db, { kind: 'municipality', parent: region });
  chief = await ctxAs(services, 'administrator', region);
  townChief = await ctxAs(services, 'administrator', town);
});

let made = 0;
function school(facts: Partial<Parameters<typeof createOrganisation>[1]> = {}) {
  made += 1;
  const number = made + 100;
  return {
    kind: 'school' as const,
    parentId: town.id,
    name: `МБОУ «СОШ № ${number}»`,
    shortName: `СОШ № ${number}`,
    schoolType: 'средняя' as const,
    ...facts,
  };
}

async function details(id: number) {
  const found = await organisationById(chief.scope, db, id);
  if (!found) throw new Error(`no organisation ${id}`);
  return found;
}

describe('an organisation', () => {
  test('is added below its body, with its number taken from the name and its other names', async () => {
    const id = await createOrganisation(
      townChief,
      school({
        name: ' МБОУ  «СОШ № 8» ',
        shortName: 'СОШ № 8',
        fisOkoLogin: ' SCH000008 ',
        aliases: ['Школа имени Героя', 'СОШ № 8', ''],
      }),
    );
    expect(await details(id)).toMatchObject({
      name: 'МБОУ «СОШ № 8»',
      number: '8',
      fisOkoLogin: 'sch000008',
      aliases: ['Школа имени Героя'],
      path: `${town.path}${id}.`,
      status: 'open',
      above: [{ id: region.id }, { id: town.id }],
    });
    const [match] = await organisationsMatching(townChief.scope, db, 'Школы имени Героя', { within: town.path });
    expect(match).toMatchObject({ id, basis: 'name' });
  });

  test('stands only where its kind may, and is added only by whoever administers the place', async () => {
    await expect(
      createOrganisation(chief, { kind: 'district', parentId: town.id, name: 'Округ', shortName: 'Округ' }),
    ).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(
      createOrganisation(chief, { kind: 'region', parentId: null, name: 'Область', shortName: 'Область' }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(createOrganisation(townChief, school({ parentId: otherTown.id }))).rejects.toMatchObject({
      code: 'notAllowed',
    });
    await expect(createOrganisation(await ctxAs(services, 'municipal-planner', town), school())).rejects.toMatchObject({
      code: 'notAllowed',
    });
    await expect(createOrganisation(chief, school({ parentId: 999_999 }))).rejects.toMatchObject({ code: 'notFound' });
    const ctx = await operator(services);
    expect(
      await createOrganisation(ctx, {
        kind: 'region',
        parentId: null,
        name: 'Другая область',
        shortName: 'Другая область',
      }),
    ).toBeGreaterThan(0);
  });

  test('says which fact is wrong', async () => {
    for (const [field, facts] of [
      ['schoolType', { schoolType: null }],
      ['inn', { inn: '123' }],
      ['ogrn', { ogrn: '12' }],
      ['name', { name: ' ' }],
      ['openedOn', { openedOn: '2020-02-30' }],
      ['fisOkoLogin', { fisOkoLogin: 'sch000008' }],
    ] as const) {
      await expect(createOrganisation(townChief, school(facts))).rejects.toMatchObject({
        code: 'invalidInput',
        details: { field },
      });
    }
  });

  test('renamed, it is still found by the former name; a stale form changes nothing', async () => {
    const id = await createOrganisation(townChief, school({ name: 'Лицей № 9', shortName: 'Лицей № 9' }));
    await updateOrganisation(townChief, id, {
      ...school(),
      name: 'МБОУ «Академическая гимназия»',
      shortName: 'Академическая гимназия',
      version: 1,
    });
    expect(await details(id)).toMatchObject({
      shortName: 'Академическая гимназия',
      aliases: ['Лицей № 9'],
      version: 2,
    });
    for (const name of ['лицей №9', 'Академической гимназии'])
      expect((await organisationsMatching(townChief.scope, db, name, { within: town.path }))[0]).toMatchObject({
        id,
        confidence: 0.97,
      });
    await expect(updateOrganisation(townChief, id, { ...school(), version: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('leaves an audit event with each change', async () => {
    const id = await createOrganisation(townChief, school());
    await updateOrganisation(townChief, id, { ...school(), version: 1 });
    const events = await db
      .selectFrom('audit_events')
      .select(['action', 'before', 'after'])
      .where('object_type', '=', 'organisation')
      .where('object_id', '=', String(id))
      .orderBy('id')
      .execute();
    expect(events.map((event) => event.action)).toEqual(['organisation.created', 'organisation.changed']);
    expect(events[1]).toMatchObject({
      before: { short_name: expect.stringContaining('№') },
      after: { shortName: expect.stringContaining('№') },
    });
  });
});

describe('moved', () => {
  test('it takes everything below along, and whoever sees the new place sees it', async () => {
    const village = await newOrganisation(db, { kind: 'municipality', parent: region });
    const one = await newOrganisation(db, { parent: village });
    const branch = await newOrganisation(db, { parent: one, schoolType: 'филиал' });
    await moveOrganisation(chief, village.id, district.id);
    expect((await details(branch.id)).path).toBe(`${district.path}${village.id}.${one.id}.${branch.id}.`);
    const districtReader = await ctxAs(services, 'reader', district);
    expect(await organisationById(districtReader.scope, db, branch.id)).toBeDefined();
  });

  test('it goes neither below itself nor where it does not belong, nor by somebody without the right to both places', async () => {
    await expect(moveOrganisation(chief, region.id, town.id)).rejects.toMatchObject({ code: 'notAllowed' });
    const one = await newOrganisation(db, { parent: town });
    const branch = await newOrganisation(db, { parent: one, schoolType: 'филиал' });
    await expect(moveOrganisation(chief, one.id, branch.id)).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(moveOrganisation(chief, district.id, town.id)).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(moveOrganisation(townChief, one.id, otherTown.id)).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(moveOrganisation(townChief, town.id, district.id)).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('two moves at the same moment leave a tree', async () => {
    const [a, b] = [await newOrganisation(db, { parent: town }), await newOrganisation(db, { parent: town })];
    const outcomes = await Promise.allSettled([
      moveOrganisation(chief, a.id, b.id),
      moveOrganisation(chief, b.id, a.id),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('closed or merged', () => {
  test('it stays in the register with its day, and opens again with a reason', async () => {
    const one = await newOrganisation(db, { parent: town });
    await closeOrganisation(townChief, one.id, { on: '2025-09-01', reason: 'Постановление' });
    expect(await details(one.id)).toMatchObject({ status: 'closed', closedOn: '2025-09-01' });
    await expect(closeOrganisation(townChief, one.id, { on: '2025-10-01' })).rejects.toMatchObject({
      code: 'transitionNotAllowed',
    });
    await expect(createOrganisation(chief, school({ parentId: one.id }))).rejects.toMatchObject({
      code: expect.stringMatching(/invalidInput|transitionNotAllowed/),
    });
    await expect(reopenOrganisation(townChief, one.id, ' ')).rejects.toMatchObject({ code: 'reasonRequired' });
    await reopenOrganisation(townChief, one.id, 'Ошибка ввода');
    expect(await details(one.id)).toMatchObject({ status: 'open', closedOn: null });
  });

  test('not while something open stands below, and not by the own administrator', async () => {
    const one = await newOrganisation(db, { parent: town });
    await newOrganisation(db, { parent: one, schoolType: 'филиал' });
    await expect(closeOrganisation(townChief, one.id, { on: '2025-09-01' })).rejects.toMatchObject({
      code: 'transitionNotAllowed',
    });
    await expect(closeOrganisation(townChief, town.id, { on: '2025-09-01' })).rejects.toMatchObject({
      code: 'notAllowed',
    });
    await expect(closeOrganisation(townChief, one.id, { on: '2025-13-01' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
  });

  test('merged twice over, the last successor stands for it from each day on, and the series is one', async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => newOrganisation(db, { parent: town })));
    await mergeOrganisation(townChief, first!.id, { into: second!.id, on: '2024-09-01' });
    await expect(mergeOrganisation(townChief, second!.id, { into: first!.id, on: '2025-09-01' })).rejects.toMatchObject(
      { code: 'transitionNotAllowed' },
    );
    await mergeOrganisation(townChief, second!.id, { into: third!.id, on: '2025-09-01' });
    const on = async (day: string) => (await standingFor(db, [first!.id], day)).get(first!.id);
    expect([await on('2024-08-31'), await on('2024-09-01'), await on('2025-08-31'), await on('2025-09-01')]).toEqual([
      first!.id,
      second!.id,
      second!.id,
      third!.id,
    ]);
    expect(new Set(await lineageOf(db, third!.id))).toEqual(new Set([first!.id, second!.id, third!.id]));
    expect(await details(third!.id)).toMatchObject({ predecessors: [{ id: second!.id, closedOn: '2025-09-01' }] });
    expect(await details(first!.id)).toMatchObject({ status: 'merged', successor: { id: second!.id } });
    const worked = async (day: string) =>
      (
        await db
          .selectFrom('organisations as o')
          .select('o.id')
          .where(openOn(day))
          .where('o.id', '=', first!.id)
          .execute()
      ).length;
    expect([await worked('2024-08-31'), await worked('2024-09-01')]).toEqual([1, 0]);
  });
});

describe('the list', () => {
  test('shows what the scope sees, counted and filtered', async () => {
    const { rows, total } = await organisationsIn(
      townChief.scope,
      db,
      { kinds: ['school'], statuses: ['open'] },
      { limit: 3, offset: 0 },
    );
    expect(rows).toHaveLength(3);
    expect(total).toBeGreaterThan(3);
    const [own] = (await organisationsIn(townChief.scope, db, { kinds: ['municipality'] }, ALL)).rows;
    expect(own).toMatchObject({ id: town.id, schools: total, parentShortName: region.shortName });
    expect((await organisationsIn({ subtrees: [], ancestors: [] }, db, {}, ALL)).total).toBe(0);
    expect(
      (await organisationsIn(chief.scope, db, { below: district.path }, ALL)).rows.every(
        (row) => row.path.startsWith(district.path) && row.id !== district.id,
      ),
    ).toBe(true);
  });

  test('the bodies above the schools come at once', async () => {
    expect((await bodiesIn(chief.scope, db)).map((body) => body.id)).toEqual(
      expect.arrayContaining([region.id, district.id, town.id, otherTown.id]),
    );
  });

  test('one sees the bodies above, but not the neighbours', async () => {
    expect(await organisationById(townChief.scope, db, region.id)).toMatchObject({ id: region.id });
    expect(await organisationById(townChief.scope, db, otherTown.id)).toBeUndefined();
  });
});
