import { describe, expect, test } from 'vitest';
import { acceptExecution } from '#modules/execution/commands/review.ts';
import { submitExecution } from '#modules/execution/commands/submit.ts';
import { executionRows } from '#modules/execution/index.ts';
import { freeze, marked, newPlan, smallRegion, withoutDocuments } from '#tests/support/execution.ts';
import { executionReport, REPORT_CLASSES, type ReportClass } from './domain.ts';
import { memoDocument } from './memo-document.ts';
import { memoFor } from './memo.ts';
import { executionSummary, organisationsToSumUp, plansOf, windowsBehind, wholeScope } from './queries.ts';
import { filterOf, summaryAsked } from './summary-choice.ts';

const region = await smallRegion();
const { db, town, school, neighbour, stranger, head, neighbourHead, planner, regional } = region;
const asOf = '2026-11-22';

// The town: one window late, one ahead. Its school: on time. The neighbour: without a document. Another town's school: overdue.
const plan = await newPlan(db, town, { due: ['2026-10-31', '2026-12-31'] });
const below = await newPlan(db, school, { parentMeasureId: plan.measureId, due: ['2026-10-31'] });
const beside = await newPlan(db, neighbour, { parentMeasureId: plan.measureId, due: ['2026-10-31'] });
await newPlan(db, stranger, { due: ['2026-10-31'] });
await newPlan(db, school, { state: 'draft', due: ['2026-01-31'] });
await freeze(planner, plan.planId, '2026-09-15');
await submitExecution(planner, { ...marked({ doneOn: '2026-11-05' }), occurrenceId: plan.occurrence, version: 0 });
await acceptExecution(regional, { occurrenceId: plan.occurrence, version: 1, comment: null });
await submitExecution(head, { ...marked({ doneOn: '2026-10-30' }), occurrenceId: below.occurrence, version: 0 });
await acceptExecution(planner, { occurrenceId: below.occurrence, version: 1, comment: null });
await submitExecution(neighbourHead, {
  ...marked({ doneOn: '2026-10-30' }),
  ...withoutDocuments,
  occurrenceId: beside.occurrence,
  version: 0,
});
await acceptExecution(planner, { occurrenceId: beside.occurrence, version: 1, comment: null });

const all = { limit: 100, offset: 0 };

