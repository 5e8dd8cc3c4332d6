/** Changes of a plan's content as plain functions: content in, content out. */
import { AppError } from '#kernel/errors.ts';
import type { ContentMeasure, ContentSection, PlanBody } from './content.ts';

export function measureOf(body: PlanBody, id: number): ContentMeasure {
  const measure = body.measures.find((candidate) => candidate.id === id);
  if (measure === undefined)
    throw new AppError('conflict', { text: 'Этого мероприятия в плане уже нет.', advice: 'Обновите страницу плана.' });
  return measure;
}

export function sectionOf(body: PlanBody, id: number): ContentSection {
  const section = body.sections.find((candidate) => candidate.id === id);
  if (section === undefined)
    throw new AppError('conflict', { text: 'Этого раздела в плане уже нет.', advice: 'Обновите страницу плана.' });
  return section;
}

/** A measure that changes its section goes to the end of the new one. */
export function withMeasure(body: PlanBody, measure: ContentMeasure): PlanBody {
  const old = measureOf(body, measure.id);
  if (old.sectionId === measure.sectionId)
    return { ...body, measures: body.measures.map((row) => (row.id === measure.id ? measure : row)) };
  return inSection({ ...body, measures: body.measures.filter((row) => row.id !== measure.id) }, measure);
}

/** A new measure stands after another one, or at the end of its section. */
export function addingMeasure(body: PlanBody, measure: ContentMeasure, afterId: number | null): PlanBody {
  const index = body.measures.findIndex((row) => row.id === afterId);
  if (index < 0 || body.measures[index]!.sectionId !== measure.sectionId) return inSection(body, measure);
  return { ...body, measures: body.measures.toSpliced(index + 1, 0, measure) };
}

export function withoutMeasure(body: PlanBody, id: number): PlanBody {
  measureOf(body, id);
  return { ...body, measures: body.measures.filter((measure) => measure.id !== id) };
}

/** Before another measure (and into its section), or to the end of a section. */
export function movingMeasure(
  body: PlanBody,
  id: number,
  to: { beforeId: number } | { endOfSection: number | null },
): PlanBody {
  const measure = measureOf(body, id);
  const rest = { ...body, measures: body.measures.filter((row) => row.id !== id) };
  if ('endOfSection' in to) return inSection(rest, { ...measure, sectionId: to.endOfSection });
  if (to.beforeId === id) return body;
  const target = measureOf(body, to.beforeId);
  const index = rest.measures.findIndex((row) => row.id === to.beforeId);
  return { ...rest, measures: rest.measures.toSpliced(index, 0, { ...measure, sectionId: target.sectionId }) };
}

/** One place up or down; over the border of its section into the neighbouring one. */
export function steppingMeasure(body: PlanBody, id: number, step: 'up' | 'down'): PlanBody {
  const measure = measureOf(body, id);
  const own = body.measures.filter((row) => row.sectionId === measure.sectionId);
  const place = own.findIndex((row) => row.id === id);
  const neighbour = own[step === 'up' ? place - 1 : place + 1];
  if (neighbour !== undefined) {
    return {
      ...body,
      measures: body.measures.map((row) => (row.id === id ? neighbour : row.id === neighbour.id ? measure : row)),
    };
  }
  const order = sectionOrder(body);
  const sectionId = order[order.indexOf(measure.sectionId) + (step === 'up' ? -1 : 1)];
  if (sectionId === undefined) return body;
  if (step === 'up') return movingMeasure(body, id, { endOfSection: sectionId });
  const first = body.measures.find((row) => row.sectionId === sectionId);
  return movingMeasure(body, id, first === undefined ? { endOfSection: sectionId } : { beforeId: first.id });
}

export function withSection(body: PlanBody, section: ContentSection): PlanBody {
  sectionOf(body, section.id);
  return { ...body, sections: body.sections.map((row) => (row.id === section.id ? section : row)) };
}

export function addingSection(body: PlanBody, section: ContentSection): PlanBody {
  return { ...body, sections: [...body.sections, section] };
}

/** Only an empty section goes: its measures are the person's to move or strike out. */
export function withoutSection(body: PlanBody, id: number): PlanBody {
  sectionOf(body, id);
  const holds =
    body.measures.some((measure) => measure.sectionId === id) ||
    body.sections.some((section) => section.parentId === id);
  if (holds) {
    throw new AppError('invalidInput', {
      text: 'В разделе есть мероприятия или подразделы.',
      advice: 'Перенесите или удалите их, затем удалите раздел.',
    });
  }
  return { ...body, sections: body.sections.filter((section) => section.id !== id) };
}

/** The section goes one place up or down and takes its measures along. */
export function steppingSection(body: PlanBody, id: number, step: 'up' | 'down'): PlanBody {
  const index = body.sections.indexOf(sectionOf(body, id));
  const other = step === 'up' ? index - 1 : index + 1;
  if (other < 0 || other >= body.sections.length) return body;
  const sections = [...body.sections];
  [sections[index], sections[other]] = [sections[other]!, sections[index]!];
  return inDocumentOrder({ ...body, sections });
}

/** Measures in the order of their sections, those without a section first. */
export function inDocumentOrder(body: PlanBody): PlanBody {
  const order = sectionOrder(body);
  const place = new Map(order.map((id, index) => [id, index]));
  return {
    ...body,
    measures: body.measures.toSorted((a, b) => (place.get(a.sectionId) ?? 0) - (place.get(b.sectionId) ?? 0)),
  };
}

function inSection(body: PlanBody, measure: ContentMeasure): PlanBody {
  const last = body.measures.findLastIndex((row) => row.sectionId === measure.sectionId);
  if (last >= 0) return { ...body, measures: body.measures.toSpliced(last + 1, 0, measure) };
  return inDocumentOrder({ ...body, measures: [...body.measures, measure] });
}

function sectionOrder(body: PlanBody): (number | null)[] {
  const withoutSection = body.sections.length === 0 || body.measures.some((measure) => measure.sectionId === null);
  return [...(withoutSection ? [null] : []), ...body.sections.map((section) => section.id)];
}
