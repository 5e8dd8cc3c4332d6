import { beforeAll, describe, expect, test } from 'vitest';
import { insertAll } from '#demo/bulk.ts';
import { type DemoOrganisation, demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import type { Scope } from '#kernel/actor.ts';
import { testServices } from '#tests/support/factory.ts';
import { searchOrganisations } from './search.ts';

const { db } = await testServices();
const FIRST_TEN = { limit: 10, offset: 0 };
let region: DemoOrganisation[];
let everything: Scope;

beforeAll(async () => {
  region = demoOrganisations(seededRandom(1), 3_000);
  await insertAll(db, 'organisations', region);
  await db.updateTable('organisations').set({ opened_on: null }).execute();
  everything = { subtrees: ['1.'], ancestors: [] };
});

async function found(query: string, scope = everything): Promise<string[]> {
  const { rows } = await searchOrganisations(scope, db, query, FIRST_TEN);
  return rows.map((row) => `${row.shortName}, ${row.parentShortName}`);
}

describe('a school is found', () => {
  test('by number and town, in any order and form', async () => {
    const town = region.find((row) => row.kind === 'municipality')!;
    for (const query of ['школа 3 белореченск', 'Белореченск 3', 'СОШ №3 Белореченск', 'мбоу № 3 белореченск']) {
      expect([query, (await found(query))[0]]).toEqual([query, `Средняя школа № 3, ${town.short_name}`]);
    }
  });

  test('with slips of the pen', async () => {
    for (const query of ['школа 3 белоречинск', '3 билореченск', '3 белореченс', '3 белоеченск'])
      expect([query, (await found(query))[0]]).toEqual([query, 'Средняя школа № 3, г. Белореченск']);
    for (const query of ['небывлово', 'нибывалово', 'Небывалово'])
      expect([query, (await found(query)).every((name) => name.includes('Небывалово'))]).toEqual([query, true]);
  });

  test('with the keyboard left in English', async () => {
    expect((await found('irjkf 3 ,tkjhtxtycr'))[0]).toBe('Средняя школа № 3, г. Белореченск');
  });

  test('by its codes', async () => {
    const school = region.find((row) => row.fis_oko_login === 'sch220777')!;
    for (const code of ['sch220777', school.inn!, school.ogrn!, school.oge_code!])
      expect([code, (await found(code)).length]).toEqual([code, 1]);
  });

  test('by its kind: lyceums first when a lyceum is asked for', async () => {
    expect((await found('лицей белореченск'))[0]).toMatch(/^Лицей/);
    expect((await found('гимназии белореченск'))[0]).toMatch(/^Гимназия/);
  });
});

test('bodies are found by part of the name', async () => {
  expect((await found('развития образования'))[0]).toContain('ИРО');
  expect(await found('министерство')).toContain('Приозёрская область (вымышленная), null');
});

test('what is in nobody’s name finds nothing', async () => {
  for (const query of [
    '',
    '   ',
    '№',
    '«»',
    'кхъмръ',
    '%',
    '_%_',
    "'; drop table organisations; --",
    'x'.repeat(5_000),
  ])
    expect([query.slice(0, 40), await found(query)]).toEqual([query.slice(0, 40), []]);
});

test('only what the scope may see is found', async () => {
  const [one, two] = region.filter((row) => row.kind === 'municipality');
  const scope = { subtrees: [one!.path], ancestors: [1] };
  expect((await found('школа 3', scope)).length).toBe(1);
  expect(await found(two!.short_name, scope)).toEqual([]);
  expect((await found('институт', scope))[0]).toContain('ИРО');
  expect(await found('школа 3', { subtrees: [], ancestors: [] })).toEqual([]);
});

test('pages follow one another and the total is right', async () => {
  const first = await searchOrganisations(everything, db, 'школа 3', { limit: 20, offset: 0 });
  const second = await searchOrganisations(everything, db, 'школа 3', { limit: 20, offset: 20 });
  expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(40);
  expect(first.total).toBe(region.filter((row) => row.number === '3').length);
});