describe('a summary over organisations', () => {
  test('gives a line for the chosen one and for each right under it, with all below', async () => {
    const { lines, totals } = await executionSummary(planner.scope, db, { within: town, asOf });
    expect(lines.map(({ organisation, own, totals: { total } }) => [organisation.id, own, total])).toEqual([
      [town.id, true, 2],
      [school.id, false, 1],
      [neighbour.id, false, 1],
    ]);
    expect(totals).toEqual({ onTime: 1, late: 1, withoutDocument: 1, inReview: 0, notDone: 0, notDue: 1, total: 4 });
  });

  test('opens as many rows behind each number as the number says', async () => {
    for (const [ctx, within] of [
      [planner, town],
      [regional, region.region],
      [head, school],
    ] as const) {
      const { lines, totals } = await executionSummary(ctx.scope, db, { within, asOf });
      for (const each of [...REPORT_CLASSES, null]) {
        const { rows, total } = await windowsBehind(ctx.scope, db, { within, asOf, class: each }, all);
        expect([rows.length, total]).toEqual([totals[each ?? 'total'], totals[each ?? 'total']]);
        for (const line of lines) {
          const place = { within: line.organisation, asOf, class: each, ownOnly: line.own };
          expect((await windowsBehind(ctx.scope, db, place, all)).total).toBe(line.totals[each ?? 'total']);
        }
      }
    }
  });

  test('agrees with the execution report of a single plan', async () => {
    const report = executionReport(await executionRows(planner.scope, db, { planId: plan.planId, asOf }));
    const { totals } = await executionSummary(planner.scope, db, { within: town, asOf, level: 'municipality' });
    expect(totals).toEqual(report.totals);
  });

  test('shows an earlier day as it was', async () => {
    const { totals } = await executionSummary(planner.scope, db, { within: town, asOf: '2026-11-01' });
    expect(totals).toMatchObject({ onTime: 1, late: 0, withoutDocument: 1, notDone: 1, notDue: 1 });
    const { rows } = await windowsBehind(
      planner.scope,
      db,
      { within: town, asOf: '2026-11-01', class: 'notDone' },
      all,
    );
    expect(rows).toMatchObject([{ occurrenceId: plan.occurrence, doneOn: null, mark: null, documents: 0 }]);
  });

  test('never reaches beyond the scope', async () => {
    const seen = async (ctx: typeof planner, reportClass: ReportClass | null) =>
      (await windowsBehind(ctx.scope, db, { within: null, asOf, class: reportClass }, all)).rows.map(
        ({ organisation }) => organisation.id,
      );
    expect(await seen(planner, 'notDone')).toEqual([]);
    expect(await seen(regional, 'notDone')).toEqual([stranger.id]);
    expect(await seen(head, null)).toEqual([school.id]);
    const { totals } = await executionSummary({ subtrees: [], ancestors: [] }, db, { within: town, asOf });
    expect(totals.total).toBe(0);
  });

  test('tells schools of one name apart by the organisation above them, and nobody else', async () => {
    const { rows } = await windowsBehind(regional.scope, db, { within: town, asOf }, all);
    const told = new Map(rows.map(({ organisation }) => [organisation.id, organisation.within]));
    expect([told.get(school.id), told.get(town.id)]).toEqual([town.shortName, null]);
  });

  test('finds what carries a measure out on the levels below', async () => {
    const { rows } = await windowsBehind(planner.scope, db, { within: null, asOf, underMeasure: plan.measureId }, all);
    expect(rows.map(({ occurrenceId }) => occurrenceId).sort()).toEqual([below.occurrence, beside.occurrence].sort());
  });
});

describe('the choice of a summary', () => {
  const asked = (ctx: typeof planner, query: string) =>
    summaryAsked(ctx, new URL(`http://opora.test/reports?${query}`));

  test('starts with the widest that the scope allows, as of today', async () => {
    expect(await asked(planner, '')).toMatchObject({ organisation: { id: town.id }, asOf, level: null, plan: null });
    expect(await asked(planner, `level=school&on=2026-10-01&plan=${plan.planId}`)).toMatchObject({
      level: 'school',
      asOf: '2026-10-01',
      plan: { id: plan.planId },
    });
  });

  test('refuses an organisation that is not visible', async () => {
    await expect(asked(planner, `organisation=${region.otherTown.id}`)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('offers organisations with somebody under them, and plans in force', async () => {
    expect((await organisationsToSumUp(planner.scope, db)).map(({ id }) => id)).toEqual([town.id]);
    expect((await organisationsToSumUp(head.scope, db)).map(({ id }) => id)).toEqual([school.id]);
    expect((await plansOf(head.scope, db, school.id)).map(({ id }) => id)).toEqual([below.planId]);
    expect((await wholeScope(db)).subtrees).toEqual([region.region.path]);
  });

  test('makes the memo from the same numbers', async () => {
    const chosen = await asked(regional, '');
    const memo = await memoFor(regional, chosen!, 5);
    expect(memo.summary).toEqual(await executionSummary(regional.scope, db, filterOf(chosen!)));
    expect(memo.overdue.rows).toHaveLength(memo.summary.totals.notDone);
    const texts = memoDocument(memo).blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
    expect(texts).toContain(
      'Наступили 4\u00A0срока исполнения, исполнено 3 (75\u202F%), из них подтверждено документами 2 (50\u202F%). С опозданием исполнено 1. ' +
        'Без подтверждающего документа отмечено 1: такие отметки учтены отдельно. Не исполнено 1.',
    );
  });
});
