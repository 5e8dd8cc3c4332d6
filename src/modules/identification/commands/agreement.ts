/** A list and the municipalities: sent, remarked on, objected to, answered, agreed. */
import { sql } from 'kysely';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { insist, mayAgree, mayKeepLists, mayRemark } from '../policy.ts';
import { placedSchool } from '../queries/place.ts';
import { change, filled, setIncluded } from './lists.ts';
import { lockedList, takeStep } from './locked-list.ts';

/** Every municipality that has a school in the list is asked for its word. */
export async function sendForAgreement(ctx: Ctx, input: { listId: number; dueOn: IsoDate | null }): Promise<number> {
  return change(ctx, input.listId, async (trx, list) => {
    if (list.exitRule === null)
      throw new AppError('invalidInput', {
        text: 'Не записано правило выхода.',
        advice: 'Запишите, когда школа выходит из списка: это согласуют вместе со списком.',
      });
    const { rows } = await sql<{ municipalityId: number }>`
      insert into support_list_agreements (list_id, municipality_id, asked_at, due_on)
      select distinct ${list.id}::bigint, o.parent_id, ${ctx.clock.now()}::timestamptz, ${input.dueOn}::date
      from support_list_schools s join organisations o on o.id = s.organisation_id
      where s.list_id = ${list.id} and s.included and o.parent_id is not null
      on conflict on constraint support_list_agreements_pk do update
        set state = 'waiting', asked_at = excluded.asked_at, due_on = excluded.due_on, decided_by = null, decided_at = null
      returning municipality_id as "municipalityId"`.execute(trx);
    await takeStep(ctx, trx, list, 'send', {
      action: 'support-list.sent-for-agreement',
      after: { municipalities: rows.length, dueOn: input.dueOn },
    });
    await tellMunicipalities(
      ctx,
      trx,
      rows.map(({ municipalityId }) => municipalityId),
      list,
    );
    return rows.length;
  });
}

export async function recallList(ctx: Ctx, listId: number, reason: string): Promise<void> {
  const note = filled(reason);
  return change(ctx, listId, (trx, list) =>
    takeStep(ctx, trx, list, 'recall', { action: 'support-list.recalled', note }),
  );
}

/** A comment or an objection on one school of the list. */
export async function remark(
  ctx: Ctx,
  input: { listId: number; listSchoolId: number; kind: 'comment' | 'objection'; text: string },
): Promise<number> {
  const text = filled(input.text);
  return ctx.db.transaction().execute(async (trx) => {
    const list = await lockedList(ctx, trx, input.listId);
    const row = await trx
      .selectFrom('support_list_schools')
      .select(['id', 'organisation_id'])
      .where('id', '=', input.listSchoolId)
      .where('list_id', '=', list.id)
      .executeTakeFirst();
    if (!row || row.organisation_id === null) throw new AppError('notFound', { text: 'Такой школы в списке нет.' });
    const school = await placedSchool(ctx.scope, trx, row.organisation_id);
    insist(mayRemark(ctx.actor, school, list.region));
    if (list.state !== 'agreeing')
      throw new AppError('transitionNotAllowed', { text: 'Список сейчас не на согласовании.' });
    const speaker = ctx.actor.assignments.find(({ path }) => school.path.startsWith(path));
    const { id } = await trx
      .insertInto('support_list_remarks')
      .values({
        list_school_id: row.id,
        kind: input.kind,
        text,
        author: accountOf(ctx.actor),
        organisation_id: speaker?.organisationId ?? null,
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: input.kind === 'objection' ? 'support-list.objected' : 'support-list.commented',
      objectType: 'support-list',
      objectId: list.id,
      organisationId: school.id,
      after: { listSchoolId: row.id, text },
    });
    return id;
  });
}

