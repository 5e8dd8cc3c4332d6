import { beforeAll, describe, expect, test } from 'vitest';
import { demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import { tableToCsv } from '#documents/write/csv.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { operator } from '#modules/people/index.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { closeOrganisation } from '../commands/place.ts';
import { KIND_NAMES } from '../domain/tree.ts';
import { organisationById } from '../queries/organisations.ts';
import { importOrganisations, previewImport } from '../commands/import.ts';
import { HEADERS } from './columns.ts';
import { registerSheet } from './export.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let town: TestOrganisation;
let other: TestOrganisation;
let chief: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region', shortName: 'Вымышленная область' });
  town = await newOrganisation(db, { kind: 'municipality', shortName: 'г. Примерск', parent: region });
  other = await newOrganisation(db, { kind: 'municipality', shortName: 'Образцовский район', parent: region });
  chief = await ctxAs(services, 'administrator', region);
});

type Row = Partial<Record<keyof typeof HEADERS, string>>;

/** A CSV as an official would save it from Excel. */
function csv(...rows: Row[]): { bytes: Uint8Array; name: string } {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))] as (keyof typeof HEADERS)[];
  const lines = [keys.map((key) => HEADERS[key]), ...rows.map((row) => keys.map((key) => row[key] ?? ''))];
  return {
    bytes: new TextEncoder().encode(
      `\uFEFF${lines.map((line) => line.map((text) => (text.includes(';') ? `"${text}"` : text)).join(';')).join('\r\n')}\r\n`,
    ),
    name: 'школы.csv',
  };
}

const seventeen: Row = {
  name: 'МБОУ «Средняя общеобразовательная школа № 17»',
  shortName: 'СОШ № 17',
  parent: 'г. Примерск',
  fisOkoLogin: 'sch100017',
  inn: '4400000017',
  openedOn: '01.09.1961',
  aliases: 'Школа на горе; МОУ 17',
};

async function named(shortName: string) {
  const row = await db.selectFrom('organisations').select('id').where('short_name', '=', shortName).executeTakeFirst();
  return row && organisationById(chief.scope, db, row.id);
}

describe('a sheet', () => {
  test('is shown first: nothing is written before it is applied', async () => {
    const preview = await previewImport(chief, csv(seventeen));
    expect(preview).toMatchObject({
      counts: { create: 1, update: 0, same: 0 },
      issues: [],
      steps: [{ line: 2, action: 'create' }],
    });
    expect(await named('СОШ № 17')).toBeUndefined();
  });

  test('adds what is new, with the type and number taken from the name', async () => {
    await importOrganisations(chief, csv(seventeen));
    expect(await named('СОШ № 17')).toMatchObject({
      kind: 'school',
      schoolType: 'средняя',
      number: '17',
      fisOkoLogin: 'sch100017',
      openedOn: '1961-09-01',
      parentId: town.id,
      aliases: ['Школа на горе', 'МОУ 17'],
    });
  });

  test('applied again, it changes nothing', async () => {
    const before = await db
      .selectFrom('audit_events')
      .select((eb) => eb.fn.countAll().as('n'))
      .executeTakeFirst();
    expect((await importOrganisations(chief, csv(seventeen))).counts).toEqual({ create: 0, update: 0, same: 1 });
    expect(
      await db
        .selectFrom('audit_events')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirst(),
    ).toEqual(before);
  });

  test('changes what differs and keeps what it leaves empty; the former name stays known', async () => {
    const preview = await importOrganisations(
      chief,
      csv({ fisOkoLogin: 'SCH100017', shortName: 'Школа № 17 «Горная»', address: 'ул. Примерная, 1', inn: '' }),
    );
    expect(preview.steps).toMatchObject([{ action: 'update', changed: ['Краткое название', 'Адрес'] }]);
    expect(await named('Школа № 17 «Горная»')).toMatchObject({
      inn: '4400000017',
      address: 'ул. Примерная, 1',
      aliases: expect.arrayContaining(['СОШ № 17', 'Школа на горе']),
      version: 2,
    });
  });

  test('knows a school without codes by any form of its name in its municipality', async () => {
    const preview = await previewImport(
      chief,
      csv({ shortName: 'МОУ № 17', parent: 'г. Примерск', inn: '4400000017' }),
    );
    expect(preview.steps).toMatchObject([{ action: 'update', changed: ['Краткое название'] }]);
    const elsewhere = await previewImport(chief, csv({ shortName: 'СОШ № 17', parent: 'Образцовский район' }));
    expect(elsewhere.steps).toMatchObject([{ action: 'create' }]);
  });

  test('moves a school whose municipality it changes', async () => {
    await importOrganisations(chief, csv({ fisOkoLogin: 'sch100017', parent: 'Образцовский район' }));
    expect(await named('Школа № 17 «Горная»')).toMatchObject({
      parentId: other.id,
      path: expect.stringContaining(other.path),
    });
  });

  test('may name bodies that it adds itself, in any order', async () => {
    await importOrganisations(
      chief,
      csv(
        { kind: 'Школа', shortName: 'ООШ № 2', name: 'ООШ № 2', parent: 'Сказочный район' },
        {
          kind: 'Муниципалитет',
          shortName: 'Сказочный район',
          name: 'Отдел образования Сказочного района',
          parent: 'Новый округ',
        },
        {
          kind: 'Образовательный округ',
          shortName: 'Новый округ',
          name: 'Новый образовательный округ',
          parent: 'Вымышленная область',
        },
      ),
    );
    expect((await named('ООШ № 2'))?.above.map((body) => body.shortName)).toEqual([
      'Вымышленная область',
      'Новый округ',
      'Сказочный район',
    ]);
  });
});

