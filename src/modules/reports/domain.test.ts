import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STANDINGS } from '#modules/execution/index.ts';
import { doneOf, dueOf, executionReport, REPORT_CLASSES, standingsOf, sumOf, totalsOfMarks } from './domain.ts';
import { sampleExecution } from './report.fixture.ts';

describe('an execution report', () => {
  const report = executionReport(sampleExecution(60));

  test('counts every due window in one class, and a cancelled one in none', () => {
    const classes = REPORT_CLASSES.flatMap(standingsOf);
    expect(new Set(classes).size).toBe(classes.length);
    expect(STANDINGS.filter((standing) => !classes.includes(standing))).toEqual(['cancelled']);
  });

  test('adds up: classes to the total, rows to sections, sections to the report', () => {
    for (const { totals, marks } of report.rows) {
      expect(REPORT_CLASSES.reduce((sum, each) => sum + totals[each], 0)).toBe(totals.total);
      expect(totals).toEqual(totalsOfMarks(marks));
    }
    expect(sumOf(report.sections.map(({ totals }) => totals))).toEqual(report.totals);
  });

  test('opens as many rows behind each number as the number says', () => {
    for (const each of REPORT_CLASSES) {
      const rows = report.rows.flatMap(({ marks }) => marks).filter((mark) => mark.class === each);
      expect(rows).toHaveLength(report.totals[each]);
    }
  });

  test('keeps the order and the numbers of the plan, also of measures without a due window', () => {
    const execution = sampleExecution(3);
    const [first, ...rest] = execution.rows;
    const { rows } = executionReport({ ...execution, rows: [{ ...first!, marks: [], documents: [] }, ...rest] });
    expect(rows.map(({ number }) => number)).toEqual(['1', '2', '3']);
    expect(rows[0]?.totals.total).toBe(0);
  });

  test('states ИТОГО of the courses as their rows add up', () => {
    expect(report.courses.map(({ totals }) => totals)).toEqual([{ teachers: 6, managers: 28 }]);
  });
});

test('what is done is never more than what was due, whatever the counts', () => {
  const totals = fc.record(
    Object.fromEntries(REPORT_CLASSES.map((each) => [each, fc.nat(500)])) as Record<
      (typeof REPORT_CLASSES)[number],
      fc.Arbitrary<number>
    >,
  );
  fc.assert(
    fc.property(totals, (counts) => {
      const all = { ...counts, total: REPORT_CLASSES.reduce((sum, each) => sum + counts[each], 0) };
      expect(doneOf(all)).toBeLessThanOrEqual(dueOf(all));
    }),
  );
});
