/** Tokens at the command line: whoever runs the machine makes them for people and revokes them. */
import { type Role, ROLES } from '#kernel/actor.ts';
import { API_RIGHTS, type ApiRight } from '#kernel/api-rights.ts';
import { type CliArgs, type CliVerb, EXIT, JSON_OPTION, misused, tellDone, textIn } from '#kernel/cli.ts';
import { addDays } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { PERMITTED_USES, type PermittedUse } from '#kernel/permitted-use.ts';
import { organisationIdOf } from '#modules/organisations/index.ts';
import { operator, ROLE_NAMES } from '#modules/people/index.ts';
import type { Ctx } from '#platform/context.ts';
import { withServices } from '#platform/start.ts';
import { createToken, revokeToken } from './commands/tokens.ts';
import { USUAL_DAYS } from './domain.ts';
import { tokenOwner, type TokenOwner, tokensIn, type TokenRow } from './queries/tokens.ts';
import { STATE_WORDS } from './words.ts';

const tokenCreate: CliVerb = {
  name: 'token create',
  summary: 'выпустить токен API для пользователя; показывается один раз',
  usage:
    'opora token create ПОЧТА --name ИМЯ --purpose ЗАЧЕМ --rights ПРАВА [--uses ЦЕЛИ] [--role РОЛЬ] [--organisation НОМЕР] [--until ГГГГ-ММ-ДД] [--json]',
  options: {
    name: { type: 'string', placeholder: 'ИМЯ', summary: 'название токена' },
    purpose: { type: 'string', placeholder: 'ЗАЧЕМ', summary: 'какая программа и что с данными делает' },
    rights: { type: 'string', placeholder: 'ПРАВА', summary: `через запятую: ${API_RIGHTS.join(', ')}` },
    uses: { type: 'string', placeholder: 'ЦЕЛИ', summary: `для результатов и списков: ${PERMITTED_USES.join(', ')}` },
    role: { type: 'string', placeholder: 'РОЛЬ', summary: 'какая из ролей пользователя; нужна, если их несколько' },
    organisation: {
      type: 'string',
      placeholder: 'НОМЕР',
      summary: 'номер организации или её логин ФИС ОКО: токен видит её и всё ниже; без него – всё, что видит роль',
    },
    until: {
      type: 'string',
      placeholder: 'ДАТА',
      summary: `последний день, не дальше года; без него – ${USUAL_DAYS} дней`,
    },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [email] = args.positionals;
    const [name, purpose, rights] = [textIn(args, 'name'), textIn(args, 'purpose'), textIn(args, 'rights')];
    if (!email || args.positionals.length > 1 || !name || !purpose || !rights) return misused(tokenCreate, io);
    return asOperator(async (ctx) => {
      const owner = await ownerNamed(ctx, email);
      const { role, organisationId } = await placeIn(ctx, owner, args);
      const validUntil = textIn(args, 'until') ?? addDays(ctx.clock.today(), USUAL_DAYS);
      const input = {
        name,
        purpose,
        role,
        organisationId,
        rights: namesIn<ApiRight>(rights, API_RIGHTS, 'Права'),
        uses: namesIn<PermittedUse>(textIn(args, 'uses') ?? '', PERMITTED_USES, 'Цели'),
        validUntil,
      };
      const { id, token } = await createToken(ctx, input, owner);
      const said = `Токен № ${id}, действует до ${validUntil} (показывается один раз): ${token}`;
      tellDone(args, io, said, { schema: 'opora.api-token/1', id, token, owner: email, ...input });
      return EXIT.done;
    });
  },
};

const tokenList: CliVerb = {
  name: 'token list',
  summary: 'показать токены API: чьи, для чего, до какого дня',
  usage: 'opora token list [--json]',
  options: { json: JSON_OPTION },
  async run({ positionals, values }, io) {
    if (positionals.length > 0) return misused(tokenList, io);
    return asOperator(async (ctx) => {
      const tokens = await tokensIn(ctx.scope, ctx.db, ctx.clock.today());
      io.stdout.write(values['json'] ? `${JSON.stringify(tokens, null, 1)}\n` : tokens.map(lineOf).join(''));
      return EXIT.done;
    });
  },
};

const tokenRevoke: CliVerb = {
  name: 'token revoke',
  summary: 'отозвать токен API: он перестаёт действовать сразу',
  usage: 'opora token revoke НОМЕР [--json]',
  options: { json: JSON_OPTION },
  async run(args, io) {
    const [number, ...more] = args.positionals;
    const id = Number(number);
    if (!Number.isSafeInteger(id) || id < 1 || more.length > 0) return misused(tokenRevoke, io);
    return asOperator(async (ctx) => {
      await revokeToken(ctx, id);
      tellDone(args, io, `Отозван токен № ${id}.`, { revoked: id });
      return EXIT.done;
    });
  },
};

export const verbs: readonly CliVerb[] = [tokenCreate, tokenList, tokenRevoke];

function asOperator(work: (ctx: Ctx) => Promise<number>): Promise<number> {
  return withServices(async (services) => work(await operator(services)));
}

async function ownerNamed(ctx: Ctx, email: string): Promise<TokenOwner> {
  const owner = await tokenOwner(ctx.db, email, ctx.clock.today());
  if (owner) return owner;
  throw new AppError('notFound', {
    text: `Действующего пользователя с почтой ${email} нет.`,
    advice: 'Посмотрите список: opora user list.',
  });
}

/** The role named, or the only one; where it is held, or the organisation named. */
async function placeIn(ctx: Ctx, owner: TokenOwner, args: CliArgs): Promise<{ role: Role; organisationId: number }> {
  const asked = textIn(args, 'role');
  const role = ROLES.find((one) => one === asked);
  if (asked !== undefined && !role)
    throw new AppError('badRequest', { text: `Роли «${asked}» нет.`, advice: `Роли: ${ROLES.join(', ')}.` });
  const [held, ...others] = owner.assignments.filter((one) => !role || one.role === role);
  const place = textIn(args, 'organisation');
  if (!held || (others.length > 0 && (!role || place === undefined)))
    throw new AppError('badRequest', {
      text: held ? 'У пользователя несколько ролей.' : 'Такой роли у пользователя нет.',
      advice: 'Укажите --role и --organisation. Роли показывает opora user list.',
    });
  if (place === undefined) return { role: held.role, organisationId: held.organisationId };
  const organisationId = await organisationIdOf(ctx.db, place);
  if (organisationId === undefined)
    throw new AppError('notFound', {
      text: `Организации «${place}» нет.`,
      advice: 'Укажите её номер или логин ФИС ОКО.',
    });
  return { role: held.role, organisationId };
}

function namesIn<Name extends string>(given: string, known: readonly Name[], what: string): Name[] {
  const names = given.split(/[\s,]+/).filter(Boolean);
  const strange = names.find((name) => !(known as readonly string[]).includes(name));
  if (strange !== undefined)
    throw new AppError('badRequest', { text: `«${strange}» неизвестно.`, advice: `${what}: ${known.join(', ')}.` });
  return names as Name[];
}

function lineOf({ id, name, owner, role, organisation, rights, validUntil, state }: TokenRow): string {
  const place = `${ROLE_NAMES[role].toLowerCase()}, ${organisation.shortName}`;
  return `${id}\t${name}\t${owner.name}\t${place}\t${rights.join(',')}\tдо ${validUntil}\t${STATE_WORDS[state]}\n`;
}
