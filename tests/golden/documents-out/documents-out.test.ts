import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceDocument, Table } from '#documents/model.ts';
import { readDocument } from '#documents/read.ts';
import type { OfficialDocument } from '#documents/write/model.ts';
import { type PlanReading, readPlan } from '#modules/plan-reading/index.ts';
import { executionReport } from '#modules/reports/domain.ts';
import { FORMAT_NAMES, type FormatName, writeAs } from '#modules/reports/formats.ts';
import { planDocument } from '#modules/reports/plan-document.ts';
import { reportDocument } from '#modules/reports/report-document.ts';
import { sampleExecution } from '#modules/reports/report.fixture.ts';
import { readConfig } from '#platform/config.ts';

const PLANS = join(import.meta.dirname, '../plans');
const planNames = readdirSync(PLANS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

// What stands in the written file, as the reader sees it. After a wanted change:
// `npx vitest run tests/golden/documents-out -u`, then read the difference.
describe('golden documents out', () => {
  test.each(planNames)('the plan %s in its official form', async (name) => {
    await expectGolden(planDocument(planOf(name)), name);
  });

  test('the execution report', async () => {
    await expectGolden(reportDocument(executionReport(sampleExecution(12))), 'execution-report');
  });
});

/**
 * Plans that lose something on the way, and why: a deadline whose «by» was said only by the header of its
 * column («Окончание»), a letter that is no plan, the heading of a table of figures, which becomes one of the plan.
 */
const LOSSY = new Set(['two-level-header', 'antirisk-programme', 'months-as-columns', 'letter-without-plan', 'figures-beside-the-plan']);

describe('reading the written plan gives the plan back', () => {
  const cases = planNames.filter((name) => !LOSSY.has(name)).flatMap((name) => FORMAT_NAMES.map((format) => [name, format] as const));
  test.each(cases)('%s as %s', async (name, format) => {
    const plan = planOf(name);
    expect(await throughFile(plan, format)).toEqual(withoutIssues(plan));
  });

  const seeds = ['kamchatka-2016-2018.docx', 'kirov-2021.docx', 'leningrad-2019-2020.pdf', 'kamensk-uralsky-report-2019-2020.txt'];
  test.for(seeds)('the real document %s in every format', { timeout: 30_000 }, async (name, { skip }) => {
    const plan = await seedPlan(name);
    if (plan === null) return skip(`no seeds: set OPORA_SEEDS to the folder with ${name}`);
    for (const format of FORMAT_NAMES) expect(await throughFile(plan, format), format).toEqual(withoutIssues(plan));
  });
});

function planOf(name: string): PlanReading {
  return JSON.parse(readFileSync(join(PLANS, name, 'expected.json'), 'utf8')) as PlanReading;
}

async function seedPlan(name: string): Promise<PlanReading | null> {
  try {
    const bytes = readFileSync(join(readConfig({}).seedsDirectory, name));
    return JSON.parse(JSON.stringify(readPlan(await readDocument(bytes, { fileName: name })))) as PlanReading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function throughFile(plan: PlanReading, format: FormatName): Promise<object> {
  return withoutIssues(readPlan(await readDocument(await writeAs(planDocument(plan), format), { fileName: `plan.${format}` })));
}

/** Issues speak of the place in a document, and of columns it does not have; so does where a remark stood. */
function withoutIssues(plan: PlanReading): object {
  const { issues: _, ...rest } = JSON.parse(JSON.stringify(plan)) as PlanReading;
  return { ...rest, other: rest.other?.map(({ text }) => text) };
}

async function expectGolden(document: OfficialDocument, name: string): Promise<void> {
  for (const format of FORMAT_NAMES) {
    const written = await readDocument(await writeAs(document, format), { fileName: `${name}.${format}` });
    // Where a paragraph ends in a narrow column of a PDF, its reader can only guess.
    await expect(printed(written, format === 'pdf' ? ' ' : ' ¶ ')).toMatchFileSnapshot(join(import.meta.dirname, name, `${format}.txt`));
  }
}

function printed({ blocks }: SourceDocument, between: string): string {
  return `${blocks.map((block) => (block.kind === 'table' ? printedTable(block, between) : paragraphMark(block) + block.text)).join('\n')}\n`;
}

function paragraphMark({ align, bold }: { align: string | null; bold: boolean }): string {
  return `${align === 'center' ? '=' : ''}${bold ? '*' : ''} `.trimStart();
}

/** One line a row; spans as «2×1», repeated header rows marked. */
function printedTable({ rows }: Table, between: string): string {
  return rows.map(({ cells, header }) => `${header ? '#' : '|'} ${cells.map((cell) => {
    const spans = cell.columnSpan > 1 || cell.rowSpan > 1 ? `${cell.columnSpan}×${cell.rowSpan} ` : '';
    return spans + cell.paragraphs.map(({ text }) => text).join(between);
  }).join(' | ')}`).join('\n');
}