describe('a sheet with errors', () => {
  test('names each with its row, column and advice, and is not applied', async () => {
    const file = csv(
      { shortName: 'СОШ № 31', parent: 'Нигдеевский район' },
      { shortName: 'СОШ № 32' },
      { shortName: 'Просто название', parent: 'г. Примерск' },
      { shortName: 'СОШ № 33', parent: 'г. Примерск', inn: '12345', schoolType: 'средняя' },
      { shortName: 'СОШ № 34', parent: 'г. Примерск', openedOn: '32.13.2000' },
      { shortName: 'СОШ № 35', parent: 'г. Примерск', kind: 'Пекарня' },
      { shortName: 'СОШ № 36', parent: 'г. Примерск', fisOkoLogin: 'sch36' },
      { shortName: 'СОШ № 37', parent: 'г. Примерск', fisOkoLogin: 'sch36' },
    );
    const { issues } = await previewImport(chief, file);
    expect(issues.map(({ severity, code, where }) => [severity, code, where])).toEqual([
      ['error', 'parent-unknown', 'строка 2, «Вышестоящая организация»'],
      ['error', 'parent-missing', 'строка 3, «Вышестоящая организация»'],
      ['error', 'schoolType-wrong', 'строка 4, «Тип школы»'],
      ['error', 'inn-wrong', 'строка 5, «ИНН»'],
      ['error', 'openedOn-unknown', 'строка 6, «Открыта»'],
      ['error', 'kind-unknown', 'строка 7, «Вид»'],
      ['error', 'code-repeated', 'строка 9, «Логин ФИС ОКО»'],
    ]);
    await expect(importOrganisations(chief, file)).rejects.toMatchObject({ code: 'importHasErrors' });
    expect(await named('СОШ № 36')).toBeUndefined();
  });

  test('does not reach beyond the right of whoever loads it', async () => {
    const townChief = await ctxAs(services, 'administrator', town);
    const { issues } = await previewImport(
      townChief,
      csv(
        { shortName: 'СОШ № 40', parent: 'г. Примерск' },
        { shortName: 'СОШ № 41', parent: 'Вымышленная область' },
        { shortName: 'СОШ № 42', parent: 'Образцовский район' },
      ),
    );
    expect(issues.map(({ code }) => code)).toEqual(['not-allowed', 'parent-unknown']);
    const stolen = await previewImport(
      townChief,
      csv({ shortName: 'СОШ № 43', parent: 'г. Примерск', fisOkoLogin: 'sch100017' }),
    );
    expect(stolen.issues.map(({ code }) => code)).toEqual(['login-taken']);
  });

  test('tells of columns it does not know and of states it does not change', async () => {
    const one = await newOrganisation(db, { shortName: 'СОШ № 50', parent: town });
    await closeOrganisation(chief, one.id, { on: '2025-09-01' });
    const { issues } = await previewImport(chief, {
      bytes: new TextEncoder().encode(
        'Краткое название;Вышестоящая организация;Состояние;Телефон\r\nСОШ № 50;г. Примерск;Действует;1-23\r\n',
      ),
      name: 'x.csv',
    });
    expect(issues.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'column-unknown'],
      ['warning', 'status-kept'],
    ]);
  });

  test('is refused where there is no table', async () => {
    const file = { bytes: new TextEncoder().encode('Это письмо, а не таблица.'), name: 'письмо.txt' };
    await expect(previewImport(chief, file)).rejects.toMatchObject({
      code: 'invalidInput',
      advice: expect.stringContaining('Вид'),
    });
    await expect(previewImport(chief, { bytes: new Uint8Array(), name: 'пусто.csv' })).rejects.toMatchObject({
      code: 'fileEmpty',
    });
  });
});

