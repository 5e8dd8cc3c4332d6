/** Content to test with: builders and generators. Used by tests only. */
import fc from 'fast-check';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import type { ContentMeasure, ContentSection, PlanBody } from '#modules/plans/domain/content.ts';

export function deadline(text = ''): Deadline {
  return {
    text,
    kind: text === '' ? 'unspecified' : 'unrecognised',
    from: null,
    to: null,
    recurrence: null,
    onDemand: false,
    schedule: null,
    event: null,
  };
}

export function measure(id: number, given: Partial<ContentMeasure> = {}): ContentMeasure {
  return {
    id,
    sectionId: null,
    number: String(id),
    text: `Мероприятие ${id}`,
    deadline: deadline(),
    parties: [],
    results: [],
    schools: [],
    note: null,
    execution: null,
    other: [],
    weight: 1,
    parentMeasureId: null,
    schedulePlanId: null,
    ...given,
  };
}

export function section(id: number, given: Partial<ContentSection> = {}): ContentSection {
  return { id, parentId: null, number: String(id), title: `Раздел ${id}`, ...given };
}

export function body(given: Partial<PlanBody> = {}): PlanBody {
  return {
    title: 'План',
    period: null,
    goal: null,
    tasks: [],
    rhythm: 'half-yearly',
    sections: [],
    measures: [],
    glossary: [],
    tables: [],
    other: [],
    ...given,
  };
}

const text = fc.stringMatching(/^[а-яё ,.«»\n№0-9]{0,40}$/);

const anyMeasure = fc
  .record({
    id: fc.integer({ min: 1, max: 12 }),
    sectionId: fc.option(fc.integer({ min: 1, max: 3 })),
    number: fc.option(text),
    text,
    weight: fc.integer({ min: 1, max: 5 }),
    note: fc.option(text),
    parties: fc.array(
      text.map((party) => ({
        text: party,
        organisation: null,
        organisationId: null,
        confidence: null,
        person: null,
        post: null,
        byAgreement: false,
      })),
      { maxLength: 2 },
    ),
    results: fc.array(
      text.map((result) => ({ text: result, kind: 'иное' as const })),
      { maxLength: 2 },
    ),
  })
  .map(({ id, ...given }) => measure(id, given));

export const anyBody: fc.Arbitrary<PlanBody> = fc
  .record({
    title: text,
    goal: fc.option(text),
    tasks: fc.array(text, { maxLength: 3 }),
    sections: fc
      .uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })
      .map((ids) => ids.map((id) => section(id))),
    measures: fc.uniqueArray(anyMeasure, { maxLength: 8, selector: (row) => row.id }),
  })
  .map((given) =>
    body({
      ...given,
      measures: given.measures.map((row) => ({
        ...row,
        sectionId: given.sections.some(({ id }) => id === row.sectionId) ? row.sectionId : null,
      })),
    }),
  );
