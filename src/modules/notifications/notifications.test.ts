import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { MAIL_ATTEMPTS, queueMail, sendOutbox } from '#platform/mail.ts';
import { ctxAs, ctxFor, newOrganisation, newUser, type TestUser, testServices } from '#tests/support/factory.ts';
import { smtpServer } from '#tests/support/smtp.ts';
import { markRead, notify, sendAgain } from './commands.ts';
import { digestText } from './domain.ts';
import { writeDigests } from './jobs/digest.ts';
import { lettersIn, notificationsOf, unreadCount } from './queries.ts';

const smtp = await smtpServer();
afterAll(() => smtp.close());
const services = await testServices({ environment: { OPORA_SMTP_URL: smtp.url } });
const { db } = services;
const ALL = { limit: 100, offset: 0 };

afterEach(async () => {
  smtp.refuse = false;
  smtp.letters.length = 0;
  await db.deleteFrom('outbox_mails').execute();
  await db.deleteFrom('notifications').execute();
});

function notice(user: TestUser, key: string, more: { kind?: string; title?: string; body?: string } = {}) {
  return {
    userIds: [user.userId],
    kind: 'due-soon',
    title: `Срок подходит: ${key}`,
    href: `/occurrences/${key}`,
    dedupeKey: key,
    ...more,
  };
}

