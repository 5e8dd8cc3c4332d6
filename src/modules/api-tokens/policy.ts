/** Who may do what with tokens, as sentences. */
import { type Actor, holdsRole } from '#kernel/actor.ts';

/** Revoked by its owner, and by an administrator of the organisation it is bound to or of one above. */
export function mayRevoke(actor: Actor, token: { userId: string; path: string }): boolean {
  return token.userId === actor.userId || holdsRole(actor, ['administrator'], token.path);
}
