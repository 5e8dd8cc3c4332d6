/** People at the command line: the first administrator is made here. */
import {
  ALWAYS_JSON,
  type CliArgs,
  type CliIo,
  type CliVerb,
  EXIT,
  JSON_OPTION,
  misused,
  tellDone,
  textIn,
} from '#kernel/cli.ts';
import { type Role, ROLES } from '#kernel/actor.ts';
import { isValid } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { createOrganisation, organisationIdOf } from '#modules/organisations/index.ts';
import { recordReading } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { generatePassword } from '#platform/password.ts';
import { type RunningServices, withServices } from '#platform/start.ts';
import { createUser, disableUser, enableUser, endSessions, setPassword } from './commands/accounts.ts';
import { grantRole, revokeRole } from './commands/roles.ts';
import { erasePerson } from './commands/erase.ts';
import { checkedEmail, normaliseEmail, ROLE_NAMES } from './domain.ts';
import { operator, signedInPeople } from './queries/operator.ts';
import { usersIn, type UserRow } from './queries/people.ts';
import { personalDataOf } from './queries/personal-data.ts';
import { readConfig } from '#platform/config.ts';
import { insistGoodPassword } from './commands/write-password.ts';

const ROLE_LIST = ROLES.map((role) => `${role} (${ROLE_NAMES[role].toLowerCase()})`).join(', ');
const EVERYONE = { limit: 100_000, offset: 0 };

const placeOptions = {
  role: { type: 'string', placeholder: 'РОЛЬ', summary: `роль: ${ROLE_LIST}` },
  organisation: {
    type: 'string',
    placeholder: 'НОМЕР',
    summary: 'номер организации или её логин ФИС ОКО; без него – регион',
  },
} as const;

const passwordOptions = {
  'password-stdin': {
    type: 'boolean',
    summary: 'взять пароль из стандартного ввода; иначе спросить, а без терминала – придумать и показать один раз',
  },
} as const;

const userCreate: CliVerb = {
  name: 'user create',
  summary: 'создать пользователя; первого администратора создают здесь',
  usage: 'opora user create ПОЧТА --name ИМЯ [--role РОЛЬ] [--organisation НОМЕР] [--json]',
  options: {
    name: { type: 'string', placeholder: 'ИМЯ', summary: 'фамилия, имя, отчество' },
    post: { type: 'string', placeholder: 'ДОЛЖНОСТЬ', summary: 'должность' },
    ...placeOptions,
    region: {
      type: 'string',
      placeholder: 'НАЗВАНИЕ',
      summary: 'название региона, если в базе ещё нет ни одной организации',
    },
    ...passwordOptions,
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [email] = args.positionals;
    const name = textIn(args, 'name');
    if (!email || args.positionals.length > 1 || !name) return misused(userCreate, io);
    const role = roleIn(args) ?? 'administrator';
    checkedEmail(email);
    const given = await givenPassword(args, io);
    return asOperator(async (ctx) => {
      const region = await firstRegion(ctx, textIn(args, 'region'));
      const acting = region === null ? ctx : await operator(ctx);
      const organisationId = region ?? (await organisationIn(ctx, args));
      const password = given ?? generatePassword();
      await createUser(acting, {
        name,
        email,
        post: textIn(args, 'post') ?? null,
        roles: [{ role, organisationId }],
        password,
      });
      const made = `Создан пользователь ${normaliseEmail(email)}: ${ROLE_NAMES[role].toLowerCase()}.`;
      tellPassword(
        args,
        io,
        made,
        { email: normaliseEmail(email), role, organisationId },
        given === null ? password : null,
      );
      return EXIT.done;
    });
  },
};

const userList: CliVerb = {
  name: 'user list',
  summary: 'показать пользователей и их роли',
  usage: 'opora user list [--json]',
  options: { json: JSON_OPTION },
  async run({ values }, io) {
    return asOperator(async (ctx) => {
      const { rows } = await usersIn(ctx.scope, ctx.db, {}, EVERYONE);
      io.stdout.write(values['json'] ? `${JSON.stringify(rows, null, 1)}\n` : rows.map(lineOf).join(''));
      return EXIT.done;
    });
  },
};

const userDisable = forOne('user disable', 'отключить пользователя: он теряет доступ сразу', async (ctx, user) => {
  await disableUser(ctx, user.id);
  return { said: 'Отключён', enabled: false };
});

const userEnable = forOne('user enable', 'снова включить пользователя', async (ctx, user) => {
  await enableUser(ctx, user.id);
  return { said: 'Включён', enabled: true };
});

