/** Reads a register from a file: first shows what would change, then changes it, all or nothing. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { type AuditEvent, recordAudits } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { columnsOf, rewriteFacts } from './keep.ts';
import { lockedOrganisation, lockTree } from './locked.ts';
import { moveWithin } from './place.ts';
import { tidyFacts } from '../domain/facts.ts';
import { KINDS } from '../domain/tree.ts';
import type { Place } from '../import/places.ts';
import { type ImportPlan, type ImportStep, planImport } from '../import/plan.ts';
import { readRegisterSheet } from '../import/read-sheet.ts';
import { registerOf } from '../queries/register.ts';

export type ImportCounts = { create: number; update: number; same: number };
export type ImportPreview = ImportPlan & { counts: ImportCounts };

/** What the file would change; nothing is written. */
export async function previewImport(ctx: Ctx, file: { bytes: Uint8Array; name: string }): Promise<ImportPreview> {
  return previewed(ctx, ctx.db, await readRegisterSheet(file.bytes, file.name));
}

/** The whole file in one transaction. Refused while a row has an error; done again, it changes nothing. */
export async function importOrganisations(ctx: Ctx, file: { bytes: Uint8Array; name: string }): Promise<ImportPreview> {
  const sheet = await readRegisterSheet(file.bytes, file.name);
  return ctx.db.transaction().execute(async (trx) => {
    await lockTree(trx);
    const preview = await previewed(ctx, trx, sheet);
    const errors = preview.issues.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new AppError('importHasErrors', { issues: errors });
    const made = await createAll(
      ctx,
      trx,
      preview.steps.filter(({ action }) => action === 'create'),
    );
    for (const step of preview.steps) if (step.action === 'update') await update(ctx, trx, step, made);
    if (preview.counts.create + preview.counts.update > 0) {
      await recordAudits(ctx, trx, [
        { action: 'organisation.imported', objectType: 'organisations', objectId: file.name, after: preview.counts },
      ]);
    }
    return preview;
  });
}

async function previewed(
  ctx: Ctx,
  db: Connection,
  sheet: Awaited<ReturnType<typeof readRegisterSheet>>,
): Promise<ImportPreview> {
  const { steps, issues } = planImport(ctx.actor, sheet.rows, await registerOf(ctx.scope, db));
  const counts = { create: 0, update: 0, same: 0 };
  for (const { action } of steps) counts[action] += 1;
  return { steps, issues: [...sheet.issues, ...(await loginsTaken(db, steps)), ...issues], counts };
}

/** A login may belong to an organisation that the scope does not show. */
async function loginsTaken(db: Connection, steps: readonly ImportStep[]): Promise<Issue[]> {
  const logins = new Map(
    steps.flatMap(({ facts, line, entry }) =>
      facts.fisOkoLogin && facts.fisOkoLogin !== entry?.facts.fisOkoLogin ? [[facts.fisOkoLogin, line]] : [],
    ),
  );
  if (logins.size === 0) return [];
  const taken = await db
    .selectFrom('organisations')
    .select('fis_oko_login')
    .where('fis_oko_login', '=', sql<string>`any(${[...logins.keys()]}::text[])`)
    .execute();
  return taken.map(({ fis_oko_login: login }) => ({
    severity: 'error',
    code: 'login-taken',
    where: `строка ${logins.get(login!)}, «Логин ФИС ОКО»`,
    text: `Логин ${login} уже у другой организации.`,
    advice: 'Проверьте логин.',
  }));
}

/** All rows in one statement: a region of three thousand schools is read in a second. Rights and places were checked with the plan. */
async function createAll(ctx: Ctx, trx: Connection, steps: readonly ImportStep[]): Promise<Made> {
  const made: Made = new Map();
  if (steps.length === 0) return made;
  const { rows: ids } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('organisations', 'id')) as id from generate_series(1, ${steps.length})`.execute(
    trx,
  );
  const ordered = [...steps].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.line - b.line);
  const rows: Record<string, unknown>[] = [];
  const aliases: { organisation_id: number; alias: string }[] = [];
  const events: AuditEvent[] = [];
  ordered.forEach(({ line, kind, facts: given, parent }, index) => {
    const { id } = ids[index]!;
    const above = placeOf(parent, made);
    const facts = tidyFacts(kind, given);
    const path = `${above?.path ?? ''}${id}.`;
    made.set(line, { id, path });
    rows.push({ id, kind, parent_id: above?.id ?? null, path, ...columnsOf(facts) });
    aliases.push(...facts.aliases.map((alias) => ({ organisation_id: id, alias })));
    events.push({
      action: 'organisation.created',
      objectType: 'organisation',
      objectId: id,
      organisationId: id,
      after: { kind, parentId: above?.id ?? null, ...facts },
    });
  });
  const columns = sql.join(Object.keys(rows[0]!).map((column) => sql.ref(column)));
  await sql`insert into organisations (${columns}) select ${columns} from json_populate_recordset(null::organisations, ${JSON.stringify(rows)}::json)`.execute(
    trx,
  );
  await sql`insert into organisation_aliases (organisation_id, alias)
    select organisation_id, alias from json_populate_recordset(null::organisation_aliases, ${JSON.stringify(aliases)}::json)`.execute(
    trx,
  );
  await recordAudits(ctx, trx, events);
  return made;
}

async function update(ctx: Ctx, trx: Connection, { entry, facts, parent }: ImportStep, made: Made): Promise<void> {
  const before = await lockedOrganisation(trx, entry!.id);
  await rewriteFacts(ctx, trx, before, {
    ...facts,
    aliases: [...(entry!.facts.aliases ?? []), ...(facts.aliases ?? [])],
  });
  const above = placeOf(parent, made);
  if (above && above.id !== entry!.parentId) await moveWithin(ctx, trx, entry!.id, above.id);
}

/** What the lines of the sheet have become. */
type Made = Map<number, { id: number; path: string }>;

function placeOf(place: Place | null, made: Made): { id: number; path: string } | null {
  if (place?.id !== undefined && place.path !== undefined) return { id: place.id, path: place.path };
  return place?.line === undefined ? null : (made.get(place.line) ?? null);
}
