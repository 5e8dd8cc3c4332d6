/** Who may do what with results, as sentences. */
import { type Actor, holdsRole, pathIds, type Role, worksInSchool } from '#kernel/actor.ts';
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

const OF_THE_SCHOOL: readonly Role[] = ['school-head', 'school-editor'];

/** A school tells of itself; others bring files. */
export function mayTellOfSchool(actor: Actor, school: Place): boolean {
  return actor.assignments.some(({ role, path }) => OF_THE_SCHOOL.includes(role) && path === school.path);
}

export function insist(allowed: boolean): void {
  if (!allowed) throw new AppError('notAllowed');
}
