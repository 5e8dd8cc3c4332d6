/** What the review of an import shows. */
import { formatDate, formatPeriod } from '#kernel/format.ts';
import type { Issue } from '#kernel/issue.ts';
import type { Ctx } from '#platform/context.ts';
import type { ReadingDraft } from '../../domain/draft.ts';
import { unlinkedNames } from '../../domain/draft.ts';
import { sameData } from '../../domain/patch.ts';
import { contentFromReading } from '../../domain/reading.ts';
import { measureOfIssue, placesInSource } from '../../domain/source-places.ts';
import { insist, mayWriteFor } from '../../policy.ts';
import { candidatesFor } from '../../queries/matching.ts';
import { type ReadingForReview, readingForReview } from '../../queries/readings.ts';
import { editingOf } from './editing.ts';

export type ReviewIssue = Issue & { measureId: number | null; corrected: boolean };

export async function reviewPage(ctx: Ctx, readingId: number, asked: URLSearchParams) {
  const reading = await readingForReview(ctx.scope, ctx.db, readingId);
  insist(mayWriteFor(ctx.actor, reading.organisation));
  return {
    id: reading.id,
    planId: reading.planId,
    version: reading.version,
    fileName: reading.fileName,
    organisation: reading.organisation.shortName,
    source: reading.source,
    failure: reading.failure,
    review: reading.draft === null ? null : await reviewOf(ctx, reading, reading.draft, asked),
  };
}

async function reviewOf(ctx: Ctx, reading: ReadingForReview, { body, stamp }: ReadingDraft, asked: URLSearchParams) {
  const names = unlinkedNames(body);
  const candidates = await candidatesFor(
    ctx.scope,
    ctx.db,
    names.map(({ name }) => name),
    reading.organisation,
  );
  return {
    body,
    editing: await editingOf(ctx, body, asked, { id: 0, organisation: reading.organisation }),
    issues: issuesOf(reading, body),
    places: Object.fromEntries(placesOf(reading, body)),
    unlinked: names.map((row) => ({ ...row, candidates: candidates[row.name] ?? [] })),
    facts: [
      { term: 'Название', value: body.title || 'не найдено' },
      { term: 'Период', value: body.period === null ? 'не найден' : formatPeriod(body.period) },
      {
        term: 'Утверждён',
        value:
          stamp === null
            ? 'грифа нет'
            : [
                stamp.kind,
                stamp.body,
                stamp.number && `№ ${stamp.number}`,
                stamp.date && `от ${formatDate(stamp.date)}`,
              ]
                .filter(Boolean)
                .join(', '),
      },
      ...(body.goal === null ? [] : [{ term: 'Цель', value: body.goal }]),
      ...(body.tasks.length === 0 ? [] : [{ term: 'Задачи', value: body.tasks.join('; ') }]),
    ],
  };
}

/** Provisional ids of measures that were read are their places; a row that differs from what was read has been seen to. */
function issuesOf({ reading }: ReadingForReview, body: ReadingDraft['body']): ReviewIssue[] {
  if (reading === null) return [];
  const asRead = contentFromReading(reading).measures;
  return reading.issues.map((issue) => {
    const index = measureOfIssue(issue, reading.measures);
    const original = index === null ? undefined : asRead[index];
    const now = original === undefined ? undefined : body.measures.find(({ id }) => id === original.id);
    if (original === undefined) return { ...issue, measureId: null, corrected: false };
    const words = (row: typeof original) => [
      row.number,
      row.text,
      row.deadline,
      row.parties.map((party) => party.text),
      row.results,
      row.execution,
    ];
    return {
      ...issue,
      measureId: now?.id ?? null,
      corrected: now === undefined || !sameData(words(original), words(now)),
    };
  });
}

function placesOf({ source, reading }: ReadingForReview, body: ReadingDraft['body']): Map<number, string> {
  if (source === null || reading === null) return new Map();
  const kept = new Set(body.measures.map(({ id }) => id));
  return new Map(
    [...placesInSource(source, reading.measures)]
      .map(([index, place]): [number, string] => [index + 1, place])
      .filter(([id]) => kept.has(id)),
  );
}
