/** Who may do what with results, as sentences. */
import { type Actor, holdsRole, pathIds, worksInSchool } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';

type Place = { path: string };

/** Results are loaded, matched and described by the region's analyst, its planner or its administrator. */
export function mayKeepResults(actor: Actor, region: Place): boolean {
  return holdsRole(actor, ['administrator', 'regional-planner', 'analyst'], region.path);
}

/** Small numbers of pupils are shown to the school itself and to an analyst named for it. */
export function seesSmallNumbers(actor: Actor, school: Place): boolean {
  return worksInSchool(actor, pathIds(school.path).at(-1) ?? 0);
}

export function insist(allowed: boolean): void {
  if (!allowed) throw new AppError('notAllowed');
}
