import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { openAuth } from '#platform/auth.ts';
import {
  ctxAs,
  ctxFor,
  newOrganisation,
  newUser,
  type TestOrganisation,
  testServices,
} from '#tests/support/factory.ts';
import { createUser, disableUser, enableUser, endSessions, setPassword, updateUser } from './commands/accounts.ts';
import { grantRole, revokeRole } from './commands/roles.ts';
import { operator } from './queries/operator.ts';
import { acceptInvitation, changeOwnPassword, inviteAgain, invitedBy, inviteUser } from './commands/passwords.ts';
import { userById, usersIn } from './queries/people.ts';

const services = await testServices();
const { db } = services;
const PASSWORD = 'четыре слова подряд';
const ALL = { limit: 100, offset: 0 };
let region: TestOrganisation;
let town: TestOrganisation;
let otherTown: TestOrganisation;
let school: TestOrganisation;
let chief: Ctx;
let townChief: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region });
  otherTown = await newOrganisation(db, { kind: 'municipality', parent: region });
  school = await newOrganisation(db, { parent: town });
  chief = await ctxAs(services, 'administrator', region);
  townChief = await ctxAs(services, 'administrator', town);
});

async function signsIn(email: string, password: string): Promise<boolean> {
  const auth = await openAuth(services);
  return auth.signIn(new Request('http://opora.test/'), { email, password }, '10.0.0.1').then(
    () => true,
    () => false,
  );
}

