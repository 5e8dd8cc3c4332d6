import { expect, test } from 'vitest';
import { acceptExecution } from './commands/review.ts';
import { submitExecution } from './commands/submit.ts';
import { addTotals, emptyTotals } from './domain.ts';
import { freeze, marked, newPlan, smallRegion, withoutDocuments } from '#tests/support/execution.ts';
import { executionRows, planWithMarks } from './queries/report.ts';

const { db, town, school, neighbour, stranger, head, neighbourHead, planner, otherPlanner, reader, regional } =
  await smallRegion();

const plan = await newPlan(db, town, { text: 'Семинар района', due: ['2026-10-31', '2026-12-31'] });
await newPlan(db, town, { planId: plan.planId, text: 'Совещание', due: [] });
const below = await newPlan(db, school, { parentMeasureId: plan.measureId, due: ['2026-10-31'] });
const beside = await newPlan(db, neighbour, { parentMeasureId: plan.measureId, due: ['2026-10-31'] });
await newPlan(db, stranger, { parentMeasureId: below.measureId, due: ['2026-10-31', '2027-01-31'] });
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

test('a measure comes with its marks, documents and totals', async () => {
  const { rows, totals } = await executionRows(planner.scope, db, { planId: plan.planId, asOf: '2026-11-22' });
  expect(rows.map((row) => row.measure.text)).toEqual(['Семинар района', 'Совещание']);
  expect(rows[0]).toMatchObject({
    marks: [
      {
        dueOn: '2026-10-31',
        standing: 'doneLate',
        text: 'Приказ издан, кураторы назначены.',
        doneOn: '2026-11-05',
        proved: true,
      },
      { dueOn: '2026-12-31', standing: 'notDue', text: null, documents: [] },
    ],
    documents: [{ kind: 'приказ', number: '45', date: '2026-11-19', title: 'О назначении кураторов' }],
    totals: { doneLate: 1, notDue: 1, total: 2 },
  });
  expect(totals).toEqual(addTotals(rows[0]!.totals, rows[1]!.totals));
});

test('what the levels below did for a measure is rolled up, as far as the scope reaches', async () => {
  const belowFor = async (ctx: typeof planner) => {
    const {
      rows: [row],
    } = await executionRows(ctx.scope, db, { planId: plan.planId, asOf: '2026-11-22' });
    return { ...row!.below, adoptedBy: row!.adoptedBy };
  };
  expect(await belowFor(planner)).toMatchObject({
    doneOnTime: 1,
    doneWithoutDocument: 1,
    overdue: 0,
    total: 2,
    adoptedBy: 2,
  });
  // A school's measure can be carried out by another level below: it counts for the same root.
  expect(await belowFor(reader)).toMatchObject({
    doneOnTime: 1,
    doneWithoutDocument: 1,
    overdue: 1,
    notDue: 1,
    total: 4,
    adoptedBy: 3,
  });
  expect(await belowFor(head)).toMatchObject({ doneOnTime: 1, total: 1, adoptedBy: 1 });
});

test('on an earlier day the later marks are not there yet', async () => {
  const {
    rows: [row],
  } = await executionRows(planner.scope, db, { planId: plan.planId, asOf: '2026-11-01' });
  expect(row).toMatchObject({
    marks: [{ standing: 'overdue', text: null, doneOn: null, documents: [] }, {}],
    documents: [],
    totals: { overdue: 1 },
  });
  expect(row?.below).toMatchObject({ doneOnTime: 1, doneWithoutDocument: 1 });
  const {
    rows: [before],
  } = await executionRows(planner.scope, db, { planId: plan.planId, asOf: '2026-10-01' });
  expect(before?.below).toEqual({ ...emptyTotals(), notDue: 2, total: 2 });
});

test('before the plan was in force there is nothing to report, and a stranger has nothing at all', async () => {
  await expect(executionRows(planner.scope, db, { planId: plan.planId, asOf: '2026-09-01' })).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(
    executionRows(otherPlanner.scope, db, { planId: plan.planId, asOf: '2026-11-22' }),
  ).rejects.toMatchObject({ code: 'notFound' });
  await expect(planWithMarks(otherPlanner.scope, db, plan.planId, '2026-11-22')).rejects.toMatchObject({
    code: 'notFound',
  });
});