/** An accepted objection strikes the school out, with the objection as the reason. */
export async function answerRemark(
  ctx: Ctx,
  input: { listId: number; remarkId: number; answer: string; accepted: boolean | null },
): Promise<void> {
  const answer = filled(input.answer);
  return change(ctx, input.listId, async (trx, list) => {
    const found = await trx
      .selectFrom('support_list_remarks as r')
      .innerJoin('support_list_schools as s', 's.id', 'r.list_school_id')
      .select([
        'r.id',
        'r.kind',
        'r.list_school_id as listSchoolId',
        'r.answered_at as answeredAt',
        'r.author',
        's.name',
      ])
      .where('r.id', '=', input.remarkId)
      .where('s.list_id', '=', list.id)
      .executeTakeFirst();
    if (!found) throw new AppError('notFound', { text: 'Такого замечания нет.' });
    if (found.answeredAt !== null || list.state !== 'agreeing') throw new AppError('transitionNotAllowed');
    if (found.kind === 'objection' && input.accepted === null)
      throw new AppError('invalidInput', {
        text: 'Не сказано, принято ли возражение.',
        advice: 'Отметьте «принято» или «отклонено».',
      });
    const accepted = found.kind === 'objection' ? input.accepted : null;
    await trx
      .updateTable('support_list_remarks')
      .set({ answer, accepted, answered_by: accountOf(ctx.actor), answered_at: ctx.clock.now() })
      .where('id', '=', found.id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'support-list.answered',
      objectType: 'support-list',
      objectId: list.id,
      organisationId: list.region.id,
      after: { remarkId: found.id, answer, accepted },
    });
    if (accepted === true)
      await setIncluded(ctx, trx, list, found.listSchoolId, false, `Принято возражение: ${answer}`);
    if (found.author !== null)
      await notify(ctx, trx, {
        userIds: [found.author],
        kind: 'support-list-answer',
        title: `Ответ на ваше замечание: ${found.name}`,
        body: answer,
        href: `/identification/lists/${list.id}`,
        dedupeKey: `support-list-answer:${found.id}`,
      });
  });
}

/** A municipality gives its word. Whoever keeps the list may give it instead once the date has passed, and says why. */
export async function agree(
  ctx: Ctx,
  input: { listId: number; municipalityId: number; reason?: string },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const list = await lockedList(ctx, trx, input.listId);
    const asked = await trx
      .selectFrom('support_list_agreements as a')
      .innerJoin('organisations as o', 'o.id', 'a.municipality_id')
      .select(['a.state', 'a.due_on', 'o.id', 'o.path'])
      .where('a.list_id', '=', list.id)
      .where('a.municipality_id', '=', input.municipalityId)
      .executeTakeFirst();
    if (!asked) throw new AppError('notFound', { text: 'Этот муниципалитет о согласовании не спрашивали.' });
    if (list.state !== 'agreeing' || asked.state !== 'waiting') throw new AppError('transitionNotAllowed');
    const own = mayAgree(ctx.actor, asked, list.region);
    const late = asked.due_on !== null && asked.due_on < ctx.clock.today();
    insist(own || (late && mayKeepLists(ctx.actor, list.region)));
    const reason = own ? null : filled(input.reason ?? '');
    const { rows } = await sql<{ objections: number }>`
      select count(*) as objections from support_list_remarks r join support_list_schools s on s.id = r.list_school_id
        join organisations o on o.id = s.organisation_id
      where s.list_id = ${list.id} and o.parent_id = ${asked.id} and r.kind = 'objection'`.execute(trx);
    const state = (rows[0]?.objections ?? 0) > 0 ? 'agreed-with-objections' : 'agreed';
    await trx
      .updateTable('support_list_agreements')
      .set({ state, decided_by: accountOf(ctx.actor), decided_at: ctx.clock.now() })
      .where('list_id', '=', list.id)
      .where('municipality_id', '=', asked.id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'support-list.agreed',
      objectType: 'support-list',
      objectId: list.id,
      organisationId: asked.id,
      after: { state },
      reason,
    });
  });
}

async function tellMunicipalities(
  ctx: Ctx,
  trx: Connection,
  municipalities: readonly number[],
  list: { id: number; title: string; version: number },
): Promise<void> {
  const { rows } = await sql<{ userId: string }>`
    select distinct user_id as "userId" from role_assignments
    where organisation_id = any(${[...municipalities]}::bigint[]) and role in ('municipal-planner','administrator')`.execute(
    trx,
  );
  await notify(ctx, trx, {
    userIds: rows.map(({ userId }) => userId),
    kind: 'support-list-agreement',
    title: 'Список школ для поддержки прислан на согласование',
    body: list.title,
    href: `/identification/lists/${list.id}`,
    dedupeKey: `support-list-agreement:${list.id}:${list.version}`,
  });
}
