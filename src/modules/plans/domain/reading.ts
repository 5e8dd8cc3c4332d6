/** Between the content of a plan and `opora.plan/1`, the form in which documents are read and written. */
import type { Measure, Party, PlanReading, SchoolReference } from '#modules/plan-reading/contract.ts';
import {
  approvalOf,
  type ContentMeasure,
  type ContentParty,
  type ContentSchool,
  type PlanBody,
  type PlanContent,
} from './content.ts';

export function toReading(content: PlanContent): PlanReading {
  const indexOfSection = new Map(content.sections.map((section, index) => [section.id, index]));
  const sectionIndex = (id: number | null) => (id === null ? null : (indexOfSection.get(id) ?? null));
  return {
    schema: 'opora.plan/1',
    title: content.title,
    period: content.period,
    approval: approvalOf(content.plan, content.shown?.revision ?? content.plan.revision),
    goal: content.goal,
    tasks: content.tasks,
    sections: content.sections.map((section) => ({
      number: section.number,
      title: section.title,
      parent: sectionIndex(section.parentId),
    })),
    measures: content.measures.map((measure, index) =>
      measureToReading(measure, index + 1, sectionIndex(measure.sectionId)),
    ),
    tables: content.tables,
    glossary: content.glossary,
    issues: [],
    other: content.other,
  };
}

/**
 * The body that a reading describes. Ids are places in the reading, from 1: whoever stores the body
 * gives it real ones.
 */
export function contentFromReading(reading: PlanReading): PlanBody {
  return {
    title: reading.title ?? '',
    period: reading.period,
    goal: reading.goal,
    tasks: reading.tasks,
    rhythm: 'half-yearly',
    sections: reading.sections.map((section, index) => ({
      id: index + 1,
      parentId: section.parent === null || section.parent === undefined ? null : section.parent + 1,
      number: section.number,
      title: section.title,
    })),
    measures: reading.measures.map((measure, index) => ({
      id: index + 1,
      sectionId: measure.section === null ? null : measure.section + 1,
      number: measure.number,
      text: measure.text,
      deadline: measure.deadline,
      parties: measure.responsible.map(partyFromReading),
      results: measure.results,
      schools: schoolsOf(measure),
      note: measure.note ?? null,
      execution: measure.execution?.text ?? null,
      links: measure.execution?.links ?? [],
      other: measure.other ?? [],
      weight: 1,
      parentMeasureId: null,
      schedulePlanId: null,
    })),
    glossary: reading.glossary,
    tables: reading.tables,
    other: reading.other ?? [],
  };
}

export function partyFromReading(party: Party): ContentParty {
  return {
    text: party.text,
    organisation: party.organisation,
    organisationId: null,
    confidence: null,
    person: party.person,
    post: party.post ?? null,
    byAgreement: party.byAgreement,
  };
}

/** All schools that a measure names, each with the party that names it. */
export function schoolsOf(measure: Pick<Measure, 'responsible' | 'schools'>): ContentSchool[] {
  const link = (school: SchoolReference, party: number | null): ContentSchool => ({
    ...school,
    organisationId: null,
    party,
  });
  return [
    ...(measure.schools ?? []).map((school) => link(school, null)),
    ...measure.responsible.flatMap((party, index) => (party.schools ?? []).map((school) => link(school, index))),
  ];
}

function measureToReading(measure: ContentMeasure, position: number, section: number | null): Measure {
  const schoolsNamedBy = (party: number | null) =>
    measure.schools.filter((school) => school.party === party).map(toReference);
  return {
    number: measure.number,
    position,
    section,
    text: measure.text,
    deadline: measure.deadline,
    responsible: measure.parties.map((party, index) => ({
      text: party.text,
      organisation: party.organisation,
      person: party.person,
      byAgreement: party.byAgreement,
      post: party.post,
      schools: schoolsNamedBy(index),
    })),
    results: measure.results,
    execution: measure.execution === null ? null : markToReading(measure.execution, measure.links ?? []),
    note: measure.note,
    other: measure.other,
    schools: schoolsNamedBy(null),
  };
}

function markToReading(text: string, links: string[]) {
  return links.length === 0 ? { text } : { text, links };
}

function toReference(school: ContentSchool): SchoolReference {
  return { name: school.name, type: school.type, number: school.number };
}
