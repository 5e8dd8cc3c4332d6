import { beforeAll, expect, test } from 'vitest';
import { openAuth } from '#platform/auth.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';
import { writePassword } from './commands/write-password.ts';
import {
  changeOwnProfile,
  endOwnSessions,
  ownSessions,
  preferencesOf,
  profileOf,
  savePreferences,
} from './commands/profile.ts';

const services = await testServices();
let ctx: Ctx;
let other: Ctx;

beforeAll(async () => {
  const region = await newOrganisation(services.db, { kind: 'region' });
  ctx = await ctxAs(services, 'reader', region);
  other = await ctxAs(services, 'reader', region);
});

test('preferences are the usual ones until changed, and each change leaves the others alone', async () => {
  expect(await preferencesOf(services.db, ctx.actor.userId)).toEqual({
    theme: 'light',
    textSize: 100,
    digest: 'daily',
  });
  await savePreferences(ctx, { theme: 'blue' });
  await savePreferences(ctx, { digest: 'weekly' });
  expect(await preferencesOf(services.db, ctx.actor.userId)).toEqual({
    theme: 'blue',
    textSize: 100,
    digest: 'weekly',
  });
});

test('a person changes the own name and post, which is recorded', async () => {
  await changeOwnProfile(ctx, { name: ' Новое  имя ', post: 'методист' });
  expect(await profileOf(services.db, ctx.actor.userId)).toMatchObject({ name: 'Новое имя', post: 'методист' });
  const events = await services.db
    .selectFrom('audit_events')
    .select('action')
    .where('object_id', '=', ctx.actor.userId)
    .execute();
  expect(events).toEqual([{ action: 'user.changed' }]);
});

test('a person ends a session of the own on another device, and nobody else does', async () => {
  const auth = await openAuth({ ...services, secret: 'x'.repeat(32) });
  await services.db.transaction().execute((trx) => writePassword(ctx, trx, ctx.actor.userId, 'четыре слова подряд'));
  const signIn = () =>
    auth.signIn(
      new Request('http://opora.test/'),
      { email: ctx.actor.email, password: 'четыре слова подряд' },
      '10.0.0.1',
    );
  await signIn();
  const here = await signIn();
  const cookie = here.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const current = auth.tokenOf(new Request('http://opora.test/', { headers: { cookie } }));
  const sessions = await ownSessions(ctx);
  expect(sessions).toHaveLength(2);
  const elsewhere = sessions.find(({ token }) => token !== current)!;
  await expect(endOwnSessions(other, [elsewhere.id], '')).rejects.toThrow('notFound');
  await expect(endOwnSessions(ctx, [elsewhere.id], 'не тот')).rejects.toMatchObject({
    code: 'passwordWrong',
    details: { field: 'password' },
  });
  expect(await ownSessions(ctx)).toHaveLength(2);
  expect(await endOwnSessions(ctx, [elsewhere.id], 'четыре слова подряд')).toBe(1);
  expect((await ownSessions(ctx)).map(({ token }) => token)).toEqual([current]);
});
