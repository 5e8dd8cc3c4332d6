/**
 * The last step of an import and its undo. Rows lie in the lake and roll-ups in the tables already; one transaction
 * points the catalogue at them, so whoever looks sees the old state or the new one.
 */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { type Arrival, arrivalsOf, type SetMode } from '../queries/preview.ts';
import { applyFacts, factsReplaced, undoFacts } from './apply-facts.ts';
import { lockCatalogue, lockedImport } from './locked-import.ts';

export type ApplyImport = {
  /** The version that was seen in the preview; null: whatever stands now (the command line). */
  version: number | null;
  /** By procedure; what is not said goes as proposed. */
  modes?: Readonly<Record<string, SetMode>>;
};

/** `facts`: rows about schools beside results. */
export type AppliedSets = { created: number; unchanged: number; facts: number };

export async function applyImport(
  ctx: Ctx,
  importId: number,
  { version, modes = {} }: ApplyImport,
): Promise<AppliedSets> {
  return ctx.db.transaction().execute(async (trx) => {
    const { state, region, ...found } = await lockedImport(ctx, trx, importId);
    if (state !== 'checked') throw new AppError('transitionNotAllowed');
    if (version !== null && found.version !== version) throw new AppError('conflict');
    await lockCatalogue(trx, region.id);
    const arrivals = await arrivalsOf(trx, region.id, importId);
    const facts = await applyFacts(ctx, trx, importId, region);
    if (arrivals.length === 0 && facts === 0)
      throw new AppError('importHasErrors', {
        text: 'Загружать нечего: ни один файл не прочитан или все исключены.',
        advice: 'Исправьте файлы или укажите их столбцы и проверьте снова.',
      });
    let created = 0;
    for (const arrival of arrivals) {
      if (arrival.unchanged) continue;
      await createSet(ctx, trx, {
        importId,
        regionId: region.id,
        arrival,
        mode: modes[arrival.procedureId] ?? arrival.mode,
      });
      created += 1;
    }
    await trx
      .updateTable('result_imports')
      .set({ state: 'applied', applied_by: accountOf(ctx.actor), applied_at: ctx.clock.now() })
      .where('id', '=', importId)
      .execute();
    const outcome = { created, unchanged: arrivals.length - created, facts };
    await recordAudit(ctx, trx, {
      action: 'results.applied',
      objectType: 'result-import',
      objectId: importId,
      organisationId: region.id,
      after: { ...outcome, procedures: arrivals.map(({ procedureId }) => procedureId) },
    });
    return outcome;
  });
}

type NewSet = { importId: number; regionId: number; arrival: Arrival; mode: SetMode };

async function createSet(ctx: Ctx, trx: Connection, { importId, regionId, arrival, mode }: NewSet): Promise<void> {
  const kept = mode === 'add' ? (arrival.current?.partIds ?? []) : [];
  const partIds = [...new Set([...kept, ...arrival.partIds])];
  const { rows } = await sql<{ id: number }>`
    with part as (select * from result_parts where id = any(${partIds}::bigint[])),
    total as (
      select count(distinct s.school_key) as schools, sum(s.n) as pupils, sum(s.absent) as absent,
        case when bool_or(s.below is null and s.n > 0) then null else coalesce(sum(s.below), 0) end as below
      from school_results s where s.part_id in (select id from part)
    )
    insert into result_sets (organisation_id, procedure_id, assessment, subject, year, round, paper_grade, pupil_grade, version,
      state, import_id, supersedes_id, schools, pupils, absent, below, created_at)
    select ${regionId}, p.procedure_id, p.assessment, p.subject, p.year, p.round, p.paper_grade, p.pupil_grade,
      coalesce((select max(version) from result_sets where organisation_id = ${regionId} and procedure_id = p.procedure_id), 0) + 1,
      'superseded', ${importId}, ${arrival.current?.id ?? null}, t.schools, coalesce(t.pupils, 0), coalesce(t.absent, 0), t.below, ${ctx.clock.now()}
    from (select * from part order by id limit 1) p, total t
    returning id`.execute(trx);
  const id = rows[0]!.id;
  await trx
    .insertInto('result_set_parts')
    .values(partIds.map((partId) => ({ set_id: id, part_id: partId })))
    .execute();
  if (arrival.current)
    await trx
      .updateTable('result_sets')
      .set({ state: 'superseded', superseded_by: id })
      .where('id', '=', arrival.current.id)
      .execute();
  await trx.updateTable('result_sets').set({ state: 'current' }).where('id', '=', id).execute();
}

/** Data sets go back to what they were; versions stay in the chain, so a run that used them can be repeated. */
export async function undoImport(ctx: Ctx, importId: number): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const { state, region } = await lockedImport(ctx, trx, importId);
    if (state !== 'applied') throw new AppError('transitionNotAllowed');
    await lockCatalogue(trx, region.id);
    const sets = await trx
      .selectFrom('result_sets')
      .select(['id', 'state', 'procedure_id as procedureId', 'supersedes_id as supersedesId'])
      .where('import_id', '=', importId)
      .execute();
    if (sets.some((set) => set.state !== 'current') || (await factsReplaced(trx, importId)))
      throw new AppError('transitionNotAllowed', {
        text: 'Отменить эту загрузку уже нельзя: поверх неё загружены исправления.',
        advice: 'Сначала отмените более позднюю загрузку.',
      });
    await undoFacts(trx, importId);
    const ids = sets.map(({ id }) => id);
    await sql`update result_sets set state = 'undone' where id = any(${ids}::bigint[])`.execute(trx);
    await sql`update result_sets set state = 'current', superseded_by = null where superseded_by = any(${ids}::bigint[])`.execute(
      trx,
    );
    await trx
      .updateTable('result_imports')
      .set({ state: 'undone', undone_at: ctx.clock.now() })
      .where('id', '=', importId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'results.undone',
      objectType: 'result-import',
      objectId: importId,
      organisationId: region.id,
      before: { procedures: sets.map(({ procedureId }) => procedureId) },
    });
    return sets.length;
  });
}
