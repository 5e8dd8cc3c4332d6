/** Execution for programs: what is due, what is overdue, what was marked and how it is proved; and marking it. */
import { z } from 'zod';
import { RESULT_KINDS } from '#modules/plan-reading/contract.ts';
import {
  type ApiCtx,
  day,
  endpoint,
  id,
  idParameter,
  listOf,
  PAGE,
  pathId,
  whole,
  words,
} from '#platform/api/endpoint.ts';
import { submitExecution } from './commands/submit.ts';
import { OCCURRENCE_STATES, STANDINGS } from './domain.ts';
import { occurrenceDetail } from './queries/occurrence.ts';
import { type OccurrenceFilter, occurrences } from './queries/occurrences.ts';
import { executionRows } from './queries/report.ts';
import { placeOf } from './queries/totals.ts';

const GROUP = 'Исполнение';
const LEVELS = ['region', 'district', 'municipality', 'school'] as const;

const date = z.iso.date().nullable();
const standing = z.enum(STANDINGS).describe('Положение на сегодня: у каждого срока ровно одно');

const occurrence = z.object({
  id,
  label: z.string().describe('Какой это срок мероприятия: «I полугодие 2026 г.»'),
  from: date,
  dueOn: date.describe('Последний день'),
  state: z.enum(OCCURRENCE_STATES),
  standing,
  doneOn: date,
  proved: z.boolean().describe('Есть документ ожидаемого вида'),
  measure: z.object({ id, number: z.string().nullable(), text: z.string() }),
  plan: z.object({ id, title: z.string(), level: z.enum(LEVELS) }),
  organisation: z.object({ id, shortName: z.string() }),
});

const document = z.object({
  id,
  kind: z.string(),
  number: z.string().nullable(),
  date,
  title: z.string(),
  fileName: z.string().nullable(),
  url: z.string().nullable(),
});

const list = endpoint({
  id: 'occurrences',
  path: '/occurrences',
  group: GROUP,
  summary: 'Сроки мероприятий',
  description:
    'Сроки мероприятий действующих планов, ближайшие первыми. Просроченные: standing=overdue. С plan — сроки этого плана, в том числе закрытого.',
  right: 'execution:read',
  query: z.strictObject({
    ...PAGE,
    standing: standing.optional(),
    plan: idParameter.optional().describe('Номер плана'),
    organisation: idParameter.optional().describe('Номер организации: её сроки и сроки подведомственных'),
    level: z.enum(LEVELS).optional(),
    dueFrom: day.optional().describe('Последний день не раньше'),
    dueBy: day.optional().describe('Последний день не позже'),
    proved: z.enum(['yes', 'no']).optional().describe('Есть ли документ ожидаемого вида'),
  }),
  answer: listOf(occurrence),
  async run({ scope, db, clock }, { query: { limit, offset, organisation, ...query } }) {
    const place = organisation === undefined ? null : await placeOf(scope, db, organisation);
    const filter: OccurrenceFilter = {
      today: clock.today(),
      ...(query.standing && { standings: [query.standing] }),
      ...(query.plan !== undefined && { planId: query.plan }),
      ...(place && { within: place.path }),
      ...(query.level && { level: query.level }),
      ...(query.dueFrom !== undefined && { dueFrom: query.dueFrom }),
      ...(query.dueBy !== undefined && { dueBy: query.dueBy }),
      ...(query.proved && { proved: query.proved === 'yes' }),
    };
    const { rows, total } = await occurrences(scope, db, filter, { limit, offset });
    return { total, limit, offset, items: rows };
  },
});

const detail = occurrence.extend({
  deadline: z.string().describe('Срок, как записан в плане'),
  section: z.string().nullable(),
  expectedResults: z.array(z.object({ text: z.string(), kind: z.string() })),
  schools: z.array(z.string()),
  record: z
    .object({
      version: z.number().int(),
      markText: z.string(),
      doneOn: z.iso.date(),
      withoutDocumentReason: z.string().nullable(),
      submittedAt: z.iso.datetime({ offset: true }),
      reviewedAt: z.iso.datetime({ offset: true }).nullable(),
      reviewComment: z.string().nullable(),
      documents: z.array(document),
    })
    .nullable()
    .describe('Отметка об исполнении; null — её ещё нет'),
});

