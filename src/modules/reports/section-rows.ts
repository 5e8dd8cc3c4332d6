/** The body of an official table: measures under the full-width rows of their sections. */
import { cell, type OfficialRow } from '#documents/write/model.ts';
import { numbered } from './wording.ts';

/** Every section gets its full-width row, in order, also one without measures of its own. */
export function rowsBySections<M extends { section: number | null }>(
  { sections, measures }: { sections: { number: string | null; title: string }[]; measures: M[] },
  columnCount: number,
  rowOf: (measure: M) => OfficialRow,
): OfficialRow[] {
  const rows: OfficialRow[] = [];
  const sectionRow = (index: number): OfficialRow => {
    const { number, title } = sections[index]!;
    return {
      role: 'section',
      cells: [cell(number === null ? title : `${numbered(number)} ${title}`, { columnSpan: columnCount })],
    };
  };
  let next = 0;
  let current: number | null = null;
  for (const measure of measures) {
    if (measure.section !== null && measure.section !== current) {
      if (measure.section < next) rows.push(sectionRow(measure.section));
      for (; next <= measure.section; next += 1) rows.push(sectionRow(next));
    }
    current = measure.section;
    rows.push(rowOf(measure));
  }
  for (; next < sections.length; next += 1) rows.push(sectionRow(next));
  return rows;
}
