/** Who sees reasons to check and who acts on them, as sentences. The public and other schools never do. */
import { type Actor, holdsRole, type Role } from '#kernel/actor.ts';
import { isOfSchool, type ReviewStep } from './domain.ts';

type Place = { id: number; path: string };

const REGION_ROLES: readonly Role[] = ['administrator', 'regional-planner', 'analyst'];
const SCHOOL_ROLES: readonly Role[] = ['school-head', 'school-editor'];

/** The region's analysts, planners and administrators check, review and send observers. */
export function mayReview(actor: Actor, organisation: Pick<Place, 'path'>): boolean {
  return holdsRole(actor, REGION_ROLES, organisation.path);
}

export function isOfTheSchool(actor: Actor, organisation: Place): boolean {
  return actor.assignments.some((held) => held.organisationId === organisation.id && SCHOOL_ROLES.includes(held.role));
}

/** A school sees what concerns itself; a municipality, a curator, another school do not. */
export function maySee(actor: Actor, organisation: Place): boolean {
  return mayReview(actor, organisation) || isOfTheSchool(actor, organisation);
}

/** The explanation is the school's own; the region writes it down where the school sent it on paper. */
export function mayTake(actor: Actor, step: ReviewStep, organisation: Place): boolean {
  return mayReview(actor, organisation) || (isOfSchool(step) && isOfTheSchool(actor, organisation));
}

/** Whose reasons to check a person sees: subtrees as a reviewer, single schools as their own. */
export type Reach = { subtrees: string[]; schools: number[] };

export function reachOf(actor: Pick<Actor, 'assignments'>): Reach {
  const held = (roles: readonly Role[]) => actor.assignments.filter(({ role }) => roles.includes(role));
  return {
    subtrees: [...new Set(held(REGION_ROLES).map(({ path }) => path))],
    schools: [...new Set(held(SCHOOL_ROLES).map(({ organisationId }) => organisationId))],
  };
}

export function seesIntegrity(actor: Pick<Actor, 'assignments'>): boolean {
  const { subtrees, schools } = reachOf(actor);
  return subtrees.length + schools.length > 0;
}
