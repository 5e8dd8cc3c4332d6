import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { applyImport, undoImport } from './commands/apply-import.ts';
import { readImport } from './commands/read-import.ts';
import { openImport, receiveFile, startReading } from './commands/receive.ts';
import { tellContext, tellOlympiads } from './commands/tell-of-school.ts';
import { shownPassport } from './domain/shown-context.ts';
import { contextsOf, olympiadsOf } from './queries/told.ts';

const services = await testServices();
const { db } = services;
let school: TestOrganisation;
let place: TestOrganisation & { fisOkoLogin: string | null };
let head: Ctx;
let analyst: Ctx;

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region' });
  school = await newOrganisation(db, { parent: region });
  await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
  place = { ...school, fisOkoLogin: 'sch220001' };
  head = await ctxAs(services, 'school-head', school);
  analyst = await ctxAs(services, 'analyst', region);
});

const passport = (lowIncome: number) => ({
  source: 'passport' as const,
  year: 2026,
  facts: { pupils: 100, lowIncome },
});
const standing = async () =>
  (await contextsOf(db, school.id)).filter(({ holds }) => holds).map(({ facts }) => facts['lowIncome']);

test('a school tells its own passport, a file corrects it, undoing the file gives the word of the school back', async () => {
  await tellContext(head, place, passport(10));
  await tellContext(head, place, passport(12));
  expect(await standing()).toEqual([12]);
  expect((await contextsOf(db, school.id)).map(({ holds, by }) => [holds, by])).toEqual([
    [true, head.actor.name],
    [false, head.actor.name],
  ]);
  const text =
    'Код школы;Школа;Учебный год;Обучающихся;Из неполных семей;Из малообеспеченных семей\nsch220001;Школа;2025/26;100;20;15\n';
  const importId = await openImport(analyst, {});
  await receiveFile(analyst, importId, {
    name: 'паспорт.csv',
    bytes: new TextEncoder().encode(text),
    contentType: 'text/csv',
  });
  await startReading(analyst, importId);
  await readImport(services, importId);
  await applyImport(analyst, importId, { version: null });
  expect(await standing()).toEqual([15]);
  expect((await contextsOf(db, school.id))[0]?.file).toBe('паспорт.csv');
  await undoImport(analyst, importId);
  expect(await standing()).toEqual([12]);
}, 60_000);

test('others do not speak for a school', async () => {
  const curator = await ctxAs(services, 'curator', school);
  for (const ctx of [analyst, curator])
    await expect(tellContext(ctx, place, passport(1))).rejects.toMatchObject({ code: 'notAllowed' });
});

test('the Olympiad of a year is told as a whole', async () => {
  const row = { stage: 'school', subject: 'МА', participants: 20, winners: 3 };
  await tellOlympiads(head, place, { year: 2026, rows: [row, { ...row, subject: 'РУ' }] });
  await tellOlympiads(head, place, { year: 2026, rows: [{ ...row, participants: 25 }] });
  expect(await olympiadsOf(db, school.id)).toEqual([{ ...row, year: 2026, participants: 25 }]);
});

test('a few pupils, and all but a few, are hidden outside the school', () => {
  const facts = { pupils: 40, lowIncome: 3, singleParent: 38, goodHousing: 20, disabled: 0 };
  expect(shownPassport(facts, false)).toMatchObject({
    pupils: 40,
    lowIncome: 'hidden',
    singleParent: 'hidden',
    goodHousing: 20,
    disabled: 0,
    manyChildren: null,
  });
  expect(shownPassport(facts, true)).toMatchObject({ lowIncome: 3 });
});
