/** Lists: made from a run, corrected by hand with a reason, agreed, approved by an order, left by an order. */
import { sql } from 'kysely';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse } from '#kernel/permitted-use.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { type ExitRule, USUAL_EXIT, watchUntil } from '../domain/list-life.ts';
import { insist, mayApproveLists, mayKeepLists } from '../policy.ts';
import { placedRegion, placedSchool } from '../queries/place.ts';
import { insistOpen, lockedList, type LockedList, recordState, takeStep } from './locked-list.ts';

/** The schools that a run lists (and those at risk, if asked) become a draft. Returns its id. */
export async function createListFromRun(
  ctx: Ctx,
  input: { runId: number; title: string; withRisk?: boolean },
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const run = await trx
      .selectFrom('identification_runs as r')
      .leftJoin('methodology_versions as v', 'v.id', 'r.methodology_version_id')
      .select(['r.id', 'r.region_id', 'r.year', 'r.state', 'r.permitted_uses', 'v.purpose', 'r.methodology_body'])
      .where('r.id', '=', input.runId)
      .executeTakeFirst();
    if (!run) throw new AppError('notFound', { text: 'Такого расчёта нет.' });
    const region = await placedRegion(ctx.scope, trx, run.region_id);
    insist(mayKeepLists(ctx.actor, region));
    insistUse(run.permitted_uses, 'support-programmes');
    if (run.state !== 'done') throw new AppError('transitionNotAllowed', { text: 'Расчёт ещё не готов.' });
    const { id } = await trx
      .insertInto('support_lists')
      .values({
        region_id: region.id,
        origin: 'own',
        purpose: purposeOf(run.methodology_body),
        title: titled(input.title),
        year: run.year,
        run_id: run.id,
        state: 'draft',
        exit_rule: JSON.stringify(USUAL_EXIT),
        permitted_uses: run.permitted_uses,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const statuses = input.withRisk ? ['listed', 'risk'] : ['listed'];
    const { numAffectedRows } = await sql`
      insert into support_list_schools (list_id, organisation_id, name, municipality, login, origin, run_status, probability, reasons)
      select ${id}, s.organisation_id, s.name, s.municipality, s.login, 'run', s.status, s.probability, s.reasons
      from identification_run_schools s where s.run_id = ${run.id} and s.status = any(${statuses}::text[]) order by s.position`.execute(
      trx,
    );
    await recordState(ctx, trx, id, 'draft', null);
    await recordAudit(ctx, trx, {
      action: 'support-list.created',
      objectType: 'support-list',
      objectId: id,
      organisationId: region.id,
      after: { title: input.title, runId: run.id, schools: Number(numAffectedRows ?? 0) },
    });
    return id;
  });
}

/** A school that the methodology does not list is put in by a person, who says why. */
export async function addSchoolByHand(
  ctx: Ctx,
  input: { listId: number; organisationId: number; reason: string },
): Promise<number> {
  const reason = filled(input.reason);
  return change(ctx, input.listId, async (trx, list) => {
    insistOpen(list);
    const school = await placedSchool(ctx.scope, trx, input.organisationId);
    const { rows } = await sql<{ id: number }>`
      insert into support_list_schools (list_id, organisation_id, name, municipality, login, origin, decision_reason, decided_by, decided_at)
      select ${list.id}, o.id, o.short_name, p.short_name, o.fis_oko_login, 'manual', ${reason}, ${accountOf(ctx.actor)}, ${ctx.clock.now()}
      from organisations o left join organisations p on p.id = o.parent_id where o.id = ${school.id}
      on conflict on constraint support_list_schools_organisation_unique do nothing returning id`.execute(trx);
    const [row] = rows;
    if (!row)
      throw new AppError('conflict', {
        text: 'Эта школа уже есть в списке.',
        advice: 'Если она вычеркнута, верните её с указанием причины.',
      });
    await recordSchool(ctx, trx, list, row.id, 'support-list.school-added', reason);
    return row.id;
  });
}

/** Strikes a school out of a draft or puts it back; the methodology's word stays beside the person's. */
export async function decideSchool(
  ctx: Ctx,
  input: { listId: number; listSchoolId: number; included: boolean; reason: string },
): Promise<void> {
  const reason = filled(input.reason);
  return change(ctx, input.listId, async (trx, list) => {
    insistOpen(list);
    await setIncluded(ctx, trx, list, input.listSchoolId, input.included, reason);
  });
}

