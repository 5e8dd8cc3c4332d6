import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { insist, mayKeepResults } from '../policy.ts';

export const IMPORT_STATES = ['receiving', 'queued', 'reading', 'checked', 'applied', 'undone', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export type LockedImport = {
  id: number;
  state: ImportState;
  version: number;
  region: { id: number; path: string };
};

/** The import for a change by somebody who may, held until the transaction ends. */
export async function lockedImport(ctx: Ctx, trx: Connection, importId: number): Promise<LockedImport> {
  const { rows } = await sql<Omit<LockedImport, 'region'> & { regionId: number; path: string }>`
    select i.id, i.state, i.version, o.id as "regionId", o.path
    from result_imports i join organisations o on o.id = i.organisation_id
    where i.id = ${importId} and ${withinScope(ctx.scope)} for update of i`.execute(trx);
  const [row] = rows;
  if (!row) throw new AppError('notFound', { text: 'Такой загрузки нет, или она вам не видна.' });
  insist(mayKeepResults(ctx.actor, row));
  const { regionId, path, ...rest } = row;
  return { ...rest, region: { id: regionId, path } };
}

/** Two imports of one region never point its catalogue at the same time. */
export async function lockCatalogue(trx: Connection, regionId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(7209115, ${regionId}::int)`.execute(trx);
}
