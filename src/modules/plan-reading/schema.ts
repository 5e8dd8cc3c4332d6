/** `opora.plan/1` as a schema, for programs that read plans by the API; the types are in contract.ts. */
import { z } from 'zod';
import { RESULT_KINDS } from './contract.ts';

const DEADLINE_KINDS = [
  'date',
  'month',
  'month-range',
  'year',
  'year-range',
  'school-year',
  'open-start',
  'recurring',
  'continuous',
  'external-schedule',
  'event-relative',
  'month-no-year',
  'composite',
  'unspecified',
  'unrecognised',
] as const;
const RECURRENCES = ['weekly', 'biweekly', 'monthly', 'quarterly', 'half-yearly', 'yearly'] as const;

const text = z.string();
const date = z.iso.date().nullable();
const count = z.number().nullable();

const schoolReference = z.object({ name: text, type: text.nullable(), number: text.nullable() });

const deadline = z.object({
  text: text.describe('Дословно'),
  kind: z.enum(DEADLINE_KINDS),
  from: date.describe('Только то, что сказано в тексте'),
  to: date,
  recurrence: z.enum(RECURRENCES).nullable(),
  onDemand: z.boolean(),
  schedule: text.nullable().describe('X из «по плану X»'),
  event: text.nullable(),
});

const measure = z.object({
  number: text.nullable(),
  position: z.number().int().describe('Место в плане, с 1'),
  section: z.number().int().nullable().describe('Место раздела в sections, с 0'),
  text,
  deadline,
  responsible: z.array(
    z.object({
      text,
      organisation: text.nullable(),
      person: text.nullable(),
      byAgreement: z.boolean(),
      post: text.nullable().optional(),
      schools: z.array(schoolReference).optional(),
    }),
  ),
  results: z.array(z.object({ text, kind: z.enum(RESULT_KINDS) })),
  execution: z.object({ text, links: z.array(text).optional() }).nullable(),
  note: text.nullable().optional(),
  other: z.array(z.object({ header: text, text })).optional(),
  schools: z.array(schoolReference).optional(),
});

const course = z.object({
  number: text.nullable(),
  programme: text,
  hours: count,
  from: date,
  to: date,
  provider: text.nullable(),
  teachers: count,
  managers: count,
  schools: z.array(text),
});

export const planSchema = z.object({
  schema: z.literal('opora.plan/1'),
  title: text.nullable(),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
  approval: z
    .object({ kind: text.nullable(), body: text.nullable(), number: text.nullable(), date })
    .nullable()
    .describe('Гриф утверждения'),
  goal: text.nullable(),
  tasks: z.array(text),
  sections: z.array(z.object({ number: text.nullable(), title: text, parent: z.number().int().nullable().optional() })),
  measures: z.array(measure),
  tables: z.array(
    z.object({
      kind: z.literal('training-courses'),
      title: text.nullable(),
      rows: z.array(course),
      totals: z.object({ teachers: count, managers: count }),
    }),
  ),
  glossary: z.array(z.object({ term: text, meaning: text })),
  issues: z.array(
    z.object({ severity: z.enum(['error', 'warning', 'note']), code: text, where: text, text, advice: text }),
  ),
  other: z.array(z.object({ where: text, text })).optional(),
});
