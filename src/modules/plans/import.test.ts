/** From a document to a plan, against a real database and the real reader. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices, type TestOrganisation } from '#tests/support/factory.ts';
import {
  correctReading,
  discardReading,
  dropCorrections,
  proposeName,
  relinkReading,
  saveReading,
  undoImport,
  uploadDocument,
} from './commands/import-plan.ts';
import { addMeasure } from './commands/edit-measures.ts';
import { linkingName, unlinkedNames } from './domain/draft.ts';
import { withoutMeasure } from './domain/edits.ts';
import { toReading } from './domain/reading.ts';
import { measureOfIssue, placesInSource } from './domain/source-places.ts';
import { planContent } from './queries/content.ts';
import { readingForReview, recentReadings } from './queries/readings.ts';

const services = await testServices();
const { db } = services;
let town: TestOrganisation;
let school: TestOrganisation;
let planner: Ctx;
let stranger: Ctx;

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, {
    kind: 'municipality',
    parent: region,
    name: 'Управление образования Озёрского района',
  });
  school = await newOrganisation(db, { parent: town, name: 'Средняя школа № 7', number: '7' });
  planner = await ctxAs(services, 'municipal-planner', town);
  stranger = await ctxAs(
    services,
    'municipal-planner',
    await newOrganisation(db, { kind: 'municipality', parent: region }),
  );
});

const HTML = `<h1>План мероприятий по поддержке школ на 2026 год</h1>
<table>
<tr><th>№</th><th>Мероприятие</th><th>Срок</th><th>Ответственные</th><th>Результат</th></tr>
<tr><td colspan="5">1. Работа с кадрами</td></tr>
<tr><td>1.1</td><td>Проведение семинара для учителей математики</td><td>октябрь 2026 г.</td><td>Управление образования Озёрского района</td><td>протокол семинара</td></tr>
<tr><td>1.2</td><td>Посещение уроков в школах списка</td><td>ежеквартально</td><td>Институт развития образования Тмутаракани (по согласованию)</td><td>аналитическая справка</td></tr>
<tr><td colspan="5">2. Работа с учениками</td></tr>
<tr><td>2.1</td><td>Консультации для выпускников</td><td></td><td>МОУ № 7</td><td></td></tr>
</table>`;

function upload(text: string, fileName = 'план.html', ctx = planner): Promise<number> {
  return uploadDocument(ctx, {
    organisationId: town.id,
    fileName,
    bytes: new TextEncoder().encode(text),
    contentType: 'text/html',
  });
}

async function reviewed(readingId: number) {
  const reading = await readingForReview(planner.scope, db, readingId);
  return { ...reading, draft: reading.draft! };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isAppError(error) ? error.code : `nothing was refused: ${String(error)}`;
}

describe('a document that is read', () => {
  test('waits for review with its source, structure, links and issues', async () => {
    const reading = await reviewed(await upload(HTML));
    expect(reading).toMatchObject({ state: 'recognised', planId: null, version: 1, organisation: { id: town.id } });
    const { body } = reading.draft;
    expect(body.period).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(body.sections.map((section) => section.title)).toEqual(['Работа с кадрами', 'Работа с учениками']);
    expect(body.measures.map((measure) => measure.parties.map((party) => party.organisationId))).toEqual([
      [town.id],
      [null],
      [school.id],
    ]);
    expect(unlinkedNames(body)).toMatchObject([{ measures: 1 }]);
    const missing = reading.reading!.issues.find((issue) => issue.code === 'deadline-missing')!;
    expect(measureOfIssue(missing, reading.reading!.measures)).toBe(2);
    expect([...placesInSource(reading.source!, reading.reading!.measures).values()]).toEqual([
      'source-1-3',
      'source-1-4',
      'source-1-6',
    ]);
  });

  test('is saved as a plan once, however often the button is pressed', async () => {
    const readingId = await upload(HTML);
    const [first, second] = await Promise.all(
      [1, 2].map(() => saveReading(planner, readingId, { version: 1, isModel: false, order: null })),
    );
    expect(second).toBe(first);
    const content = await planContent(planner.scope, db, first!);
    const { reading } = await readingForReview(planner.scope, db, readingId);
    expect(toReading(content)).toEqual({
      ...toReading(content),
      title: reading!.title,
      period: reading!.period,
      approval: reading!.approval,
    });
    expect(
      content.measures.map((measure) => [
        measure.number,
        measure.deadline.kind,
        measure.results.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['1.1', 'month', ['протокол']],
      ['1.2', 'recurring', ['аналитическая справка']],
      ['2.1', 'unspecified', []],
    ]);
  });

  test('keeps its corrections, also after the import was undone', async () => {
    const readingId = await upload(HTML);
    await correctReading(planner, readingId, (draft) => ({ ...draft, body: withoutMeasure(draft.body, 3) }));
    await correctReading(planner, readingId, (draft) => ({
      ...draft,
      body: linkingName(draft.body, unlinkedNames(draft.body)[0]!.name, town.id),
    }));
    expect(await refusal(saveReading(planner, readingId, { version: 1, isModel: false, order: null }))).toBe(
      'conflict',
    );
    const planId = await saveReading(planner, readingId, { version: 3, isModel: false, order: null });
    await undoImport(planner, readingId);
    expect(await refusal(planContent(planner.scope, db, planId))).toBe('notFound');
    const again = await reviewed(readingId);
    expect(again.draft.body.measures).toHaveLength(2);
    expect(unlinkedNames(again.draft.body)).toEqual([]);
    await dropCorrections(planner, readingId);
    expect((await reviewed(readingId)).draft.body.measures).toHaveLength(3);
  });

  test('is in force at once when an order has approved it already', async () => {
    const readingId = await upload(HTML);
    const order = {
      kind: 'приказ',
      body: 'управление образования',
      number: '5',
      date: '2026-01-12',
      signatory: null,
      file: null,
    };
    const planId = await saveReading(planner, readingId, { version: 1, isModel: true, order });
    expect(await planContent(planner.scope, db, planId)).toMatchObject({
      plan: { state: 'approved', isModel: true, version: 1 },
      shown: { revision: 1, effectiveOn: '2026-01-12' },
    });
    await undoImport(planner, readingId);
  });

  test('is not undone once someone has worked on the plan', async () => {
    const readingId = await upload(HTML);
    const planId = await saveReading(planner, readingId, { version: 1, isModel: false, order: null });
    await addMeasure(
      planner,
      planId,
      {
        number: null,
        sectionId: null,
        text: 'Ещё',
        deadlineText: '',
        parties: [],
        results: [],
        note: null,
        weight: 1,
        schedulePlanId: null,
      },
      null,
    );
    expect(await refusal(undoImport(planner, readingId))).toBe('transitionNotAllowed');
  });

  test('finds an organisation that was added since; until then it can be proposed', async () => {
    const readingId = await upload(HTML);
    const administrator = await ctxAs(services, 'administrator', town);
    const name = unlinkedNames((await reviewed(readingId)).draft.body)[0]!.name;
    expect(await proposeName(planner, readingId, name)).toBe(1);
    expect(
      await db.selectFrom('notifications').select('kind').where('user_id', '=', administrator.actor.userId).execute(),
    ).toEqual([{ kind: 'organisation-proposed' }]);
    const added = await newOrganisation(db, { kind: 'institute', parent: town, name });
    await relinkReading(planner, readingId);
    expect((await reviewed(readingId)).draft.body.measures[1]!.parties[0]!.organisationId).toBe(added.id);
  });
});

describe('a document that is not', () => {
  test.each([
    ['', 'план.docx', 'fileEmpty'],
    ['<p>Просто письмо без таблицы.</p>', 'письмо.html', 'planTableMissing'],
    ['PK\u0003\u0004сломано', 'план.docx', 'fileDamaged'],
  ])('says why (%#)', async (text, name, code) => {
    const readingId = await upload(text, name);
    const reading = await readingForReview(planner.scope, db, readingId);
    expect(reading).toMatchObject({ state: 'failed', draft: null, failure: { code } });
    expect(reading.failure!.advice).not.toBe('');
    expect(await refusal(saveReading(planner, readingId, { version: 1, isModel: false, order: null }))).toBe(
      'transitionNotAllowed',
    );
  });
});

describe('who may not', () => {
  test('another town neither uploads here nor sees what was uploaded', async () => {
    const readingId = await upload(HTML);
    const reader = await ctxAs(services, 'reader', town);
    expect(await refusal(upload(HTML, 'план.html', stranger))).toBe('notAllowed');
    expect(await refusal(readingForReview(stranger.scope, db, readingId))).toBe('notFound');
    expect(await refusal(saveReading(stranger, readingId, { version: 1, isModel: false, order: null }))).toBe(
      'notFound',
    );
    expect(await refusal(saveReading(reader, readingId, { version: 1, isModel: false, order: null }))).toBe(
      'notAllowed',
    );
    expect(await refusal(correctReading(reader, readingId, (draft) => draft))).toBe('notAllowed');
    expect(await refusal(discardReading(reader, readingId))).toBe('notAllowed');
    expect(await recentReadings(stranger.scope, db, planner.actor.userId)).toEqual([]);
    await discardReading(planner, readingId);
    expect(await refusal(readingForReview(planner.scope, db, readingId))).toBe('notFound');
  });
});

test('the plan of a real document comes through the import as it was read', async (context) => {
  const bytes = await readFile(join(services.config.seedsDirectory, 'kirov-2021.docx')).catch(() => null);
  if (bytes === null) return context.skip('no seeds: set OPORA_SEEDS to the folder with kirov-2021.docx');
  const readingId = await uploadDocument(planner, {
    organisationId: town.id,
    fileName: 'kirov-2021.docx',
    bytes,
    contentType: '',
  });
  const { reading } = await readingForReview(planner.scope, db, readingId);
  const planId = await saveReading(planner, readingId, { version: 1, isModel: true, order: null });
  const { issues: _issues, ...saved } = toReading(await planContent(planner.scope, db, planId));
  const { issues: _read, ...asRead } = reading!;
  expect(saved).toMatchObject(asRead);
  expect(saved.measures).toHaveLength(22);
});
