import { expect, test } from 'vitest';
import { isAppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { storeFile } from './commands/evidence.ts';
import { acceptExecution, acceptExecutions, returnExecution } from './commands/review.ts';
import { submitExecution, submitExecutions, withdrawExecution } from './commands/submit.ts';
import { marked, newPlan, smallRegion, withoutDocuments } from '#tests/support/execution.ts';
import { documentFile, documentsOf, occurrenceDetail, occurrenceHistory } from './queries/occurrence.ts';

const world = await smallRegion();
const {
  db,
  services,
  school,
  town,
  head,
  editor,
  curator,
  planner,
  otherPlanner,
  regional,
  admin,
  reader,
  neighbourHead,
  strangerHead,
} = world;

const first = { version: 0, ...marked() };

async function newOccurrence(given: Parameters<typeof newPlan>[2] = {}): Promise<number> {
  return (await newPlan(db, school, given)).occurrence;
}

async function submitted(by: Ctx = head): Promise<number> {
  const occurrenceId = await newOccurrence();
  await submitExecution(by, { ...first, occurrenceId });
  return occurrenceId;
}

function occurrenceRow(id: number) {
  return db
    .selectFrom('occurrences')
    .select(['state', 'done_on', 'proved'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

function detail(id: number, ctx: Ctx = head) {
  return occurrenceDetail(ctx.scope, db, id, ctx.clock.today());
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw error ?? new Error('nothing was refused');
  return error.code;
}

test('a mark with the expected document is proved and waits for review', async () => {
  const id = await submitted();
  expect(await occurrenceRow(id)).toEqual({ state: 'submitted', done_on: '2026-11-20', proved: true });
  const { record, standing } = await detail(id);
  expect(standing).toBe('awaitingReview');
  expect(record).toMatchObject({
    version: 1,
    markText: 'Приказ издан, кураторы назначены.',
    submittedBy: { id: head.actor.userId },
  });
  expect(record?.documents).toMatchObject([{ kind: 'приказ', number: '45', url: 'https://school.example/45' }]);
});

test('without the expected document a reason is needed and the mark is not proved', async () => {
  const occurrenceId = await newOccurrence({ results: ['протокол'] });
  expect(await refusal(submitExecution(head, { ...first, occurrenceId }))).toBe('reasonRequired');
  expect(await occurrenceRow(occurrenceId)).toMatchObject({ state: 'planned' });
  await submitExecution(head, { ...first, occurrenceId, withoutDocumentReason: 'Протокол на подписи.' });
  expect(await occurrenceRow(occurrenceId)).toMatchObject({ state: 'submitted', proved: false });
});

test('a reason given beside the right document is dropped', async () => {
  const occurrenceId = await newOccurrence();
  await submitExecution(head, { ...first, occurrenceId, withoutDocumentReason: 'На всякий случай.' });
  expect((await detail(occurrenceId)).record?.withoutDocumentReason).toBeNull();
});

test('what has not happened yet cannot be marked as done', async () => {
  const occurrenceId = await newOccurrence();
  expect(await refusal(submitExecution(head, { ...first, occurrenceId, doneOn: '2026-11-23' }))).toBe('invalidInput');
});

test('one document proves several measures', async () => {
  const several = [await newOccurrence(), await newOccurrence({ results: ['распоряжение'] })];
  await submitExecutions(head, { ...marked(), occurrenceIds: several });
  const documents = await Promise.all(
    several.map(async (id) => (await detail(id)).record?.documents.map((one) => one.id)),
  );
  expect(documents[0]).toHaveLength(1);
  expect(documents[1]).toEqual(documents[0]);
  const third = await newOccurrence();
  await submitExecution(head, { ...first, occurrenceId: third, newDocuments: [], existingDocuments: documents[0]! });
  expect(await occurrenceRow(third)).toMatchObject({ proved: true });
});

test('marking several is all or nothing', async () => {
  const several = [await newOccurrence(), await newOccurrence({ results: ['протокол'] })];
  expect(await refusal(submitExecutions(head, { ...marked(), occurrenceIds: several }))).toBe('reasonRequired');
  expect(await occurrenceRow(several[0]!)).toMatchObject({ state: 'planned' });
});

test('a document of another organisation proves nothing here', async () => {
  const theirs = await newPlan(db, world.neighbour);
  await submitExecution(neighbourHead, { ...first, occurrenceId: theirs.occurrence });
  const [document] = await documentsOf(neighbourHead.scope, db, world.neighbour.id);
  const occurrenceId = await newOccurrence();
  const attempt = submitExecution(head, {
    ...first,
    occurrenceId,
    newDocuments: [],
    existingDocuments: [document!.id],
  });
  expect(await refusal(attempt)).toBe('notFound');
});

test('a mark can be corrected until it is reviewed, by those who see its last version', async () => {
  const id = await submitted();
  await submitExecution(editor, { ...marked({ markText: 'Приказ издан.' }), occurrenceId: id, version: 1 });
  expect((await detail(id)).record).toMatchObject({
    version: 2,
    markText: 'Приказ издан.',
    submittedBy: { id: editor.actor.userId },
  });
  expect(await refusal(submitExecution(head, { ...marked(), occurrenceId: id, version: 1 }))).toBe('conflict');
  await acceptExecution(planner, { occurrenceId: id, version: 2, comment: null });
  expect(await refusal(submitExecution(head, { ...marked(), occurrenceId: id, version: 3 }))).toBe(
    'transitionNotAllowed',
  );
});

test('a mark taken back leaves the measure planned and the document with the school', async () => {
  const id = await submitted();
  const before = await documentsOf(head.scope, db, school.id, 500);
  await withdrawExecution(head, { occurrenceId: id, version: 1 });
  expect(await occurrenceRow(id)).toEqual({ state: 'planned', done_on: null, proved: false });
  expect(await documentsOf(head.scope, db, school.id, 500)).toEqual(before);
  await submitExecution(head, { ...first, occurrenceId: id });
});

test('a returned mark is corrected and handed in again', async () => {
  const id = await submitted();
  await returnExecution(curator, { occurrenceId: id, version: 1, comment: 'Приложите подписанный приказ.' });
  expect(await occurrenceRow(id)).toMatchObject({ state: 'returned' });
  expect((await detail(id)).record?.reviewComment).toBe('Приложите подписанный приказ.');
  await submitExecution(head, { ...marked(), occurrenceId: id, version: 2 });
  expect((await detail(id)).record).toMatchObject({ version: 3, reviewComment: null, reviewedBy: null });
  await acceptExecution(curator, { occurrenceId: id, version: 3, comment: 'Спасибо' });
  expect((await detail(id)).standing).toBe('doneOnTime');
  const history = await occurrenceHistory(head.scope, db, id);
  expect(history.map((event) => event.action)).toEqual([
    'execution.accepted',
    'execution.resubmitted',
    'execution.returned',
    'execution.submitted',
  ]);
});

test('a return needs a comment, and an acceptance by mistake is taken back with one', async () => {
  const id = await submitted();
  expect(await refusal(returnExecution(planner, { occurrenceId: id, version: 1, comment: ' ' }))).toBe(
    'reasonRequired',
  );
  await acceptExecution(planner, { occurrenceId: id, version: 1, comment: null });
  await returnExecution(planner, { occurrenceId: id, version: 2, comment: 'Не тот приказ.' });
  expect(await occurrenceRow(id)).toMatchObject({ state: 'returned' });
});

test('many are accepted at once, but not one that changed meanwhile', async () => {
  const [same, edited] = [await submitted(), await submitted()];
  await submitExecution(head, { ...marked(), occurrenceId: edited, version: 1 });
  const result = await acceptExecutions(
    planner,
    [same, edited].map((occurrenceId) => ({ occurrenceId, version: 1 })),
  );
  expect(result).toEqual({ accepted: 1, changed: 1 });
  expect(await occurrenceRow(edited)).toMatchObject({ state: 'submitted' });
});

test('only the people of the organisation mark its execution', async () => {
  const occurrenceId = await newOccurrence();
  for (const ctx of [curator, planner, regional, admin, reader]) {
    expect(await refusal(submitExecution(ctx, { ...first, occurrenceId }))).toBe('notAllowed');
  }
  for (const ctx of [neighbourHead, strangerHead, otherPlanner]) {
    expect(await refusal(submitExecution(ctx, { ...first, occurrenceId }))).toBe('notFound');
  }
  expect(await occurrenceRow(occurrenceId)).toMatchObject({ state: 'planned' });
});

test('a mark is reviewed from above or by the curator, never by its author or a colleague', async () => {
  for (const ctx of [curator, planner, regional, admin]) {
    await acceptExecution(ctx, { occurrenceId: await submitted(), version: 1, comment: null });
  }
  for (const ctx of [head, editor, reader]) {
    expect(await refusal(acceptExecution(ctx, { occurrenceId: await submitted(), version: 1, comment: null }))).toBe(
      'notAllowed',
    );
  }
  for (const ctx of [neighbourHead, otherPlanner]) {
    expect(await refusal(acceptExecution(ctx, { occurrenceId: await submitted(), version: 1, comment: null }))).toBe(
      'notFound',
    );
  }
});

test('a town does not review itself, its region does', async () => {
  const { occurrence } = await newPlan(db, town);
  await submitExecution(planner, { ...first, occurrenceId: occurrence });
  expect(await refusal(acceptExecution(planner, { occurrenceId: occurrence, version: 1, comment: null }))).toBe(
    'notAllowed',
  );
  await acceptExecution(regional, { occurrenceId: occurrence, version: 1, comment: null });
});

test('nothing new is marked in a plan that is not in force; what was handed in is still reviewed after closing', async () => {
  const draft = await newPlan(db, school, { state: 'draft' });
  expect(await refusal(submitExecution(head, { ...first, occurrenceId: draft.occurrence }))).toBe(
    'transitionNotAllowed',
  );
  const { planId, occurrences } = await newPlan(db, school, { due: ['2026-11-30', '2026-12-31'] });
  await submitExecution(head, { ...first, occurrenceId: occurrences[0]! });
  await db.updateTable('plans').set({ state: 'closed' }).where('id', '=', planId).execute();
  expect(await refusal(submitExecution(head, { ...first, occurrenceId: occurrences[1]! }))).toBe(
    'transitionNotAllowed',
  );
  await acceptExecution(planner, { occurrenceId: occurrences[0]!, version: 1, comment: null });
});

test('a file is stored once, by its content, and is opened by those in whose subtree it is', async () => {
  const bytes = new TextEncoder().encode('%PDF-1.7 приказ');
  const file = await storeFile(head, { name: 'C:\\Мои документы\\Приказ № 45.pdf', bytes });
  expect(await storeFile(editor, { name: 'другое имя.pdf', bytes })).toMatchObject({ sha256: file.sha256 });
  const occurrenceId = await newOccurrence();
  await submitExecution(head, {
    ...first,
    occurrenceId,
    newDocuments: [{ kind: 'приказ', number: null, date: null, title: '', file, url: null }],
  });
  const [document] = (await detail(occurrenceId)).record!.documents;
  const stored = await documentFile(planner.scope, db, document!.id);
  expect(stored).toEqual({ sha256: file.sha256, name: 'Приказ № 45.pdf', contentType: 'application/pdf' });
  expect(new Uint8Array(await services.files.get(stored.sha256))).toEqual(bytes);
  expect(await refusal(documentFile(neighbourHead.scope, db, document!.id))).toBe('notFound');
  expect(await refusal(documentFile({ subtrees: [], ancestors: [] }, db, document!.id))).toBe('notFound');
});

test('what is empty, runs, or is not what its name says is not stored', async () => {
  const text = (content: string) => new TextEncoder().encode(content);
  expect(await refusal(storeFile(head, { name: 'a.pdf', bytes: text('') }))).toBe('fileEmpty');
  expect(await refusal(storeFile(head, { name: 'a.pdf', bytes: text('{\\rtf1 текст}') }))).toBe('fileTypeMismatch');
  expect(await refusal(storeFile(head, { name: 'a.html', bytes: text('<html><script>1</script>') }))).toBe(
    'fileTypeUnknown',
  );
  expect(await refusal(storeFile(head, { name: 'a.exe', bytes: new Uint8Array([0x4d, 0x5a, 0, 1]) }))).toBe(
    'fileTypeUnknown',
  );
  expect(await refusal(storeFile(head, { name: 'a.txt', bytes: new Uint8Array([1, 2, 3, 4]) }))).toBe(
    'fileTypeUnknown',
  );
  const tiny = { ...head, config: { ...head.config, uploadLimitBytes: 10 } };
  expect(await refusal(storeFile(tiny, { name: 'a.txt', bytes: text('длинный текст') }))).toBe('fileTooLarge');
  expect(await refusal(storeFile(reader, { name: 'a.txt', bytes: text('текст') }))).toBe('notAllowed');
});

test('a document named by a file that was never stored is refused', async () => {
  const occurrenceId = await newOccurrence();
  const file = { sha256: 'a'.repeat(64), name: 'нет.pdf' };
  const attempt = submitExecution(head, {
    ...first,
    occurrenceId,
    newDocuments: [{ kind: 'приказ', number: null, date: null, title: '', file, url: null }],
  });
  expect(await refusal(attempt)).toBe('notFound');
});

test('a reviewer learns of marks once a day, a submitter of each return', async () => {
  const notices = async (ctx: Ctx, kind: string) =>
    db
      .selectFrom('notifications')
      .select(['title', 'href'])
      .where('user_id', '=', ctx.actor.userId)
      .where('kind', '=', kind)
      .execute();
  const known = await notices(curator, 'review');
  expect(known).toHaveLength(1);
  const id = await submitted();
  expect(await notices(curator, 'review')).toHaveLength(1);
  // The curator is nearer than the planner of the town.
  expect((await notices(planner, 'review')).map((one) => one.href)).not.toContain(known[0]?.href);
  const before = (await notices(head, 'returned')).length;
  await returnExecution(curator, { occurrenceId: id, version: 1, comment: 'Уточните дату.' });
  const after = await notices(head, 'returned');
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)?.href).toBe(`/occurrences/${id}`);
});

test('two who mark at once do not lose each other’s word', async () => {
  const occurrenceId = await newOccurrence();
  const results = await Promise.allSettled([
    submitExecution(head, { ...first, occurrenceId, ...withoutDocuments }),
    submitExecution(editor, { ...first, occurrenceId, ...withoutDocuments }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await detail(occurrenceId)).record?.version).toBe(1);
});
