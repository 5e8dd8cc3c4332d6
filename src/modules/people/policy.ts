/** Who may do what with people, as sentences. */
import { type Actor, holdsRole, type Role, type Scope, scopeOf } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';

/** The places of a person: paths of the organisations where they hold roles, expired ones too. */
export type Placed = { userId: string; paths: readonly string[] };

/** An administrator gives and takes roles at the own organisation and below it. */
export function mayManageRolesAt(actor: Actor, organisation: { path: string }): boolean {
  return holdsRole(actor, ['administrator'], organisation.path);
}

const ASSIGNERS: readonly Role[] = ['administrator', 'regional-planner', 'district-planner', 'municipal-planner'];

/** Curators are assigned to a school by its administrators and by the planners of the levels above it. */
export function mayAssignCurators(actor: Actor, school: { path: string }): boolean {
  return holdsRole(actor, ASSIGNERS, school.path);
}

/** Where this person assigns curators: the page of curators shows that and nothing else. */
export function assigningScope(actor: Actor): Scope {
  const assignments = actor.assignments.filter(({ role }) => ASSIGNERS.includes(role));
  if (assignments.length === 0) throw new AppError('notAllowed');
  return scopeOf({ assignments });
}

/** An administrator manages the account of a person all of whose roles lie in the administrator's subtree. */
export function mayManageAccount(actor: Actor, person: Placed): boolean {
  if (person.paths.length === 0) return isTopAdministrator(actor);
  return person.paths.every((path) => holdsRole(actor, ['administrator'], path));
}

/** Nobody shuts themselves out. */
export function mayDisable(actor: Actor, person: Placed): boolean {
  return person.userId !== actor.userId && mayManageAccount(actor, person);
}

/** People without a place belong to the administrator of a whole region. */
function isTopAdministrator(actor: Actor): boolean {
  return actor.assignments.some(
    ({ role, organisationId, path }) => role === 'administrator' && path === `${organisationId}.`,
  );
}

/** Where this person administers: the pages of administration show that and nothing else. */
export function administeredScope(actor: Actor): Scope {
  const assignments = actor.assignments.filter(({ role }) => role === 'administrator');
  if (assignments.length === 0) throw new AppError('notAllowed');
  return scopeOf({ assignments });
}

const OPENERS: readonly Role[] = ['administrator', 'regional-planner'];

/** In an emergency a school is opened by an administrator above it or by the planner of its region. */
export function mayOpenInEmergency(actor: Actor, school: { path: string }): boolean {
  return holdsRole(actor, OPENERS, school.path);
}

/** Ended by who opened it, or by an administrator above the school. */
export function mayEndOpening(actor: Actor, opening: { openedBy: string; path: string }): boolean {
  return opening.openedBy === actor.userId || holdsRole(actor, ['administrator'], opening.path);
}

/** The schools this person may open; null: none. */
export function openingScope(actor: Actor): Scope | null {
  const assignments = actor.assignments.filter(({ role }) => OPENERS.includes(role));
  return assignments.length > 0 ? scopeOf({ assignments }) : null;
}

/** Openings are seen by those who make them and by the heads of the schools they concern. */
export function openingsSeenBy(actor: Actor): Scope {
  const assignments = actor.assignments.filter(({ role }) => OPENERS.includes(role) || role === 'school-head');
  if (assignments.length === 0) throw new AppError('notAllowed');
  return scopeOf({ assignments });
}