/** The letter as its reader sees it. */
function readable(letter: string): string {
  const [head = '', ...body] = letter.split('\n\n');
  const text = body.join('\n\n');
  return /base64/i.test(head) ? Buffer.from(text, 'base64').toString('utf8') : decodeQuotedPrintable(text);
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

describe('a notice', () => {
  test('reaches each person once per key, and the count of unread goes with it', async () => {
    const [one, two] = [await newUser(db), await newUser(db)];
    for (let run = 0; run < 2; run += 1)
      await notify(services, db, { ...notice(one, '1'), userIds: [one.userId, two.userId, one.userId] });
    expect([await unreadCount(db, one.userId), await unreadCount(db, two.userId)]).toEqual([1, 1]);
    expect(await notificationsOf(db, one.userId, {}, ALL)).toMatchObject({
      total: 1,
      rows: [{ title: 'Срок подходит: 1', href: '/occurrences/1', readAt: null }],
    });
  });

  test('is not written when the change it tells of is rolled back', async () => {
    const user = await newUser(db);
    await db
      .transaction()
      .execute(async (trx) => {
        await notify(services, trx, notice(user, '1'));
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    expect(await unreadCount(db, user.userId)).toBe(0);
  });

  test('is marked read by its owner only', async () => {
    const [own, stranger] = [ctxFor(services, await newUser(db)), ctxFor(services, await newUser(db))];
    for (const key of ['1', '2', '3']) await notify(services, db, notice(own.actor, key));
    const [newest] = (await notificationsOf(db, own.actor.userId, {}, ALL)).rows;
    await markRead(stranger, [newest!.id]);
    expect(await unreadCount(db, own.actor.userId)).toBe(3);
    await markRead(own, [newest!.id]);
    expect(await notificationsOf(db, own.actor.userId, { unread: true }, ALL)).toMatchObject({ total: 2 });
    await markRead(own, 'all');
    expect(await unreadCount(db, own.actor.userId)).toBe(0);
  });
});

describe('the digest', () => {
  test('tells unread notices by subject, with whole addresses, once, and goes out by SMTP', async () => {
    const user = await newUser(db, { name: 'Директор', email: 'head@school.test' });
    await notify(services, db, notice(user, '7'));
    await notify(services, db, notice(user, '8', { kind: 'overdue', title: 'Срок прошёл: приказ', body: 'СОШ № 7' }));
    await notify(services, db, notice(user, '9', { kind: 'anything-new', title: 'Новое' }));
    expect(await writeDigests(services)).toBe(1);
    expect(await writeDigests(services)).toBe(0);
    expect(await services.enqueued()).toEqual([{ name: 'mail.send-outbox', data: {} }]);
    expect(await sendOutbox(services)).toMatchObject({ sent: 1, refused: 0 });
    const [letter] = smtp.letters;
    expect(letter).toContain('To: head@school.test');
    expect(readable(letter!).replaceAll('\r', '').replaceAll('\u00a0', ' ').trim()).toBe(
      [
        'Здравствуйте, Директор!',
        'Что нового к 22 ноября 2026 г.:',
        'СРОК ПРОШЁЛ (1)',
        '• Срок прошёл: приказ\n  СОШ № 7\n  http://opora.test/occurrences/8',
        'СРОК ПОДХОДИТ (1)',
        '• Срок подходит: 7\n  http://opora.test/occurrences/7',
        'ПРОЧЕЕ (1)',
        '• Новое\n  http://opora.test/occurrences/9',
        'Все уведомления: http://opora.test/notifications\nКак часто присылать сводку: http://opora.test/profile/preferences',
      ].join('\n\n'),
    );
  });

  test('comes to nobody who is disabled, wants none, has read everything, or wants it on Mondays', async () => {
    const [disabled, silent, read, weekly] = await Promise.all([newUser(db), newUser(db), newUser(db), newUser(db)]);
    for (const user of [disabled, silent, read, weekly]) await notify(services, db, notice(user, '1'));
    await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', disabled.userId).execute();
    await db
      .insertInto('user_preferences')
      .values([
        { user_id: silent.userId, digest: 'off' },
        { user_id: weekly.userId, digest: 'weekly' },
      ])
      .execute();
    await markRead(ctxFor(services, read), 'all');
    expect(await writeDigests(services)).toBe(0);
    const monday = { ...services, clock: { now: () => new Date('2026-11-23T04:30:00Z'), today: () => '2026-11-23' } };
    expect(await writeDigests(monday)).toBe(1);
    expect((await db.selectFrom('outbox_mails').select('to_address').execute()).map((row) => row.to_address)).toEqual([
      weekly.email,
    ]);
  });

  test('counts what would make it too long', () => {
    const notices = Array.from({ length: 25 }, (_, index) => ({
      id: index,
      kind: 'overdue',
      title: `№ ${index}`,
      body: '',
      href: '/x',
    }));
    const text = digestText('Имя', notices, '2026-11-22', 'http://opora.test');
    expect(text).toContain('СРОК ПРОШЁЛ (25)');
    expect(text).toContain('… и ещё 5: http://opora.test/notifications');
  });
});

describe('the outbox', () => {
  const letter = { to: 'someone@opora.test', subject: 'Проверка', text: 'Строка\n.\nс точкой' };

  test('keeps letters where there is no mail server', async () => {
    const alone = { ...services, config: { ...services.config, smtpUrl: undefined } };
    await queueMail(alone, db, letter);
    expect(await sendOutbox(alone)).toEqual({ sent: 0, refused: 0, taken: 0 });
    const chief = await ctxAs(services, 'administrator', await newOrganisation(db, { kind: 'region' }));
    expect(await lettersIn(chief, { state: 'waiting' }, ALL)).toMatchObject({
      total: 1,
      rows: [{ to: 'someone@opora.test', text: letter.text }],
    });
  });

  test('tries a refused letter again, gives up after a while, and starts over when asked to', async () => {
    await queueMail(services, db, letter);
    smtp.refuse = true;
    for (let attempt = 0; attempt < MAIL_ATTEMPTS + 2; attempt += 1) await sendOutbox(services);
    const chief = await ctxAs(services, 'administrator', await newOrganisation(db, { kind: 'region' }));
    const {
      rows: [stuck],
    } = await lettersIn(chief, { state: 'given-up' }, ALL);
    expect(stuck).toMatchObject({ attempts: MAIL_ATTEMPTS, lastError: expect.stringContaining('no such mailbox') });
    smtp.refuse = false;
    await sendAgain(chief, [stuck!.id]);
    expect(await sendOutbox(services)).toMatchObject({ sent: 1 });
    expect(readable(smtp.letters[0]!)).toContain('с точкой');
    expect((await lettersIn(chief, { state: 'sent' }, ALL)).total).toBe(1);
  });

  test('sends each letter once though two workers send at the same time', async () => {
    for (let index = 0; index < 10; index += 1) await queueMail(services, db, letter);
    await Promise.all([sendOutbox(services), sendOutbox(services)]);
    expect(smtp.letters).toHaveLength(10);
  });

  test('waits for the next round when the server is away', async () => {
    await queueMail(services, db, letter);
    const away = { ...services, config: { ...services.config, smtpUrl: 'smtp://127.0.0.1:1' } };
    expect(await sendOutbox(away)).toMatchObject({ sent: 0, refused: 1 });
    expect(await sendOutbox(services)).toMatchObject({ sent: 1 });
  });

  test('is read by the administrator of a region only: letters hold invitations', async () => {
    const region = await newOrganisation(db, { kind: 'region' });
    const town = await newOrganisation(db, { kind: 'municipality', parent: region });
    for (const ctx of [
      await ctxAs(services, 'administrator', town),
      await ctxAs(services, 'regional-planner', region),
    ]) {
      await expect(lettersIn(ctx, {}, ALL)).rejects.toMatchObject({ code: 'notAllowed' });
    }
  });
});
