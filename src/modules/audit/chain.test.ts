import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';
import { type Anchor, readAnchors } from './anchors.ts';
import { retainJournal } from './commands/erase.ts';
import { sealAudit } from './commands/seal.ts';
import { exportAudit } from './export.ts';
import { anchor, auditKey } from './jobs.ts';
import { verifyAudit } from './verify.ts';

const services = await testServices();
const { db } = services;
let ctx: Ctx;
let key: Buffer;

beforeAll(async () => {
  ctx = {
    ...(await ctxAs(services, 'administrator', await newOrganisation(db, { kind: 'region' }))),
    db,
    source: '10.0.0.7',
  };
  key = await auditKey(services);
});

/** Ten sealed records before each test, nothing else. */
beforeEach(async () => {
  await sql`truncate audit_chain, audit_unsealed, audit_events restart identity cascade`.execute(db);
  for (let plan = 1; plan <= 10; plan += 1)
    await recordAudit(ctx, db, {
      action: 'plan.head-revised',
      objectType: 'plan',
      objectId: plan,
      before: { title: 'Было', n: plan },
      after: { title: 'Стало', n: plan },
      reason: 'проверка',
    });
  await sealAudit(db, key);
});

const problems = async (anchors: Anchor[] = []) => (await verifyAudit(db, key, anchors)).problems;

describe('the chain of the journal', () => {
  test('holds when nothing was touched, also with records written later by parallel transactions', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, plan) =>
        db
          .transaction()
          .execute((trx) => recordAudit(ctx, trx, { action: 'plan.created', objectType: 'plan', objectId: plan })),
      ),
    );
    await Promise.all([sealAudit(db, key), sealAudit(db, key)]);
    expect(await verifyAudit(db, key, [])).toMatchObject({ links: 30, problems: [] });
  });

  test.each([
    ['what happened', sql`update audit_events set action = 'plan.closed' where id = 4`],
    ['who did it', sql`update audit_events set actor_id = 'somebody' where id = 4`],
    ['when it happened', sql`update audit_events set at = at + interval '1 microsecond' where id = 4`],
    ['what was there before', sql`update audit_events set before = '{"title":"Иное","n":4}' where id = 4`],
    ['the reason', sql`update audit_events set reason = null where id = 4`],
    ['where from', sql`update audit_events set source = '10.0.0.8' where id = 4`],
  ])('tells that %s was edited, and where', async (_what, edit) => {
    await edit.execute(db);
    expect((await problems()).map(({ eventId }) => eventId)).toEqual([4]);
  });

  test('tells that records were deleted, with their links or without', async () => {
    await sql`delete from audit_chain where event_id in (4, 5)`.execute(db);
    await sql`delete from audit_events where id in (4, 5)`.execute(db);
    expect((await problems())[0]?.text).toBe('пропущены звенья с 4 по 5: записи удалены');
  });

  test('tells that the places of two records were exchanged', async () => {
    await sql`alter table audit_chain drop constraint audit_chain_event_unique`.execute(db);
    await sql`update audit_chain set event_id = 11 - event_id where event_id in (4, 7)`.execute(db);
    expect((await problems()).map(({ position }) => position)).toEqual([4, 7]);
    await sql`update audit_chain set event_id = 11 - event_id where event_id in (4, 7)`.execute(db);
    await sql`alter table audit_chain add constraint audit_chain_event_unique unique (event_id)`.execute(db);
  });

  test('tells that a record was put in past the program', async () => {
    await sql`insert into audit_events (at, action, object_type, object_id) values (now(), 'plan.approved', 'plan', '3')`.execute(
      db,
    );
    expect((await problems()).map(({ eventId }) => eventId)).toEqual([11]);
  });

  test('tells by the heads kept outside that the end was cut off or everything was made anew with the key', async () => {
    await anchor(services);
    const anchors = await readAnchors(services.config.dataDirectory);
    expect(await problems(anchors)).toEqual([]);
    await sql`delete from audit_chain where position > 8`.execute(db);
    await sql`delete from audit_events where id > 8`.execute(db);
    expect(await problems()).toEqual([]);
    expect((await problems(anchors))[0]?.text).toContain('конец журнала удалён');
    await sql`truncate audit_chain`.execute(db);
    await sql`insert into audit_unsealed select id from audit_events`.execute(db);
    for (const plan of [11, 12])
      await recordAudit(ctx, db, { action: 'plan.created', objectType: 'plan', objectId: plan });
    await sealAudit(db, key);
    expect((await problems(anchors))[0]?.text).toContain('составили заново');
  });

  test('cannot be made by who has no key', async () => {
    expect((await verifyAudit(db, Buffer.alloc(32, 1), [])).problems).toHaveLength(10);
  });
});

describe('erasure', () => {
  test('of old network addresses leaves the chain whole, and only the lawful one does', async () => {
    const tomorrow = new Date(services.clock.now().getTime() + 86_400_000);
    expect(await retainJournal(ctx, tomorrow)).toBe(10);
    await sealAudit(db, key);
    expect(await problems()).toEqual([]);
    await sql`update audit_events set before = null, after = null, reason = null where id = 4`.execute(db);
    await sql`update audit_chain set payload_salt = null where event_id = 4`.execute(db);
    expect((await problems()).map(({ eventId, text }) => ({ eventId, text }))).toEqual([
      { eventId: 4, text: 'содержание записи стёрто, а записи об уничтожении нет' },
    ]);
  });
});

test('the journal is handed out a line a record, with the hash of each link', async () => {
  const lines: string[] = [];
  for await (const part of exportAudit(db, {}, 'Europe/Moscow')) lines.push(...part.trim().split('\n'));
  expect(lines).toHaveLength(10);
  expect(JSON.parse(lines[0]!)).toMatchObject({ position: 1, objectId: '1', before: { title: 'Было', n: 1 } });
  const none: string[] = [];
  for await (const part of exportAudit(db, { from: '2027-01-01' }, 'Europe/Moscow')) none.push(part);
  expect(none).toEqual([]);
});
