/** Who may do what with the execution of measures, as sentences. */
import { holdsRole, isWithin, type Actor, type Role, type Scope } from '#kernel/actor.ts';

type Place = { id: number; path: string };

const EXECUTORS: readonly Role[] = [
  'school-head',
  'school-editor',
  'municipal-planner',
  'district-planner',
  'regional-planner',
  'administrator',
];
const PLANNERS: readonly Role[] = ['municipal-planner', 'district-planner', 'regional-planner'];

/** Execution is marked by the people of the organisation that executes, not from above on its behalf. */
export function canMark(actor: Actor, organisation: Place): boolean {
  return actor.assignments.some((held) => held.organisationId === organisation.id && EXECUTORS.includes(held.role));
}

/**
 * Evidence is reviewed by a curator of the organisation, a planner of a level above,
 * or an administrator of the organisation or above; never by the one who submitted it.
 */
export function canReview(actor: Actor, organisation: Place, submittedBy: string | null): boolean {
  return actor.userId !== submittedBy && isReviewer(actor, organisation);
}

function isReviewer(actor: Actor, organisation: Place): boolean {
  return holdsRole(actor, ['curator', 'administrator'], organisation.path) || plansAbove(actor, organisation.path);
}

/** Whose submissions a person reviews: whole subtrees, and what lies below the organisations where the person plans. */
export type Reviewing = { subtrees: string[]; below: Place[] };

export function reviewingOf(actor: Actor): Reviewing {
  const subtrees = new Set<string>();
  const below = new Map<number, Place>();
  for (const { role, organisationId, path } of actor.assignments) {
    if (role === 'curator' || role === 'administrator') subtrees.add(path);
    else if (PLANNERS.includes(role)) below.set(organisationId, { id: organisationId, path });
  }
  return { subtrees: [...subtrees], below: [...below.values()] };
}

export function reviews(actor: Actor): boolean {
  const { subtrees, below } = reviewingOf(actor);
  return subtrees.length + below.length > 0;
}

/** Organisations whose execution this person marks. */
export function ownOrganisations(actor: Actor): number[] {
  const held = actor.assignments.filter((assignment) => EXECUTORS.includes(assignment.role));
  return [...new Set(held.map((assignment) => assignment.organisationId))];
}

/** Evidence files are opened by those in whose subtree the organisation is; a plan read from below shows their titles only. */
export function canOpenEvidence(scope: Scope, organisation: Place): boolean {
  return isWithin(scope, organisation.path);
}

function plansAbove(actor: Actor, path: string): boolean {
  return actor.assignments.some(
    (held) => PLANNERS.includes(held.role) && held.path !== path && path.startsWith(held.path),
  );
}

/** Settings hold for everybody, so they are for the administrator of a whole region. */
export function maySetExecution(actor: Pick<Actor, 'assignments'>): boolean {
  return actor.assignments.some(
    ({ role, organisationId, path }) => role === 'administrator' && path === `${organisationId}.`,
  );
}
