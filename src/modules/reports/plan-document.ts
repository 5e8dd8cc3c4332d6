/**
 * A plan in its official form: stamp, title, goal, tasks, the table with its own numbers, sections and
 * columns, course tables, glossary. Reading the written document gives the plan back.
 */
import { formatPeriod } from '#kernel/format.ts';
import {
  cell,
  type OfficialBlock,
  type OfficialColumn,
  type OfficialDocument,
  type OfficialTable,
} from '#documents/write/model.ts';
import type { Measure, PlanReading } from '#modules/plan-reading/contract.ts';
import { courseBlocks } from './course-tables.ts';
import { rowsBySections } from './section-rows.ts';
import { approvalStamp } from './stamp.ts';
import { glossaryBlocks, inList, numbered, titleLines } from './wording.ts';

/** `where` of a block that stood in front of everything else. */
const BEFORE_TABLE = 'перед таблицей';

export function planDocument(plan: PlanReading): OfficialDocument {
  return {
    orientation: 'landscape',
    stamp: approvalStamp(plan.approval, plan.title),
    title: titleLines(plan.title ?? ''),
    blocks: [
      ...keptBlocks(plan, 'before'),
      ...opening(plan),
      ...measureTable(plan),
      ...keptBlocks(plan, 'after'),
      ...courseBlocks(plan.tables),
      ...glossaryBlocks(plan.glossary),
    ],
    signature: null,
    tab: 'План',
  };
}

function opening({ title, period, goal, tasks }: PlanReading): OfficialBlock[] {
  // A title that names a year states the period itself.
  const statesPeriod = /(?:19|20)\d\d/.test(title ?? '');
  return [
    ...(period === null || statesPeriod
      ? []
      : [{ kind: 'paragraph', style: 'body', lead: 'Срок реализации:', text: formatPeriod(period) } as const]),
    ...(goal === null ? [] : [{ kind: 'paragraph', style: 'body', lead: 'Цель:', text: goal } as const]),
    ...(tasks.length === 0 ? [] : [{ kind: 'paragraph', style: 'body', lead: 'Задачи:', text: '' } as const]),
    ...tasks.map((task, index) => ({ kind: 'paragraph', style: 'body', text: `${index + 1}. ${task}` }) as const),
  ];
}

/** What was not understood when the plan was read is printed where it stood, in the same order. */
function keptBlocks({ other = [] }: PlanReading, place: 'before' | 'after'): OfficialBlock[] {
  const split = other.findLastIndex(({ where }) => where === BEFORE_TABLE) + 1;
  const kept = place === 'before' ? other.slice(0, split) : other.slice(split);
  // In a workbook a line right under a table would pass for a row of it.
  return kept.map(({ text }, index) => ({
    kind: 'paragraph',
    style: 'body',
    text,
    tab: place === 'after' && index === 0 ? 'Примечания' : undefined,
  }));
}

type PlanColumn = OfficialColumn & { header: string; of(measure: Measure): string[]; always?: true };

function measureTable(plan: PlanReading): OfficialTable[] {
  if (plan.measures.length + plan.sections.length === 0) return [];
  const columns = columnsOf(plan.measures);
  return [
    {
      kind: 'table',
      columns: columns.map(({ align }) => ({ align })),
      header: [{ cells: columns.map(({ header }) => cell(header)) }],
      rows: rowsBySections(plan, columns.length, (measure) => ({
        cells: columns.map((column) => cell(column.of(measure))),
      })),
    },
  ];
}

/** The official columns; one that no measure fills is left out, as is the numbering of a plan without numbers. */
function columnsOf(measures: Measure[]): PlanColumn[] {
  const columns: PlanColumn[] = [
    { header: '№ п/п', align: 'center', of: ({ number }) => [numbered(number)] },
    { header: 'Мероприятие', align: 'left', of: ({ text }) => [text], always: true },
    { header: 'Срок исполнения', align: 'left', of: ({ deadline }) => [deadline.text] },
    {
      header: 'Ответственный исполнитель',
      align: 'left',
      of: ({ responsible }) => inList(responsible.map(({ text }) => text)),
    },
    { header: 'Ожидаемый результат', align: 'left', of: ({ results }) => inList(results.map(({ text }) => text)) },
    { header: 'Отметка об исполнении', align: 'left', of: ({ execution }) => [execution?.text ?? ''] },
    ...otherHeaders(measures).map(
      (header): PlanColumn => ({
        header,
        align: 'left',
        of: ({ other = [] }) => other.filter((entry) => entry.header === header).map(({ text }) => text),
      }),
    ),
    { header: 'Примечание', align: 'left', of: ({ note }) => [note ?? ''] },
  ];
  return columns.filter(
    (column) => column.always || measures.some((measure) => column.of(measure).some((text) => text !== '')),
  );
}

function otherHeaders(measures: Measure[]): string[] {
  return [...new Set(measures.flatMap(({ other = [] }) => other.map(({ header }) => header)))];
}
