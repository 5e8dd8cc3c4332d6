/** The row of a measure as it comes back from its form. */
import { z } from 'zod';
import { RESULT_KINDS, type ResultKind } from '#modules/plan-reading/contract.ts';
import { type FormResult, parseForm } from '#web/forms.ts';
import type { MeasureInput, PartyInput } from '../../domain/measure-input.ts';
import { oneOf, whole } from './address.ts';

const schema = z.object({
  number: z.string().max(40).optional(),
  section: z.coerce.number().int().optional(),
  text: z.string({ error: 'Напишите, что нужно сделать.' }).max(10_000),
  deadline: z.string().max(2000).optional(),
  note: z.string().max(5000).optional(),
  weight: z
    .string()
    .optional()
    .transform((text) => Number((text ?? '1').replace(',', '.')))
    .refine((weight) => weight > 0 && weight < 10_000, 'Введите вес больше нуля, например 1 или 2,5.'),
  schedule: z.coerce.number().int().optional(),
});

/** More rows than any document has; a form that sends more is not ours. */
const MOST_ROWS = 200;

export function measureInputFrom(form: FormData): FormResult<MeasureInput> {
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return parsed;
  const { number, section, text, deadline, note, weight, schedule } = parsed.value;
  return {
    ok: true,
    value: {
      number: number ?? null,
      sectionId: section ?? null,
      text,
      deadlineText: deadline ?? '',
      note: note ?? null,
      weight,
      schedulePlanId: schedule ?? null,
      parties: partiesFrom(form),
      results: resultsFrom(form),
    },
  };
}

function partiesFrom(form: FormData): PartyInput[] {
  return rows(form, 'party').map((index) => ({
    text: field(form, `party-${index}`),
    organisationId: whole(field(form, `party-${index}-organisation`), 0) || null,
  }));
}

function resultsFrom(form: FormData): { text: string; kind: ResultKind }[] {
  return rows(form, 'result').map((index) => ({
    text: field(form, `result-${index}`),
    kind: oneOf(RESULT_KINDS, field(form, `result-${index}-kind`)) ?? 'иное',
  }));
}

/** Indices of the rows of this name that are filled. */
function rows(form: FormData, name: string): number[] {
  return Array.from({ length: MOST_ROWS }, (_, index) => index).filter(
    (index) => field(form, `${name}-${index}`) !== '',
  );
}

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
}