export async function setIncluded(
  ctx: Ctx,
  trx: Connection,
  list: LockedList,
  listSchoolId: number,
  included: boolean,
  reason: string,
): Promise<void> {
  const changed = await trx
    .updateTable('support_list_schools')
    .set({ included, decision_reason: reason, decided_by: accountOf(ctx.actor), decided_at: ctx.clock.now() })
    .where('id', '=', listSchoolId)
    .where('list_id', '=', list.id)
    .returning('id')
    .executeTakeFirst();
  if (!changed) throw new AppError('notFound', { text: 'Такой школы в списке нет.' });
  const action = included ? 'support-list.school-restored' : 'support-list.school-struck-out';
  await recordSchool(ctx, trx, list, listSchoolId, action, reason);
}

export async function setExitRule(ctx: Ctx, listId: number, rule: ExitRule): Promise<void> {
  const sane = Number.isInteger(rule.notListedYears) && rule.notListedYears >= 1 && rule.notListedYears <= 5;
  if (!sane || !Number.isInteger(rule.watchYears) || rule.watchYears < 0 || rule.watchYears > 5 || !rule.text.trim())
    throw new AppError('invalidInput', {
      text: 'Правило выхода записано неверно.',
      advice: 'Укажите от 1 до 5 лет без попадания в список, от 0 до 5 лет наблюдения и текст правила.',
    });
  return change(ctx, listId, async (trx, list) => {
    insistOpen(list);
    await trx
      .updateTable('support_lists')
      .set({ exit_rule: JSON.stringify(rule), version: sql`version + 1` })
      .where('id', '=', list.id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'support-list.exit-rule-set',
      objectType: 'support-list',
      objectId: list.id,
      organisationId: list.region.id,
      before: list.exitRule,
      after: rule,
    });
  });
}

export type ListOrder = {
  number: string;
  date: IsoDate;
  /** Who issues it: «Министерство образования … области». */
  body: string;
  signatory: { post: string; name: string };
};

/** Every objection has an answer, every municipality a word: then the order puts the schools in. */
export async function approveList(ctx: Ctx, listId: number, order: ListOrder): Promise<void> {
  return change(
    ctx,
    listId,
    async (trx, list) => {
      await insistAgreed(trx, list);
      const rule = list.exitRule ?? USUAL_EXIT;
      const { numUpdatedRows } = await trx
        .updateTable('support_list_schools')
        .set({ entered_on: order.date, watch_until: watchUntil(order.date, rule) })
        .where('list_id', '=', list.id)
        .where('included', '=', true)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n)
        throw new AppError('invalidInput', { text: 'В списке нет ни одной школы.', advice: 'Утверждать нечего.' });
      await writeOrder(ctx, trx, list, 'approval', order, Number(numUpdatedRows));
      await takeStep(ctx, trx, list, 'approve', { action: 'support-list.approved', after: order });
    },
    mayApproveLists,
  );
}

/** An order lets schools go; each is watched for as long as was agreed at entry. */
export async function releaseSchools(
  ctx: Ctx,
  input: { listId: number; listSchoolIds: readonly number[]; reason: string; order: ListOrder },
): Promise<void> {
  const reason = filled(input.reason);
  return change(
    ctx,
    input.listId,
    async (trx, list) => {
      if (list.state !== 'approved') throw new AppError('transitionNotAllowed');
      const released = await trx
        .updateTable('support_list_schools')
        .set({
          left_on: input.order.date,
          exit_reason: reason,
          watch_until: watchUntil(input.order.date, list.exitRule ?? USUAL_EXIT),
        })
        .where('list_id', '=', list.id)
        .where('id', 'in', [...input.listSchoolIds])
        .where('entered_on', '<=', input.order.date)
        .where('left_on', 'is', null)
        .returning('id')
        .execute();
      if (released.length === 0 || released.length !== new Set(input.listSchoolIds).size)
        throw new AppError('invalidInput', {
          text: 'Не все выбранные школы можно вывести этим приказом.',
          advice: 'Проверьте, что школы состоят в списке на дату приказа.',
        });
      await writeOrder(ctx, trx, list, 'exit', input.order, released.length);
      await recordAudit(ctx, trx, {
        action: 'support-list.schools-released',
        objectType: 'support-list',
        objectId: list.id,
        organisationId: list.region.id,
        after: { order: input.order, schools: released.map(({ id }) => id) },
        reason,
      });
    },
    mayApproveLists,
  );
}