describe('an account', () => {
  test('is created by an administrator with roles below, and signs in', async () => {
    const id = await createUser(townChief, {
      name: ' Директор  школы ',
      email: ' Head@School.TEST ',
      post: 'директор',
      roles: [{ role: 'school-head', organisationId: school.id }],
      password: PASSWORD,
    });
    expect(await userById(townChief.scope, db, id)).toMatchObject({
      name: 'Директор школы',
      email: 'head@school.test',
      post: 'директор',
      roles: [{ role: 'school-head', organisation: { id: school.id, shortName: school.shortName } }],
    });
    expect(await signsIn('head@school.test', PASSWORD)).toBe(true);
  });

  test('leaves an audit event and keeps no trace of the password', async () => {
    const events = await db.selectFrom('audit_events').selectAll().where('object_type', '=', 'user').execute();
    expect(events.map((event) => event.action)).toEqual(expect.arrayContaining(['user.created', 'user.role-granted']));
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
  });

  test('is not created with the address of another, without a role, with a short password or a broken address', async () => {
    const roles = [{ role: 'reader' as const, organisationId: school.id }];
    const person = { name: 'Читатель', email: 'reader@school.test', roles, password: PASSWORD };
    await expect(createUser(townChief, { ...person, email: 'HEAD@school.test' })).rejects.toMatchObject({
      code: 'emailTaken',
    });
    await expect(createUser(townChief, { ...person, roles: [] })).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(createUser(townChief, { ...person, password: 'коротко' })).rejects.toMatchObject({
      code: 'passwordTooShort',
    });
    await expect(createUser(townChief, { ...person, email: 'reader at school' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    expect(await db.selectFrom('users').select('id').where('email', '=', person.email).execute()).toEqual([]);
  });

  test('is changed by whoever manages it', async () => {
    const user = await newUser(db, { roles: [['reader', school]] });
    await updateUser(townChief, user.userId, { name: 'Новое имя', email: 'new@school.test', post: null });
    expect(await userById(townChief.scope, db, user.userId)).toMatchObject({
      name: 'Новое имя',
      email: 'new@school.test',
    });
    await expect(
      updateUser(townChief, user.userId, { name: 'Имя', email: 'head@school.test', post: null }),
    ).rejects.toMatchObject({ code: 'emailTaken' });
  });

  test('disabled, it is signed out; enabled, it works again', async () => {
    const id = await createUser(chief, {
      name: 'Куратор',
      email: 'curator@opora.test',
      roles: [{ role: 'curator', organisationId: town.id }],
      password: PASSWORD,
    });
    expect(await signsIn('curator@opora.test', PASSWORD)).toBe(true);
    await disableUser(chief, id);
    expect(await db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()).toEqual([]);
    expect(await signsIn('curator@opora.test', PASSWORD)).toBe(false);
    await expect(grantRole(chief, id, { role: 'reader', organisationId: town.id })).rejects.toMatchObject({
      code: 'transitionNotAllowed',
    });
    await enableUser(chief, id);
    expect(await signsIn('curator@opora.test', PASSWORD)).toBe(true);
  });

  test('with a lost device it is signed out everywhere and may sign in again', async () => {
    const id = await createUser(chief, {
      name: 'Забыла Планшет',
      email: 'tablet@opora.test',
      roles: [{ role: 'reader', organisationId: town.id }],
      password: PASSWORD,
    });
    await signsIn('tablet@opora.test', PASSWORD);
    await signsIn('tablet@opora.test', PASSWORD);
    const planner = await ctxAs(services, 'municipal-planner', town);
    await expect(endSessions(planner, id)).rejects.toMatchObject({ code: 'notAllowed' });
    expect(await endSessions(chief, id)).toBe(2);
    expect(await db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()).toEqual([]);
    expect(await signsIn('tablet@opora.test', PASSWORD)).toBe(true);
  });
});

describe('who may', () => {
  test('a planner manages nobody', async () => {
    const planner = await ctxAs(services, 'municipal-planner', town);
    const user = await newUser(db, { roles: [['reader', school]] });
    await expect(disableUser(planner, user.userId)).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(setPassword(planner, user.userId, PASSWORD)).rejects.toMatchObject({ code: 'notAllowed' });
    const grant = { role: 'administrator' as const, organisationId: town.id };
    await expect(grantRole(planner, user.userId, grant)).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('an administrator of a town gives no role outside it', async () => {
    const user = await newUser(db, { roles: [['reader', school]] });
    await expect(
      grantRole(townChief, user.userId, { role: 'reader', organisationId: otherTown.id }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(
      grantRole(townChief, user.userId, { role: 'administrator', organisationId: region.id }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('an administrator of a town does not take over the account of somebody with a role above', async () => {
    const mighty = await newUser(db, {
      roles: [
        ['administrator', region],
        ['reader', town],
      ],
    });
    await expect(setPassword(townChief, mighty.userId, PASSWORD)).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(disableUser(townChief, mighty.userId)).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(inviteAgain(townChief, mighty.userId)).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('nobody disables themselves', async () => {
    await expect(disableUser(chief, chief.actor.userId)).rejects.toMatchObject({ code: 'notAllowed' });
  });
});

describe('a role', () => {
  test('fits the kind of its organisation', async () => {
    const user = await newUser(db, { roles: [['reader', school]] });
    await expect(grantRole(chief, user.userId, { role: 'school-head', organisationId: town.id })).rejects.toMatchObject(
      { code: 'invalidInput' },
    );
  });

  test('given twice, it only changes its term', async () => {
    const user = await newUser(db, { roles: [['reader', school]] });
    await grantRole(chief, user.userId, { role: 'reader', organisationId: school.id, validUntil: '2027-08-31' });
    expect((await userById(chief.scope, db, user.userId))?.roles).toMatchObject([
      { role: 'reader', validUntil: '2027-08-31' },
    ]);
  });

  test('of the last administrator of a region is not taken, nor is the account disabled, nor two at the same moment', async () => {
    const lonely = await newOrganisation(db, { kind: 'region' });
    const [one, two] = [
      await newUser(db, { roles: [['administrator', lonely]] }),
      await newUser(db, { roles: [['administrator', lonely]] }),
    ];
    const outcomes = await Promise.allSettled([
      disableUser(ctxFor(services, one), two.userId),
      disableUser(ctxFor(services, two), one.userId),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = outcomes[0]?.status === 'fulfilled' ? one : two;
    const role = await db
      .selectFrom('role_assignments')
      .select('id')
      .where('user_id', '=', left.userId)
      .executeTakeFirstOrThrow();
    await expect(revokeRole(ctxFor(services, left), role.id)).rejects.toMatchObject({ code: 'lastAdministrator' });
  });
});

describe('an invitation', () => {
  async function linkTo(email: string): Promise<string> {
    const mail = await db
      .selectFrom('outbox_mails')
      .selectAll()
      .where('to_address', '=', email)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    return /http:\/\/opora\.test\/invitation\/(\S+)/.exec(mail.body_text)![1]!;
  }

  test('sets the password once', async () => {
    await inviteUser(townChief, {
      name: 'Редактор',
      email: 'editor@school.test',
      roles: [{ role: 'school-editor', organisationId: school.id }],
    });
    const token = await linkTo('editor@school.test');
    expect(await invitedBy(services, token)).toMatchObject({ email: 'editor@school.test' });
    await acceptInvitation({ ...services, requestId: 'test' }, token, PASSWORD);
    expect(await signsIn('editor@school.test', PASSWORD)).toBe(true);
    await expect(acceptInvitation({ ...services, requestId: 'test' }, token, PASSWORD)).rejects.toMatchObject({
      code: 'invitationExpired',
    });
  });

  test('sent again, it ends the first link', async () => {
    const id = await inviteUser(townChief, {
      name: 'Читатель',
      email: 'late@school.test',
      roles: [{ role: 'reader', organisationId: school.id }],
    });
    const first = await linkTo('late@school.test');
    await inviteAgain(townChief, id);
    expect(await invitedBy(services, first)).toBeNull();
    expect(await invitedBy(services, await linkTo('late@school.test'))).toMatchObject({ userId: id });
  });
});

test('changing the own password asks for the present one and ends all sessions', async () => {
  const id = await createUser(chief, {
    name: 'Сам',
    email: 'self@opora.test',
    roles: [{ role: 'reader', organisationId: town.id }],
    password: PASSWORD,
  });
  const own = ctxFor(services, { userId: id, name: 'Сам', email: 'self@opora.test', assignments: [] });
  await signsIn('self@opora.test', PASSWORD);
  await expect(changeOwnPassword(own, { current: 'не тот', next: 'совсем другой пароль' })).rejects.toMatchObject({
    code: 'passwordWrong',
  });
  await changeOwnPassword(own, { current: PASSWORD, next: 'совсем другой пароль' });
  expect(await db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()).toEqual([]);
  expect(await signsIn('self@opora.test', 'совсем другой пароль')).toBe(true);
});

describe('the list of people', () => {
  test('shows those in the scope only, and of their roles those in the scope', async () => {
    const both = await newUser(db, {
      name: 'Яна Всюду',
      roles: [
        ['reader', school],
        ['reader', otherTown],
      ],
    });
    await newUser(db, { name: 'Только Другой', roles: [['reader', otherTown]] });
    const { rows, total } = await usersIn(townChief.scope, db, {}, ALL);
    expect(total).toBe(rows.length);
    expect(rows.some((user) => user.name === 'Только Другой')).toBe(false);
    expect(rows.find((user) => user.id === both.userId)?.roles.map((role) => role.organisation.id)).toEqual([
      school.id,
    ]);
    expect(await userById(townChief.scope, db, both.userId)).toBeDefined();
    expect((await usersIn({ subtrees: [], ancestors: [] }, db, {}, ALL)).rows).toEqual([]);
  });

  test('filters by text, role and place, pages in Russian order', async () => {
    await newUser(db, { name: 'Ёлкин', roles: [['curator', otherTown]] });
    await newUser(db, { name: 'Жуков', roles: [['curator', otherTown]] });
    const curators = await usersIn(chief.scope, db, { role: 'curator', within: otherTown.path }, ALL);
    expect(curators.rows.map((user) => user.name)).toEqual(['Ёлкин', 'Жуков']);
    expect((await usersIn(chief.scope, db, { text: 'ЁЛК' }, ALL)).rows.map((user) => user.name)).toEqual(['Ёлкин']);
    expect((await usersIn(chief.scope, db, { text: '100%_' }, ALL)).total).toBe(0);
    const { rows, total } = await usersIn(
      chief.scope,
      db,
      { role: 'curator', within: otherTown.path },
      { limit: 1, offset: 1 },
    );
    expect([rows.map((user) => user.name), total]).toEqual([['Жуков'], 2]);
  });
});

test('the operator of the machine stands above every region and is no account', async () => {
  const ctx = await operator(services);
  const id = await createUser(ctx, {
    name: 'Первый',
    email: 'first@opora.test',
    roles: [{ role: 'administrator', organisationId: region.id }],
    password: PASSWORD,
  });
  const role = await db.selectFrom('role_assignments').selectAll().where('user_id', '=', id).executeTakeFirstOrThrow();
  expect(role.granted_by).toBeNull();
});
