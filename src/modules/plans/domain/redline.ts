/** What an amendment changes, as a person reads it: measures added, struck out, changed, moved. */
import { formatPeriod } from '#kernel/format.ts';
import type { ContentMeasure, PlanBody } from './content.ts';
import { type DiffPart, diffWords } from './diff.ts';

export type FieldChange = { field: string; parts: DiffPart[] };
export type MeasureChange = {
  kind: 'added' | 'removed' | 'changed';
  id: number;
  /** The number after the change, or the last one it had. */
  number: string | null;
  text: string;
  section: string | null;
  fields: FieldChange[];
};
export type Redline = { head: FieldChange[]; measures: MeasureChange[] };

/** Changes stand in the order of the new content; what was struck out stands after its former neighbour. */
export function redline(before: PlanBody, after: PlanBody): Redline {
  const old = new Map(before.measures.map((measure) => [measure.id, measure]));
  const now = new Set(after.measures.map((measure) => measure.id));
  const removedAfter = Map.groupBy(
    before.measures.filter((measure) => !now.has(measure.id)),
    (measure) => survivorBefore(before.measures, measure.id, now),
  );
  const removed = (neighbour: number | null) =>
    (removedAfter.get(neighbour) ?? []).map((measure) => wholeMeasure('removed', measure, before));
  const measures = after.measures.flatMap((measure) => {
    const earlier = old.get(measure.id);
    const own =
      earlier === undefined ? wholeMeasure('added', measure, after) : changedMeasure(earlier, measure, before, after);
    return [...(own === null ? [] : [own]), ...removed(measure.id)];
  });
  return { head: headChanges(before, after), measures: [...removed(null), ...measures] };
}

export function isEmptyRedline(changes: Redline): boolean {
  return changes.head.length === 0 && changes.measures.length === 0;
}

type Fact<Of> = readonly [name: string, text: (of: Of) => string];

const HEAD_FACTS: readonly Fact<PlanBody>[] = [
  ['Название', (body) => body.title],
  ['Период', (body) => (body.period === null ? '' : formatPeriod(body.period))],
  ['Цель', (body) => body.goal ?? ''],
  ['Задачи', (body) => body.tasks.join('\n')],
  [
    'Разделы',
    (body) => body.sections.map((section) => [section.number, section.title].filter(Boolean).join('. ')).join('\n'),
  ],
  ['Сокращения', (body) => body.glossary.map(({ term, meaning }) => `${term} – ${meaning}`).join('\n')],
  [
    'Таблицы курсов',
    (body) =>
      body.tables
        .flatMap((table) =>
          table.rows.map((row) =>
            [row.programme, row.hours, row.provider, row.teachers, row.managers, row.schools.join(', ')].join(' · '),
          ),
        )
        .join('\n'),
  ],
];

function measureFacts(body: PlanBody): readonly Fact<ContentMeasure>[] {
  const titles = new Map(body.sections.map((section) => [section.id, section.title]));
  return [
    ['Номер', (measure) => measure.number ?? ''],
    ['Раздел', (measure) => (measure.sectionId === null ? '' : (titles.get(measure.sectionId) ?? ''))],
    ['Мероприятие', (measure) => measure.text],
    ['Срок', (measure) => measure.deadline.text],
    ['Ответственные', (measure) => measure.parties.map((party) => party.text).join('\n')],
    ['Результат', (measure) => measure.results.map((result) => result.text).join('\n')],
    ['Примечание', (measure) => measure.note ?? ''],
    ['Вес', (measure) => (measure.weight === 1 ? '' : String(measure.weight).replace('.', ','))],
  ];
}

function headChanges(before: PlanBody, after: PlanBody): FieldChange[] {
  return HEAD_FACTS.flatMap(([field, text]) => change(field, text(before), text(after)));
}

function changedMeasure(
  earlier: ContentMeasure,
  measure: ContentMeasure,
  before: PlanBody,
  after: PlanBody,
): MeasureChange | null {
  const later = new Map(measureFacts(after));
  const fields = measureFacts(before).flatMap(([field, text]) =>
    change(field, text(earlier), later.get(field)!(measure)),
  );
  return fields.length === 0 ? null : { kind: 'changed', ...place(measure, after), fields };
}

function wholeMeasure(kind: 'added' | 'removed', measure: ContentMeasure, body: PlanBody): MeasureChange {
  const fields = measureFacts(body)
    .filter(([field]) => field !== 'Номер' && field !== 'Раздел')
    .flatMap(([field, text]) =>
      kind === 'added' ? change(field, '', text(measure)) : change(field, text(measure), ''),
    );
  return { kind, ...place(measure, body), fields };
}

function place(measure: ContentMeasure, body: PlanBody) {
  const section = body.sections.find(({ id }) => id === measure.sectionId)?.title ?? null;
  return { id: measure.id, number: measure.number, text: measure.text, section };
}

function change(field: string, before: string, after: string): FieldChange[] {
  return before === after ? [] : [{ field, parts: diffWords(before, after) }];
}

function survivorBefore(
  measures: readonly ContentMeasure[],
  id: number,
  survivors: ReadonlySet<number>,
): number | null {
  const index = measures.findIndex((measure) => measure.id === id);
  return measures.slice(0, index).findLast((measure) => survivors.has(measure.id))?.id ?? null;
}
