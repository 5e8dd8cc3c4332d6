import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';

export type LockedUser = {
  userId: string;
  name: string;
  email: string;
  post: string | null;
  disabledAt: Date | null;
  /** Of every organisation where the person holds a role, also an expired one. */
  paths: string[];
  /** Regions (trees) whose administrator the person is. */
  administers: number[];
};

/**
 * A person about to be changed. All administrators of regions are locked with them, so that two of
 * them cannot take each other's role at the same moment and leave a region with none.
 */
export async function lockedUser(trx: Connection, id: string): Promise<LockedUser> {
  const user = await trx
    .selectFrom('users')
    .select(['name', 'email', 'post', 'disabled_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!user) {
    // Row security lets nobody lock an account they do not manage, even one whose name they see.
    const seen = await trx.selectFrom('users').select('id').where('id', '=', id).executeTakeFirst();
    throw seen ? new AppError('notAllowed') : new AppError('notFound', { text: 'Такого пользователя нет.' });
  }
  const roles = await trx
    .selectFrom('role_assignments as r')
    .innerJoin('organisations as o', 'o.id', 'r.organisation_id')
    .select(['r.role', 'o.id', 'o.path', 'o.parent_id'])
    .where('r.user_id', '=', id)
    .execute();
  const administers = roles
    .filter(({ role, parent_id }) => role === 'administrator' && parent_id === null)
    .map((role) => role.id);
  if (administers.length > 0) {
    await trx
      .selectFrom('role_assignments')
      .select('id')
      .where('organisation_id', 'in', administers)
      .where('role', '=', 'administrator')
      .orderBy('id')
      .forUpdate()
      .execute();
  }
  return {
    userId: id,
    name: user.name,
    email: user.email,
    post: user.post,
    disabledAt: user.disabled_at,
    paths: roles.map(({ path }) => path),
    administers,
  };
}
