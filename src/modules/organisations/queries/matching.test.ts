import { beforeAll, expect, test } from 'vitest';
import type { Scope } from '#kernel/actor.ts';
import { newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { organisationNormalNames } from '../domain/derived.ts';
import { organisationsMatching, organisationsMatchingAll } from './matching.ts';

const { db } = await testServices();
const made: Record<string, TestOrganisation> = {};
let townScope: Scope;

beforeAll(async () => {
  const region = await newOrganisation(db, {
    kind: 'region',
    name: 'Министерство образования Вымышленной области',
    shortName: 'Вымышленная область',
  });
  const institute = await newOrganisation(db, {
    kind: 'institute',
    name: 'ГАОУ ДПО «Институт развития образования»',
    shortName: 'ИРО',
    parent: region,
  });
  const town = await newOrganisation(db, {
    kind: 'municipality',
    name: 'Управление образования города Примерска',
    shortName: 'г. Примерск',
    parent: region,
  });
  const other = await newOrganisation(db, {
    kind: 'municipality',
    name: 'Управление образования Образцовского района',
    shortName: 'Образцовский район',
    parent: region,
  });
  const school = async (key: string, shortName: string, parent: TestOrganisation, number?: string) => {
    made[key] = await newOrganisation(db, { name: `МБОУ «${shortName}»`, shortName, parent, number });
  };
  Object.assign(made, { region, institute, town, other });
  await school('seven', 'Средняя школа № 7', town, '7');
  await school('ten', 'Лицей № 10', town, '10');
  await school('gymnasium', 'Примерская гимназия', town);
  await school('otherSeven', 'Основная школа № 7', other, '7');
  await school('village', 'Небываловская СОШ', other);
  await db
    .updateTable('organisations')
    .set({
      normal_names: organisationNormalNames({ name: 'МБОУ «Примерская гимназия»', short_name: 'Примерская гимназия' }, [
        'ПримГ',
      ]),
    })
    .where('id', '=', made['gymnasium']!.id)
    .execute();
  townScope = { subtrees: [town.path], ancestors: [region.id] };
});

async function best(name: string, scope = townScope, within: string | undefined = made['town']!.path) {
  const [first] = await organisationsMatching(scope, db, name, { within });
  return first
    ? [Object.keys(made).find((key) => made[key]!.id === first.id), first.basis, first.confidence >= 0.8]
    : null;
}

test('a school is recognised by any form of its name in the documents of its municipality', async () => {
  for (const name of ['МОУ № 7', 'Средняя школа № 7', 'СОШ №7', 'МБОУ «СОШ № 7 им. Н. Н.»'])
    expect([name, await best(name)]).toEqual([name, ['seven', 'name', true]]);
  expect(await best('Примерской гимназии')).toEqual(['gymnasium', 'name', true]);
  expect(await best('ПримГ')).toEqual(['gymnasium', 'name', true]);
});

test('the number alone finds a lyceum that the document calls a school', async () => {
  expect(await best('МОУ № 10')).toEqual(['ten', 'number', true]);
  expect(await best('Гимназия № 10')).toBeNull();
});

test('bodies above and beside are recognised too', async () => {
  expect(await best('Министерства образования Вымышленной области')).toEqual(['region', 'name', true]);
  expect(await best('Министерство образования')).toEqual(['region', 'likeness', true]);
  expect(await best('ИРО')).toEqual(['institute', 'name', true]);
  expect(await best('Управление образования')).toEqual(['town', 'likeness', true]);
});

test('the same number in two municipalities is not certain for the region, and certain within one', async () => {
  const everything = { subtrees: [made['region']!.path], ancestors: [] };
  const matches = await organisationsMatching(everything, db, 'Школа № 7', { within: made['region']!.path });
  expect(matches.map((match) => match.confidence < 0.5)).toEqual([true, true]);
  expect(await best('Школа № 7', everything, made['other']!.path)).toEqual(['otherSeven', 'name', true]);
});

test('a slip is found, but not certain', async () => {
  const everything = { subtrees: [made['region']!.path], ancestors: [] };
  expect(await best('Небываловской СШ', everything, made['other']!.path)).toEqual(['village', 'name', true]);
  expect(await best('Нибываловская школа', everything, made['other']!.path)).toEqual(['village', 'likeness', false]);
});

test('common words name nobody, nor does what the scope cannot see', async () => {
  for (const name of [
    'Школы',
    'общеобразовательные организации',
    'МОУ',
    '',
    '—',
    'Основная школа № 70',
    'Небываловская СОШ',
  ])
    expect([name, await best(name)]).toEqual([name, null]);
  expect(await best('СОШ № 7', { subtrees: [], ancestors: [] })).toBeNull();
});

test('all names of a document are matched at once', async () => {
  const found = await organisationsMatchingAll(townScope, db, ['СОШ № 7', 'МОУ № 10', 'ИРО', 'никто'], {
    within: made['town']!.path,
  });
  expect([...found].map(([name, matches]) => [name, matches[0]?.id])).toEqual([
    ['СОШ № 7', made['seven']!.id],
    ['ИРО', made['institute']!.id],
    ['МОУ № 10', made['ten']!.id],
  ]);
});
