/** Which works a condition speaks of, and how they are put together to values. */
import { SUBJECTS } from '#modules/assessments/index.ts';
import type { Condition, Methodology, ProcedureFilter } from '../methodology/schema.ts';
import { compareText, type ResultsTable, type Work } from './table.ts';

/** The works behind one value, and the series and year that it counts for. */
export type WorkSet = { id: string; title: string; series: string; year: number; works: readonly Work[] };

export function worksOf<W extends Pick<Work, 'procedure'>>(
  works: readonly W[],
  { kinds, grades, subjects }: ProcedureFilter,
): W[] {
  return works.filter(
    ({ procedure }) =>
      (kinds?.includes(procedure.kind) ?? true) &&
      (grades?.includes(procedure.paperGrade) ?? true) &&
      (subjects?.includes(procedure.subject) ?? true),
  );
}

export function workSets(
  table: ResultsTable,
  condition: Condition,
  rounds: Methodology['rounds'],
  year: number,
): WorkSet[] {
  const within = table.works.filter(
    ({ procedure }) => procedure.year <= year && procedure.year > year - condition.years,
  );
  const works = ofRounds(worksOf(within, condition.procedures), rounds);
  const span = condition.years === 1 ? String(year) : `${year - condition.years + 1}–${year}`;
  switch (condition.unit) {
    case 'procedure':
      return works.map((work) => ({
        id: work.id,
        title: work.title,
        series: work.series,
        year: work.procedure.year,
        works: [work],
      }));
    case 'series':
      return grouped(works, ({ series }) => series).map(([series, own]) => ({
        id: series,
        title: `${seriesTitle(own[0] as Work)}, ${span}`,
        series,
        year,
        works: own,
      }));
    case 'year':
      return grouped(works, ({ procedure }) => String(procedure.year)).map(([one, own]) => ({
        id: one,
        title: `все работы ${one} года`,
        series: '*',
        year: Number(one),
        works: own,
      }));
    case 'school':
      return [{ id: span, title: `все работы, ${span}`, series: '*', year, works }];
  }
}

function ofRounds(works: readonly Work[], rounds: Methodology['rounds']): readonly Work[] {
  if (rounds === 'each') return works;
  if (rounds !== 'latest') return works.filter(({ procedure }) => procedure.round === rounds);
  const autumns = new Set(
    works
      .filter(({ procedure }) => procedure.round === 'autumn')
      .map((work) => `${work.series}|${work.procedure.year}`),
  );
  return works.filter(
    ({ series, procedure }) => procedure.round === 'autumn' || !autumns.has(`${series}|${procedure.year}`),
  );
}

function grouped(works: readonly Work[], keyOf: (work: Work) => string): [string, Work[]][] {
  const groups = new Map<string, Work[]>();
  for (const work of works) groups.set(keyOf(work), [...(groups.get(keyOf(work)) ?? []), work]);
  return [...groups].sort(([a], [b]) => compareText(a, b));
}

function seriesTitle({ procedure: { kind, paperGrade, subject } }: Work): string {
  return `${kind}${kind === 'ОГЭ' || kind === 'ЕГЭ' ? '' : ` ${paperGrade}`} ${SUBJECTS[subject]}`;
}
