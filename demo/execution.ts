/** A year of execution: what was marked, proved, returned or left undone by today. */
import { createHash } from 'node:crypto';
import { addDays, earlier, type IsoDate, later } from '#kernel/dates.ts';
import type { FileStore } from '#platform/files.ts';
import type { DemoOccurrence, MeasureFacts } from './plans.ts';
import type { Random } from './random.ts';

type Row = Record<string, unknown>;
export type DemoExecution = { executions: Row[]; documents: Row[]; links: Row[]; files: Row[] };

const ANSWERS = [
  'Мероприятие проведено в полном объёме.',
  'Проведено. Материалы направлены в школы.',
  'Выполнено по плану, участвовали все школы списка.',
  'Проведено в дистанционном формате.',
  'Выполнено. Решения внесены в протокол.',
];
const REASONS = [
  'Документ готовится к подписанию.',
  'Мероприятие прошло устно, протокол не вёлся.',
  'Материалы переданы на бумаге.',
];
const COMMENTS = [
  'Приложите подписанный протокол.',
  'Укажите, какие школы участвовали.',
  'Дата документа раньше начала мероприятия, проверьте.',
];
const DEMO_FILES = 12;
const SETTLED_DAYS = 75;

export async function demoExecution(
  random: Random,
  occurrences: DemoOccurrence[],
  facts: Map<number, MeasureFacts>,
  reviewer: string,
  today: IsoDate,
  files: FileStore,
): Promise<DemoExecution> {
  const stored = await demoFiles(files);
  const out: DemoExecution = {
    executions: [],
    documents: [],
    links: [],
    files: stored.map(({ sha256, size }) => ({ sha256, size, content_type: 'text/plain' })),
  };
  for (const occurrence of occurrences) {
    if (occurrence.due_on === null || occurrence.due_on > addDays(today, 20)) continue;
    const early = occurrence.due_on >= today;
    const fate = random.next();
    // What is long past was mostly done in the end; what is fresh is still being done.
    const done = early ? 0.25 : occurrence.due_on < addDays(today, -SETTLED_DAYS) ? 0.985 : 0.86;
    if (fate > done) continue;
    const late = !early && fate > done - 0.08;
    const recent = occurrence.due_on > addDays(today, -SETTLED_DAYS);
    const returned = recent && fate < 0.05;
    const submitted = recent && !returned && fate < 0.15;
    const expected = facts.get(occurrence.measure_id)?.results ?? [];
    const proved = random.chance(0.88);
    const doneOn = earlier(
      late ? addDays(occurrence.due_on, 3 + random.below(25)) : addDays(occurrence.due_on, -random.below(12)),
      today,
    );
    const id = out.executions.length + 1;
    const submittedOn = earlier(addDays(doneOn, random.below(4)), today);
    const reviewedOn = earlier(addDays(submittedOn, 1 + random.below(6)), today);
    out.executions.push({
      id,
      occurrence_id: occurrence.id,
      mark_text: random.pick(ANSWERS),
      done_on: doneOn,
      without_document_reason: proved ? null : random.pick(REASONS),
      submitted_at: `${submittedOn}T10:00:00Z`,
      reviewed_by: submitted ? null : reviewer,
      reviewed_at: submitted ? null : `${later(reviewedOn, submittedOn)}T12:00:00Z`,
      review_comment: returned ? random.pick(COMMENTS) : null,
      version: 1,
    });
    occurrence.state = returned ? 'returned' : submitted ? 'submitted' : 'accepted';
    occurrence.done_on = doneOn;
    occurrence.proved = proved;
    if (!proved) continue;
    const kind = expected[0]?.kind ?? 'отчёт';
    const file = random.pick(stored);
    const documentId = out.documents.length + 1;
    out.documents.push({
      id: documentId,
      organisation_id: occurrence.organisation_id,
      kind,
      number: String(1 + random.below(300)),
      dated_on: doneOn,
      title: `${kind[0]?.toUpperCase()}${kind.slice(1)} (${occurrence.label})`,
      file_sha256: file.sha256,
      file_name: file.name,
      url: null,
      created_at: `${submittedOn}T10:00:00Z`,
    });
    out.links.push({ execution_id: id, document_id: documentId });
  }
  return out;
}

async function demoFiles(files: FileStore) {
  return Promise.all(
    Array.from({ length: DEMO_FILES }, async (_, index) => {
      const text = `Демонстрационный документ № ${index + 1}. Организации и события вымышлены.\n`;
      const bytes = new TextEncoder().encode(text);
      await files.put(bytes);
      return {
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.byteLength,
        name: `документ-${index + 1}.txt`,
      };
    }),
  );
}
