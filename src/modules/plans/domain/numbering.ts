/** New numbers on demand, in the manner the plan already has: 1, 2, 3; 1 again in each section; or 2.1, 2.2. */
import type { ContentMeasure, PlanBody } from './content.ts';

export type NumberingManner = 'continuous' | 'by-section' | 'with-section-number';

export function renumbered(body: PlanBody): PlanBody {
  const manner = mannerOf(body);
  const sectionNumbers = new Map(body.sections.map((section) => [section.id, section.number]));
  const counters = new Map<number | null, number>();
  const measures = body.measures.map((measure): ContentMeasure => {
    const counted = manner === 'continuous' ? null : measure.sectionId;
    const place = (counters.get(counted) ?? 0) + 1;
    counters.set(counted, place);
    const prefix =
      manner === 'with-section-number' && measure.sectionId !== null ? sectionNumbers.get(measure.sectionId) : null;
    return { ...measure, number: prefix ? `${prefix}.${place}` : String(place) };
  });
  return { ...body, measures };
}

export function mannerOf(body: PlanBody): NumberingManner {
  const numbers = body.measures.map((measure) => measure.number).filter((number) => number !== null);
  const compound = numbers.filter((number) => /^[\dIVX]+\.\d/.test(number)).length;
  if (compound * 2 > numbers.length && body.sections.some((section) => section.number !== null))
    return 'with-section-number';
  // Numbers that begin anew are those of a section; in a plan without sections they can only be slips.
  const repeated = new Set(numbers).size < numbers.length;
  return repeated && body.sections.length > 1 ? 'by-section' : 'continuous';
}
