import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import type { Kind, Status } from '../domain/tree.ts';

export type LockedOrganisation = {
  id: number;
  kind: Kind;
  name: string;
  shortName: string;
  path: string;
  parentId: number | null;
  parentPath: string | null;
  status: Status;
  version: number;
};

const TREE_LOCK = 7_209_117;

/**
 * One change of the tree at a time: two moves at once could put each of two organisations under the
 * other, and one added below another that is moving would keep the old path. Such changes are rare.
 */
export async function lockTree(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TREE_LOCK})`.execute(trx);
}

export async function lockedOrganisation(trx: Connection, id: number): Promise<LockedOrganisation> {
  const row = await trx
    .selectFrom('organisations')
    .select(['id', 'kind', 'name', 'short_name as shortName', 'path', 'parent_id as parentId', 'status', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('notFound', { text: 'Такой организации нет.' });
  const parentPath = row.path.replace(/\d+\.$/, '') || null;
  return { ...row, kind: row.kind as Kind, status: row.status as Status, parentPath };
}
