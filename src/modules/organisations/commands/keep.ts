/** Adds organisations to the register and changes what is written about them. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { organisationNormalNames, organisationSearchText } from '../domain/derived.ts';
import { type OrganisationFacts, type TidyFacts, tidyFacts } from '../domain/facts.ts';
import { insistFits, type Kind } from '../domain/tree.ts';
import { mayAddUnder, mayEdit } from '../policy.ts';
import { type LockedOrganisation, lockedOrganisation, lockTree } from './locked.ts';

export type NewOrganisation = OrganisationFacts & { kind: Kind; parentId: number | null };

export async function createOrganisation(ctx: Ctx, input: NewOrganisation): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    await lockTree(trx);
    return insertOrganisation(ctx, trx, input);
  });
}

/** Within a transaction that holds the lock of the tree. */
async function insertOrganisation(
  ctx: Ctx,
  trx: Connection,
  { kind, parentId, ...given }: NewOrganisation,
): Promise<number> {
  const parent = parentId === null ? null : await lockedOrganisation(trx, parentId);
  if (!mayAddUnder(ctx.actor, parent)) throw new AppError('notAllowed');
  insistFits(kind, parent?.kind ?? null);
  if (parent && parent.status !== 'open')
    throw new AppError('transitionNotAllowed', {
      text: 'Вышестоящая организация закрыта.',
      advice: 'Выберите действующую.',
    });
  const facts = tidyFacts(kind, given);
  await insistFreeLogin(trx, facts.fisOkoLogin, null);
  const { id } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('organisations', 'id')) as id`
    .execute(trx)
    .then(({ rows }) => rows[0]!);
  await trx
    .insertInto('organisations')
    .values({
      id,
      kind,
      parent_id: parentId,
      path: `${parent?.path ?? ''}${id}.`,
      ...columnsOf(facts),
      created_at: ctx.clock.now(),
      updated_at: ctx.clock.now(),
    })
    .execute();
  await writeAliases(trx, id, facts);
  await recordAudit(ctx, trx, {
    action: 'organisation.created',
    objectType: 'organisation',
    objectId: id,
    organisationId: id,
    after: { kind, parentId, ...facts },
  });
  return id;
}

/** The version is that of the form: somebody else's change in between is not overwritten. */
export async function updateOrganisation(
  ctx: Ctx,
  id: number,
  given: OrganisationFacts & { version: number },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const before = await lockedOrganisation(trx, id);
    if (before.version !== given.version) throw new AppError('conflict');
    await rewriteFacts(ctx, trx, before, given);
  });
}

/** A former name goes on as an alias: documents that use it must still find the organisation. */
export async function rewriteFacts(
  ctx: Ctx,
  trx: Connection,
  before: LockedOrganisation,
  given: OrganisationFacts,
): Promise<void> {
  if (!mayEdit(ctx.actor, before)) throw new AppError('notAllowed');
  const former = [before.name, before.shortName].filter((name) => name !== given.name && name !== given.shortName);
  const facts = tidyFacts(before.kind, { ...given, aliases: [...(given.aliases ?? []), ...former] });
  await insistFreeLogin(trx, facts.fisOkoLogin, before.id);
  const old = await trx
    .selectFrom('organisations')
    .select(Object.keys(columnsOf(facts)) as (keyof ReturnType<typeof columnsOf>)[])
    .where('id', '=', before.id)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('organisations')
    .set({ ...columnsOf(facts), version: before.version + 1, updated_at: ctx.clock.now() })
    .where('id', '=', before.id)
    .execute();
  await writeAliases(trx, before.id, facts);
  const { search_text: _text, normal_names: _names, ...told } = old;
  await recordAudit(ctx, trx, {
    action: 'organisation.changed',
    objectType: 'organisation',
    objectId: before.id,
    organisationId: before.id,
    before: told,
    after: facts,
  });
}

async function insistFreeLogin(trx: Connection, login: string | null, own: number | null): Promise<void> {
  if (login === null) return;
  const taken = await trx
    .selectFrom('organisations')
    .select(['id', 'short_name'])
    .where('fis_oko_login', '=', login)
    .executeTakeFirst();
  if (!taken || taken.id === own) return;
  throw new AppError('invalidInput', {
    field: 'fisOkoLogin',
    text: `Логин ${login} уже у организации «${taken.short_name}».`,
    advice: 'Проверьте логин ФИС ОКО.',
  });
}

async function writeAliases(trx: Connection, id: number, { aliases }: TidyFacts): Promise<void> {
  await trx.deleteFrom('organisation_aliases').where('organisation_id', '=', id).execute();
  if (aliases.length === 0) return;
  await trx
    .insertInto('organisation_aliases')
    .values(aliases.map((alias) => ({ organisation_id: id, alias })))
    .execute();
}

/** The facts as columns of the table, with what is derived from them. */
export function columnsOf(facts: TidyFacts) {
  const named = { name: facts.name, short_name: facts.shortName };
  return {
    ...named,
    school_type: facts.schoolType,
    settlement_type: facts.settlementType,
    number: facts.number,
    fis_oko_login: facts.fisOkoLogin,
    oge_code: facts.ogeCode,
    ege_code: facts.egeCode,
    inn: facts.inn,
    ogrn: facts.ogrn,
    address: facts.address,
    opened_on: facts.openedOn,
    search_text: organisationSearchText(named, facts.aliases),
    normal_names: organisationNormalNames(named, facts.aliases),
  };
}