describe('what is exported', () => {
  test.each([
    ['csv', tableToCsv],
    ['xlsx', tableToXlsx],
  ] as const)('as %s reads back without a change', async (extension, write) => {
    await newOrganisation(db, { kind: 'school', name: '=МБОУ «Опасная»', shortName: '=1+2', parent: town });
    const bytes = await write(await registerSheet(chief.scope, db));
    const preview = await previewImport(chief, { bytes, name: `реестр.${extension}` });
    expect(preview.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(preview.counts).toMatchObject({ create: 0, update: 0 });
    expect(preview.counts.same).toBeGreaterThan(5);
  });

  test('holds only what the scope sees', async () => {
    const townReader = await ctxAs(services, 'reader', town);
    const sheet = await registerSheet(townReader.scope, db);
    expect(sheet.rows.every((row) => row[0] !== KIND_NAMES.region)).toBe(true);
  });
});

test('a whole region of 3 000 schools goes in at once, and changes nothing the second time', async () => {
  const fresh = await testServices();
  const ctx = await operator(fresh);
  const all = demoOrganisations(seededRandom(1), 3_000);
  const byId = new Map(all.map((row) => [row.id, row]));
  const keys = [
    'kind',
    'name',
    'shortName',
    'parent',
    'schoolType',
    'settlementType',
    'fisOkoLogin',
    'ogeCode',
    'inn',
    'ogrn',
    'openedOn',
  ] as const;
  const sheet = {
    name: 'Организации',
    columns: keys.map((key) => ({ header: HEADERS[key] })),
    rows: all.map((row) => [
      KIND_NAMES[row.kind],
      row.name,
      row.short_name,
      byId.get(row.parent_id ?? 0)?.short_name ?? null,
      row.school_type,
      row.settlement_type,
      row.fis_oko_login,
      row.oge_code,
      row.inn,
      row.ogrn,
      row.opened_on,
    ]),
  };
  const bytes = await tableToXlsx(sheet);
  const { counts } = await importOrganisations(ctx, { bytes, name: 'регион.xlsx' });
  expect(counts).toEqual({ create: all.length, update: 0, same: 0 });
  const again = await importOrganisations(await operator(fresh), { bytes, name: 'регион.xlsx' });
  expect(again.counts).toEqual({ create: 0, update: 0, same: all.length });
}, 120_000);