async function detailOf({ scope, db, clock }: ApiCtx, occurrenceId: number) {
  const { results, ...found } = await occurrenceDetail(scope, db, occurrenceId, clock.today());
  return { ...found, expectedResults: results };
}

const one = endpoint({
  id: 'occurrence',
  path: '/occurrences/{occurrenceId}',
  group: GROUP,
  summary: 'Один срок мероприятия с отметкой',
  description: 'Кто отметил и кто проверил, API не сообщает: это личные данные.',
  right: 'execution:read',
  answer: detail,
  run: (ctx, { path }) => detailOf(ctx, pathId(path, 'occurrenceId')),
});

const MOST_DOCUMENTS = 20;

const mark = endpoint({
  id: 'markOccurrence',
  path: '/occurrences/{occurrenceId}/execution',
  group: GROUP,
  summary: 'Отметить исполнение',
  description:
    'Отметка уходит на проверку, как со страницы. Отмечает тот, у кого роль в самой организации-исполнителе. Если документа ожидаемого вида нет, нужна причина.',
  right: 'execution:write',
  body: z.strictObject({
    version: whole.describe('record.version, которую вы видели; 0 — отметки ещё не было'),
    markText: words(4000).min(1),
    doneOn: day,
    withoutDocumentReason: words(2000).min(1).optional(),
    existingDocuments: z.array(id).max(200).default([]).describe('Номера документов, которые у организации уже есть'),
    newDocuments: z
      .array(
        z.strictObject({
          kind: z.enum(RESULT_KINDS),
          number: words(100).optional(),
          date: day.optional(),
          title: words(1000).min(1),
          url: z
            .url({ protocol: /^https?$/ })
            .max(2000)
            .describe('Где документ опубликован'),
        }),
      )
      .max(MOST_DOCUMENTS)
      .default([]),
  }),
  answer: detail,
  async run(ctx, { path, body: { newDocuments, withoutDocumentReason = null, ...given } }) {
    const occurrenceId = pathId(path, 'occurrenceId');
    const documents = newDocuments.map(({ number = null, date: on = null, ...told }) => ({
      ...told,
      number,
      date: on,
      file: null,
    }));
    await submitExecution(ctx, { ...given, occurrenceId, withoutDocumentReason, newDocuments: documents });
    return detailOf(ctx, occurrenceId);
  },
});

const totals = z.object({
  ...Object.fromEntries(STANDINGS.map((name) => [name, z.number().int()])),
  total: z.number().int(),
});

const execution = endpoint({
  id: 'planExecution',
  path: '/plans/{planId}/execution',
  group: GROUP,
  summary: 'Исполнение плана на день',
  description:
    'Мероприятия редакции, действовавшей в этот день, со всеми сроками, отметками и документами: то, из чего состоит отчёт.',
  right: 'execution:read',
  query: z.strictObject({ asOf: day.optional().describe('На какой день; без него — на сегодня') }),
  answer: z.object({
    asOf: z.iso.date(),
    plan: z.object({ id, title: z.string() }),
    totals,
    measures: z.array(
      z.object({
        id,
        number: z.string().nullable(),
        text: z.string(),
        deadline: z.string(),
        totals,
        below: totals.describe('Сроки мероприятий нижних уровней, которыми исполняется это'),
        adoptedBy: z.number().int().describe('Сколько организаций ниже исполняют его'),
        marks: z.array(
          z.object({
            occurrenceId: id,
            label: z.string(),
            from: date,
            dueOn: date,
            standing: z.enum(STANDINGS),
            text: z.string().nullable(),
            doneOn: date,
            proved: z.boolean(),
            withoutDocumentReason: z.string().nullable(),
            documents: z.array(document),
          }),
        ),
      }),
    ),
  }),
  async run({ scope, db, clock }, { path, query }) {
    const asOf = query.asOf ?? clock.today();
    const { content, rows, totals: all } = await executionRows(scope, db, { planId: pathId(path, 'planId'), asOf });
    return {
      asOf,
      plan: { id: content.plan.id, title: content.title },
      totals: all,
      measures: rows.map(({ measure, ...row }) => ({ ...row, ...measureOf(measure) })),
    };
  },
});

function measureOf({
  id: number,
  number: label,
  text,
  deadline,
}: {
  id: number;
  number: string | null;
  text: string;
  deadline: { text: string };
}) {
  return { id: number, number: label, text, deadline: deadline.text };
}

export const endpoints = [list, one, mark, execution];
