/** Who may do what with methodologies, runs and lists, as sentences. */
import { type Actor, holdsRole, pathIds, type Role, worksInSchool } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';

type Place = { path: string };

const ANALYSTS: readonly Role[] = ['administrator', 'regional-planner', 'analyst'];
const SIGNERS: readonly Role[] = ['administrator', 'regional-planner'];
const MUNICIPAL: readonly Role[] = ['administrator', 'district-planner', 'municipal-planner'];
const SUPPORTERS: readonly Role[] = ['administrator', 'regional-planner', 'district-planner', 'municipal-planner'];
const SCHOOL: readonly Role[] = ['school-head', 'school-editor'];

/** Methodologies are written, runs are made and lists are kept by those who do so for the whole region. */
export function mayKeepLists(actor: Actor, region: Place): boolean {
  return holdsRole(actor, ANALYSTS, region.path);
}

/** Lists, runs and methodologies are read by those who work with more than one school; a school reads its own page. */
export function mayReadLists(actor: Actor): boolean {
  return actor.assignments.some(({ role }) => ANALYSTS.includes(role) || MUNICIPAL.includes(role));
}

/** An order is prepared for signature by those who answer for the region, not by the analyst alone. */
export function mayApproveLists(actor: Actor, region: Place): boolean {
  return holdsRole(actor, SIGNERS, region.path);
}

/** A municipality agrees to its part of a list itself; a district may do so for those in it. */
export function mayAgree(actor: Actor, municipality: Place, region: Place): boolean {
  return actor.assignments.some(
    ({ role, path }) => MUNICIPAL.includes(role) && municipality.path.startsWith(path) && path !== region.path,
  );
}

/** A word on a school is said by its municipality, by the school itself, and by whoever keeps the list. */
export function mayRemark(actor: Actor, school: Place, region: Place): boolean {
  return holdsRole(actor, [...MUNICIPAL, ...SCHOOL], school.path) || mayKeepLists(actor, region);
}

export function mayStartSupport(actor: Actor, school: Place): boolean {
  return holdsRole(actor, SUPPORTERS, school.path);
}

/** The school says itself that its causes are found. */
export function mayFinishTask(actor: Actor, school: Place): boolean {
  return holdsRole(actor, [...SCHOOL, ...SUPPORTERS], school.path);
}

/** Numbers of a few pupils are shown to the school itself and to an analyst named for it. */
export function seesSmallNumbers(actor: Actor, school: Place): boolean {
  return worksInSchool(actor, pathIds(school.path).at(-1) ?? 0);
}

export function insist(allowed: boolean): void {
  if (!allowed) throw new AppError('notAllowed');
}