const userPassword: CliVerb = {
  name: 'user password',
  summary: 'задать пользователю новый пароль',
  usage: 'opora user password ПОЧТА [--password-stdin] [--json]',
  options: { ...passwordOptions, json: JSON_OPTION },
  async run(args, io) {
    const [email] = args.positionals;
    if (!email || args.positionals.length > 1) return misused(userPassword, io);
    const given = await givenPassword(args, io);
    return asOperator(async (ctx) => {
      const password = given ?? generatePassword();
      await setPassword(ctx, (await userNamed(ctx, email)).id, password);
      const shown = given === null ? password : null;
      tellPassword(args, io, `Пароль изменён: ${normaliseEmail(email)}`, { email: normaliseEmail(email) }, shown);
      return EXIT.done;
    });
  },
};

const userEndSessions: CliVerb = {
  name: 'user end-sessions',
  summary: 'завершить все сеансы одного пользователя или всех: им нужно будет войти заново',
  usage: 'opora user end-sessions (ПОЧТА | --all) [--json]',
  options: {
    all: { type: 'boolean', summary: 'всех пользователей, например после утечки' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [email, ...more] = args.positionals;
    const all = args.values['all'] === true;
    if (more.length > 0 || (email === undefined) !== all) return misused(userEndSessions, io);
    return asOperator(async (ctx) => {
      const people = email === undefined ? await signedInPeople(ctx.db) : [(await userNamed(ctx, email)).id];
      let sessions = 0;
      for (const id of people) sessions += await endSessions(ctx, id);
      tellDone(args, io, `Завершено сеансов: ${sessions}, пользователей: ${people.length}`, {
        sessions,
        people: people.length,
      });
      return EXIT.done;
    });
  },
};

const userErase: CliVerb = {
  name: 'user erase',
  summary: 'уничтожить личные данные отключённого пользователя; его работа остаётся под номером',
  usage: 'opora user erase ПОЧТА --reason ОСНОВАНИЕ [--json]',
  options: {
    reason: { type: 'string', placeholder: 'ОСНОВАНИЕ', summary: 'заявление, приказ: дата и номер, без личных данных' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [email] = args.positionals;
    const reason = textIn(args, 'reason');
    if (!email || args.positionals.length > 1 || !reason) return misused(userErase, io);
    return asOperator(async (ctx) => {
      const user = await userNamed(ctx, email);
      const erasure = await erasePerson(ctx, user.id, reason);
      if (args.values['json'])
        io.stdout.write(`${JSON.stringify({ schema: 'opora.erasure/1', user: user.id, reason, ...erasure })}\n`);
      else
        io.stdout.write(
          `Личные данные уничтожены. Номер учётной записи: ${user.id}. Записей журнала очищено: ${erasure.events.length}.\n`,
        );
      return EXIT.done;
    });
  },
};

const userData: CliVerb = {
  name: 'user data',
  summary: 'выгрузить всё, что Опора хранит о человеке (JSON), по его запросу',
  usage: 'opora user data ПОЧТА [--json]',
  options: { json: ALWAYS_JSON },
  async run({ positionals: [email, ...more] }, io) {
    if (!email || more.length > 0) return misused(userData, io);
    return asOperator(async (ctx) => {
      const user = await userNamed(ctx, email);
      await recordReading(ctx, { action: 'user.data-exported', objectType: 'user', objectId: user.id });
      io.stdout.write(`${JSON.stringify(await personalDataOf(ctx.db, user.id), null, 1)}\n`);
      return EXIT.done;
    });
  },
};

const roleGrant: CliVerb = {
  name: 'role grant',
  summary: 'дать пользователю роль в организации и ниже неё',
  usage: 'opora role grant ПОЧТА --role РОЛЬ [--organisation НОМЕР] [--until ГГГГ-ММ-ДД --reason ЗАЧЕМ] [--json]',
  options: {
    ...placeOptions,
    until: { type: 'string', placeholder: 'ДАТА', summary: 'последний день роли' },
    reason: { type: 'string', placeholder: 'ЗАЧЕМ', summary: 'зачем роль даётся на время' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [email] = args.positionals;
    const role = roleIn(args);
    const until = textIn(args, 'until') ?? null;
    if (!email || args.positionals.length > 1 || !role || (until !== null && !isValid(until)))
      return misused(roleGrant, io);
    return asOperator(async (ctx) => {
      const user = await userNamed(ctx, email);
      const organisationId = await organisationIn(ctx, args);
      await grantRole(ctx, user.id, {
        role,
        organisationId,
        validUntil: until,
        reason: textIn(args, 'reason') ?? null,
      });
      const facts = { email: user.email, role, organisationId, until };
      tellDone(args, io, `${user.email}: ${ROLE_NAMES[role].toLowerCase()}.`, facts);
      return EXIT.done;
    });
  },
};

const roleRevoke: CliVerb = {
  name: 'role revoke',
  summary: 'снять с пользователя роль',
  usage: 'opora role revoke ПОЧТА --role РОЛЬ [--organisation НОМЕР] [--json]',
  options: { ...placeOptions, json: JSON_OPTION },
  async run(args, io) {
    const [email] = args.positionals;
    const role = roleIn(args);
    if (!email || args.positionals.length > 1 || !role) return misused(roleRevoke, io);
    return asOperator(async (ctx) => {
      const user = await userNamed(ctx, email);
      const organisationId = await organisationIn(ctx, args);
      const held = user.roles.find((one) => one.role === role && one.organisation.id === organisationId);
      if (!held)
        throw new AppError('notFound', {
          text: 'Такой роли у пользователя нет.',
          advice: 'Посмотрите роли: opora user list.',
        });
      await revokeRole(ctx, held.id);
      tellDone(args, io, `Роль снята: ${user.email}`, { email: user.email, role, organisationId });
      return EXIT.done;
    });
  },
};

export const verbs: readonly CliVerb[] = [
  userCreate,
  userList,
  userDisable,
  userEnable,
  userPassword,
  userEndSessions,
  userErase,
  userData,
  roleGrant,
  roleRevoke,
];

/** A password made here is shown once, with the rest. */
function tellPassword(
  args: CliArgs,
  io: CliIo,
  said: string,
  facts: Record<string, unknown>,
  made: string | null,
): void {
  const shown = made === null ? '' : `\nПароль (показывается один раз): ${made}`;
  tellDone(args, io, said + shown, made === null ? facts : { ...facts, password: made });
}

type Done = { said: string; enabled: boolean };

function forOne(name: string, summary: string, work: (ctx: Ctx, user: UserRow) => Promise<Done>): CliVerb {
  const verb: CliVerb = {
    name,
    summary,
    usage: `opora ${name} ПОЧТА [--json]`,
    options: { json: JSON_OPTION },
    async run(args, io) {
      const [email, ...more] = args.positionals;
      if (!email || more.length > 0) return misused(verb, io);
      return asOperator(async (ctx) => {
        const user = await userNamed(ctx, email);
        const { said, enabled } = await work(ctx, user);
        tellDone(args, io, `${said}: ${user.email}`, { email: user.email, enabled });
        return EXIT.done;
      });
    },
  };
  return verb;
}

function asOperator(work: (ctx: Ctx) => Promise<number>): Promise<number> {
  return withServices(async (services: RunningServices) => work(await operator(services)));
}

async function userNamed(ctx: Ctx, email: string): Promise<UserRow> {
  const { rows } = await usersIn(ctx.scope, ctx.db, { text: email }, EVERYONE);
  const user = rows.find((row) => row.email === normaliseEmail(email));
  if (!user)
    throw new AppError('notFound', {
      text: `Пользователя с почтой ${email} нет.`,
      advice: 'Посмотрите список: opora user list.',
    });
  return user;
}

/** In an empty database the region comes with its first administrator. Null when there are organisations already. */
async function firstRegion(ctx: Ctx, name = 'Регион'): Promise<number | null> {
  if (ctx.actor.assignments.length > 0) return null;
  return createOrganisation(ctx, { kind: 'region', parentId: null, name, shortName: name });
}

async function organisationIn(ctx: Ctx, args: CliArgs): Promise<number> {
  const given = textIn(args, 'organisation');
  if (given === undefined) {
    const [region, ...others] = ctx.actor.assignments;
    if (region && others.length === 0) return region.organisationId;
    throw new AppError('badRequest', {
      text: 'Регионов несколько.',
      advice: 'Укажите организацию ключом --organisation.',
    });
  }
  const id = await organisationIdOf(ctx.db, given);
  if (id !== undefined) return id;
  throw new AppError('notFound', {
    text: `Организации «${given}» нет.`,
    advice: 'Укажите её номер (последняя часть адреса её страницы) или логин ФИС ОКО.',
  });
}

/** Null: to be made up. */
async function givenPassword(args: CliArgs, io: CliIo): Promise<string | null> {
  const given = args.values['password-stdin']
    ? (await io.readStdin()).replace(/\r?\n$/, '')
    : (await io.askSecret('Пароль (пусто — придумать): ')) || null;
  if (given !== null) await insistGoodPassword(readConfig(), given);
  return given;
}

function roleIn(args: CliArgs): Role | null {
  const given = textIn(args, 'role');
  if (given === undefined) return null;
  const role = ROLES.find((one) => one === given);
  if (!role) throw new AppError('badRequest', { text: `Роли «${given}» нет.`, advice: `Роли: ${ROLE_LIST}.` });
  return role;
}

function lineOf({ name, email, disabledAt, roles }: UserRow): string {
  const places = roles.map(
    ({ role, organisation, validUntil }) =>
      `${ROLE_NAMES[role].toLowerCase()}, ${organisation.shortName}${validUntil ? ` до ${validUntil}` : ''}`,
  );
  return `${email}\t${name}\t${disabledAt ? 'отключён' : 'действует'}\t${places.join('; ')}\n`;
}
