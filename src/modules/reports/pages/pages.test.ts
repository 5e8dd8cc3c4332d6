import { RouterContextProvider } from 'react-router';
import { describe, expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import type { Ctx } from '#platform/context.ts';
import { freeze, newPlan, smallRegion } from '#tests/support/execution.ts';
import { type WebRequest, webRequest } from '#web/request.ts';
import { loader as memoFile } from './memo-file.ts';
import { loader as planFile } from './plan-file.ts';
import { loader as reportFile } from './report-file.ts';

const { db, town, planner, otherPlanner } = await smallRegion();
const plan = await newPlan(db, town, { text: 'Семинар для кураторов', due: ['2026-10-31', '2026-12-31'] });
await freeze(planner, plan.planId, '2026-09-15');

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

describe.each(Object.entries(TYPES))('as %s', (format, type) => {
  test('a plan and its report are downloaded with the right type and a Russian name', async () => {
    for (const [loader, path] of [
      [planFile, `export.${format}`],
      [reportFile, `report.${format}?on=2026-11-22`],
    ] as const) {
      const response = (await loader(args(planner, `/plans/${plan.planId}/${path}`))) as Response;
      expect(response.headers.get('Content-Type')).toBe(type);
      expect(decodeURIComponent(response.headers.get('Content-Disposition') ?? '')).toMatch(
        new RegExp(`filename\\*=UTF-8''.*[Пп]лан.*\\.${format}$`),
      );
      const { blocks } = await readDocument(new Uint8Array(await response.arrayBuffer()), { fileName: `x.${format}` });
      expect(JSON.stringify(blocks)).toContain('Семинар для кураторов');
    }
  });
});

test('nobody gets a file of a plan that is not visible to them', async () => {
  const address = `/plans/${plan.planId}/report.docx`;
  await expect(Promise.resolve(reportFile(args(otherPlanner, address)))).rejects.toMatchObject({ code: 'notFound' });
  await expect(Promise.resolve(planFile(args(otherPlanner, address)))).rejects.toMatchObject({ code: 'notFound' });
});

test('the memo is a Word document', async () => {
  const response = (await memoFile(args(planner, '/reports/memo.docx'))) as Response;
  expect(response.headers.get('Content-Type')).toBe(TYPES.docx);
});

function args(ctx: Ctx, path: string): Parameters<typeof reportFile>[0] {
  const context = new RouterContextProvider();
  context.set(webRequest, { ...ctx, nonce: '' } as unknown as WebRequest);
  const url = new URL(path, 'http://opora.test');
  return { request: new Request(url), url, context, params: { planId: String(plan.planId) } } as unknown as Parameters<
    typeof reportFile
  >[0];
}
