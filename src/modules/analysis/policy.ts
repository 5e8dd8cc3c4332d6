/** Who sees what of the analysis, as sentences. */
import { type Actor, worksInSchool } from '#kernel/actor.ts';

/** Small numbers are shown to those who work in this very school, and to an analyst named for it. */
export function worksIn(actor: Actor, schoolId: number): boolean {
  return worksInSchool(actor, schoolId);
}