export async function closeList(ctx: Ctx, listId: number, reason: string): Promise<void> {
  const note = filled(reason);
  return change(
    ctx,
    listId,
    (trx, list) => takeStep(ctx, trx, list, 'close', { action: 'support-list.closed', note }),
    mayApproveLists,
  );
}

export async function deleteListDraft(ctx: Ctx, listId: number): Promise<void> {
  return change(ctx, listId, async (trx, list) => {
    // What was brought from outside stands approved from the start and may go the same way.
    if (list.state !== 'draft' && list.origin === 'own') throw new AppError('transitionNotAllowed');
    await trx.updateTable('support_lists').set({ deleted_at: ctx.clock.now() }).where('id', '=', list.id).execute();
    await recordAudit(ctx, trx, {
      action: 'support-list.deleted',
      objectType: 'support-list',
      objectId: list.id,
      organisationId: list.region.id,
      before: { title: list.title, state: list.state },
    });
  });
}

export function change<T>(
  ctx: Ctx,
  listId: number,
  work: (trx: Connection, list: LockedList) => Promise<T>,
  may: (actor: Ctx['actor'], region: { path: string }) => boolean = mayKeepLists,
): Promise<T> {
  return ctx.db.transaction().execute(async (trx) => {
    const list = await lockedList(ctx, trx, listId);
    insist(may(ctx.actor, list.region));
    return work(trx, list);
  });
}

async function insistAgreed(trx: Connection, list: LockedList): Promise<void> {
  const { rows } = await sql<{ waiting: number; open: number }>`
    select (select count(*) from support_list_agreements a where a.list_id = ${list.id} and a.state = 'waiting') as waiting,
      (select count(*) from support_list_remarks r join support_list_schools s on s.id = r.list_school_id
       where s.list_id = ${list.id} and r.kind = 'objection' and r.answered_at is null) as open`.execute(trx);
  const { waiting = 0, open = 0 } = rows[0] ?? {};
  if (open > 0)
    throw new AppError('transitionNotAllowed', {
      text: `Есть возражения без ответа: ${open}.`,
      advice: 'Ответьте на каждое и утвердите список.',
    });
  if (waiting > 0)
    throw new AppError('transitionNotAllowed', {
      text: `Не все муниципалитеты ответили: ждём ${waiting}.`,
      advice: 'Дождитесь ответа или отметьте согласование по истечении срока.',
    });
}

async function writeOrder(
  ctx: Ctx,
  trx: Connection,
  list: LockedList,
  purpose: 'approval' | 'exit',
  order: ListOrder,
  schools: number,
): Promise<void> {
  await trx
    .insertInto('support_list_orders')
    .values({
      list_id: list.id,
      purpose,
      number: filled(order.number),
      dated_on: order.date,
      body: filled(order.body),
      signatory_post: filled(order.signatory.post),
      signatory_name: filled(order.signatory.name),
      schools,
      created_by: accountOf(ctx.actor),
      created_at: ctx.clock.now(),
    })
    .execute();
}

function recordSchool(
  ctx: Ctx,
  trx: Connection,
  list: LockedList,
  listSchoolId: number,
  action: string,
  reason: string,
): Promise<void> {
  return recordAudit(ctx, trx, {
    action,
    objectType: 'support-list',
    objectId: list.id,
    organisationId: list.region.id,
    after: { listSchoolId },
    reason,
  });
}

function purposeOf(body: string): string {
  return /^purpose:\s*['"]?([a-z-]+)/m.exec(body)?.[1] ?? 'low-results';
}

function titled(title: string): string {
  const text = title.trim();
  if (text.length > 0 && text.length <= 500) return text;
  throw new AppError('invalidInput', {
    text: 'У списка должно быть название до 500 знаков.',
    advice: 'Например: «Школы с низкими образовательными результатами, 2026 год».',
  });
}

export function filled(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new AppError('reasonRequired');
  return trimmed;
}
