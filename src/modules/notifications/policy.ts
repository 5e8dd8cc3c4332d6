/** Who may read the letters of others. */
import type { Actor } from '#kernel/actor.ts';

/** Letters hold invitations, so they are for the administrator of a whole region only. */
export function mayReadOutbox(actor: Pick<Actor, 'assignments'>): boolean {
  return actor.assignments.some(
    ({ role, organisationId, path }) => role === 'administrator' && path === `${organisationId}.`,
  );
}
