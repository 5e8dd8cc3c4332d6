import { expect, test } from 'vitest';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';
import { executeCheck, requestCheck, stopCheck } from './commands/request-check.ts';
import { lastRequest } from './queries/requests.ts';

const services = await testServices();
const { db } = services;
const region = await newOrganisation(db, { kind: 'region' });
const analyst = await ctxAs(services, 'analyst', region);

test('a check waits in the queue once, and one that was stopped is not made', async () => {
  const id = await requestCheck(analyst, { year: 2021 });
  await expect(requestCheck(analyst, { year: 2021 })).rejects.toMatchObject({ code: 'transitionNotAllowed' });
  expect(await lastRequest(analyst.scope, db)).toMatchObject({ id, year: 2021, state: 'queued', progress: 0 });
  await stopCheck(analyst, id);
  await executeCheck(services, id);
  expect(await lastRequest(analyst.scope, db)).toMatchObject({ id, state: 'cancelled' });
  await expect(stopCheck(analyst, id)).rejects.toMatchObject({ code: 'transitionNotAllowed' });
});

test('a check of a year without results ends with what to do, and may be asked for again', async () => {
  const id = await requestCheck(analyst, { year: 2021 });
  await executeCheck(services, id);
  const found = await lastRequest(analyst.scope, db);
  expect(found).toMatchObject({ id, state: 'failed' });
  expect(found?.error?.text).toBe('Результатов за 2021 год нет.');
  expect(await requestCheck(analyst, { year: 2021 })).toBeGreaterThan(id);
});

test('a school asks for no checks', async () => {
  const school = await newOrganisation(db, {
    parent: await newOrganisation(db, { kind: 'municipality', parent: region }),
  });
  const head = await ctxAs(services, 'school-head', school);
  await expect(requestCheck(head, { year: 2021 })).rejects.toMatchObject({ code: 'notFound' });
});
