/** Checks the results of one year of a region. An earlier check of the year stays, but is no longer in force. */
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { checkYearSteps } from '../check-year.ts';
import type { IntegrityAnswers, YearCheck } from '../contract.ts';
import { mayReview } from '../policy.ts';
import { regionOf } from '../queries/region.ts';
import { type RegionWorks, regionWorks } from '../queries/works.ts';

export type CheckOutcome = { checkId: number; year: number; tested: number; reasons: number };

/** Percent of a check that is done; whoever listens may throw to stop it. */
export type CheckProgress = (percent: number) => Promise<void>;

/** Works are read up to here; signs take what is left but for writing down. */
const WORKS_READ = 60;
const SIGNS_JUDGED = 95;

/** @param input the region is the person's own unless several are theirs */
export async function checkIntegrity(
  ctx: Ctx,
  input: { year: number; regionId?: number; answers?: readonly IntegrityAnswers[] },
): Promise<CheckOutcome> {
  const region = await regionOf(ctx.scope, ctx.db, input.regionId ?? null);
  if (!mayReview(ctx.actor, region)) throw new AppError('notAllowed');
  return checkRegion(ctx, { regionId: region.id, year: input.year, answers: input.answers ?? [] }, async () => {});
}

/** For whoever was allowed to ask for it. */
export async function checkRegion(
  ctx: Ctx,
  input: { year: number; regionId: number; answers: readonly IntegrityAnswers[] },
  progress: CheckProgress,
): Promise<CheckOutcome> {
  const found = await regionWorks(ctx.scope, ctx.db, ctx.lake, {
    regionId: input.regionId,
    year: input.year,
    onWork: (part) => progress(WORKS_READ * part),
  });
  if (!found.works.some(({ year }) => year === input.year)) {
    throw new AppError('invalidInput', {
      text: `Результатов за ${input.year} год нет.`,
      advice: 'Загрузите файлы результатов или выберите другой год.',
    });
  }
  const steps = checkYearSteps(input.year, found.works, found.facts, input.answers);
  for (;;) {
    const step = steps.next();
    if (step.done) return recordCheck(ctx, input.regionId, step.value, found);
    await progress(WORKS_READ + (SIGNS_JUDGED - WORKS_READ) * step.value);
  }
}

async function recordCheck(
  ctx: Ctx,
  regionId: number,
  check: YearCheck,
  { organisations, inputs }: Pick<RegionWorks, 'organisations' | 'inputs'>,
): Promise<CheckOutcome> {
  return ctx.db.transaction().execute(async (db) => {
    // Two checks of one year at once: the second waits and takes the place of the first.
    await db.selectFrom('organisations').select('id').where('id', '=', regionId).forUpdate().execute();
    await db
      .updateTable('integrity_checks')
      .set({ replaced_at: ctx.clock.now() })
      .where('region_id', '=', regionId)
      .where('year', '=', check.year)
      .where('replaced_at', 'is', null)
      .execute();
    const { id } = await db
      .insertInto('integrity_checks')
      .values({
        region_id: regionId,
        year: check.year,
        level: check.level,
        tested: check.tested,
        inputs: JSON.stringify(inputs),
        checked_by: accountOf(ctx.actor),
        checked_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const rows = check.findings.flatMap((finding) => {
      const organisationId = organisations.get(finding.school);
      return organisationId === undefined ? [] : [{ finding, organisationId }];
    });
    for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
      await db
        .insertInto('integrity_findings')
        .values(
          rows.slice(start, start + ROWS_A_STATEMENT).map(({ finding, organisationId }) => ({
            check_id: id,
            organisation_id: organisationId,
            pupils: finding.pupils,
            q: Number.isNaN(finding.q) ? null : finding.q,
            reason: finding.reason,
            signals: JSON.stringify(finding.signals),
            counter: JSON.stringify(finding.counter),
          })),
        )
        .execute();
    }
    const reasons = rows.filter(({ finding }) => finding.reason).length;
    await recordAudit(ctx, db, {
      action: 'integrity.checked',
      objectType: 'integrity-check',
      objectId: id,
      organisationId: regionId,
      after: { year: check.year, tested: check.tested, reasons },
    });
    return { checkId: id, year: check.year, tested: check.tested, reasons };
  });
}

const ROWS_A_STATEMENT = 2000;
