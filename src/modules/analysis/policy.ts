/** Who sees what of the analysis, as sentences. */
import type { Actor } from '#kernel/actor.ts';

/** Small numbers are shown to those who work in this very school, and to nobody else. */
export function worksIn(actor: Actor, schoolId: number): boolean {
  return actor.assignments.some(({ organisationId }) => organisationId === schoolId);
}
