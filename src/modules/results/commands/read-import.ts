/**
 * The middle steps of an import: recognise and check. Files are read in parallel, a thread each; what a file gave is
 * written down at once, so that a killed worker goes on where it stopped. Nothing of it reaches the catalogue.
 */
import { sql } from 'kysely';
import { isAppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { notify } from '#modules/notifications/index.ts';
import type { Services } from '#platform/context.ts';
import { countsOf, severities } from '../domain/part.ts';
import { partToRecount } from '../queries/part-to-recount.ts';
import { schoolIndex, type SchoolIndex } from '../queries/school-index.ts';
import { type FileReading, type FileSettings, readFileInThread, type ReadingSetup, readingSetup } from './read-file.ts';
import { storePart } from './store-part.ts';

/** Threads that read at the same time: one a core of the machine Opora is sized for. */
const LANES = 2;
/** More are counted, not kept: whoever has so many corrects the cause, not the rows. */
const ISSUES_KEPT = 2_000;

type WaitingFile = {
  id: number;
  sha256: string;
  name: string;
  settings: FileSettings | null;
  recountsId: number | null;
};

/** Does nothing when another worker is at it, or when there is nothing to read. */
export async function readImport(services: Services, importId: number): Promise<void> {
  await services.db.connection().execute(async (session) => {
    // The lock ends with the connection, so also with a killed worker.
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_lock(7209116, ${importId}::int) as mine`.execute(session);
    if (!rows[0]?.mine) return;
    try {
      await readAll(services, importId);
    } finally {
      await sql`select pg_advisory_unlock(7209116, ${importId}::int)`.execute(session);
    }
  });
}

async function readAll(services: Services, importId: number): Promise<void> {
  const { db, clock } = services;
  const { rows } = await sql<{ regionId: number; path: string; year: number | null }>`
    update result_imports i set state = 'reading', started_at = coalesce(started_at, ${clock.now()})
    from organisations o where i.id = ${importId} and i.state in ('queued', 'reading') and o.id = i.organisation_id
    returning o.id as "regionId", o.path, i.year`.execute(db);
  const [found] = rows;
  if (!found) return;
  const region = { id: found.regionId, path: found.path };
  const index = await schoolIndex(db, region);
  const setup = await readingSetup(services, region, found.year);
  const waiting = await filesToRead(services, importId);
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        if (await isCancelled(services, importId)) return;
        await readOne(services, { setup, index, regionId: region.id, lane }, file);
      }
    }),
  );
  await finish(services, importId);
}

type Reader = { setup: ReadingSetup; index: SchoolIndex; regionId: number; lane: number };

async function readOne(services: Services, { setup, index, regionId, lane }: Reader, file: WaitingFile): Promise<void> {
  const recounts = file.recountsId === null ? null : await partToRecount(services.db, file.recountsId);
  const reading = await readFileInThread(services, setup, { ...file, recounts }, lane).catch(
    (error: unknown): FileReading => {
      if (!isAppError(error)) throw error;
      return { kind: 'refused', error: { code: error.code, text: error.text, advice: error.advice } };
    },
  );
  await services.db.transaction().execute(async (trx) => {
    await sql`delete from result_import_file_parts where file_id = ${file.id}`.execute(trx);
    if (reading.kind === 'read') {
      const source = { regionId, fileSha256: file.sha256, fileName: file.name };
      const ids = new Set<number>();
      for (const part of reading.parts) ids.add(await storePart(trx, source, part, index));
      const rows = [...ids].map((partId) => ({ file_id: file.id, part_id: partId }));
      await trx.insertInto('result_import_file_parts').values(rows).execute();
    }
    await trx.updateTable('result_import_files').set(outcomeOf(reading)).where('id', '=', file.id).execute();
  });
}

function outcomeOf(reading: FileReading) {
  const kept = (issues: readonly Issue[]) => JSON.stringify(issues.slice(0, ISSUES_KEPT));
  switch (reading.kind) {
    case 'read':
      return {
        state: 'read',
        kind: 'results',
        counts: JSON.stringify(countsOf(reading.parts)),
        issues: kept(reading.parts.flatMap(({ issues }) => issues)),
      };
    case 'facts':
      return {
        state: 'read',
        kind: reading.facts.kind,
        records: JSON.stringify(reading.facts.records),
        counts: JSON.stringify({
          ...reading.counts,
          pupils: 0,
          absent: 0,
          schools: reading.facts.records.length,
          ...severities(reading.issues),
        }),
        issues: kept(reading.issues),
      };
    case 'asks':
      return { state: 'columns', issues: kept(reading.issues), error: JSON.stringify(reading.question) };
    case 'refused':
      return { state: 'refused', issues: kept(reading.issues ?? []), error: JSON.stringify(reading.error) };
  }
}

async function filesToRead({ db }: Services, importId: number): Promise<WaitingFile[]> {
  const { rows } = await sql<WaitingFile>`
    select id, file_sha256 as sha256, name, columns as settings, recounts_part_id as "recountsId" from result_import_files
    where import_id = ${importId} and state = 'waiting' order by position`.execute(db);
  return rows;
}

async function isCancelled({ db }: Services, importId: number): Promise<boolean> {
  const row = await db.selectFrom('result_imports').select('state').where('id', '=', importId).executeTakeFirst();
  return row?.state !== 'reading';
}

async function finish(services: Services, importId: number): Promise<void> {
  await services.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ createdBy: string | null; kind: 'files' | 'recount'; files: number }>`
      update result_imports i set state = 'checked', read_at = ${services.clock.now()}, version = version + 1
      where i.id = ${importId} and i.state = 'reading'
      returning i.created_by as "createdBy", i.kind, (select count(*) from result_import_files f where f.import_id = i.id) as files`.execute(
      trx,
    );
    const [done] = rows;
    if (!done?.createdBy) return;
    await notify(services, trx, {
      userIds: [done.createdBy],
      kind: 'results-checked',
      title:
        done.kind === 'recount'
          ? `Пересчёт № ${importId} по новой шкале готов. Проверьте, что изменится`
          : `Загрузка № ${importId}: файлы результатов прочитаны (${done.files}). Проверьте, что изменится`,
      href: `/results/import/${importId}`,
      dedupeKey: `results-checked:${importId}:${services.clock.now().toISOString()}`,
    });
  });
}

/** A worker that was killed has left its imports behind. */
export async function importsLeftBehind({ db }: Services): Promise<number[]> {
  const { rows } = await sql<{
    id: number;
  }>`select id from result_imports where state in ('queued', 'reading') order by id`.execute(db);
  return rows.map(({ id }) => id);
}
