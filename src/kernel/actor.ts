/** Who acts, with which roles, and whose data that lets them see. */
export const ROLES = [
  'administrator',
  'regional-planner',
  'district-planner',
  'municipal-planner',
  'curator',
  'school-head',
  'school-editor',
  'reader',
  'analyst',
] as const;
export type Role = (typeof ROLES)[number];

/** A role bound to an organisation reaches its whole subtree. */
export type RoleAssignment = {
  role: Role;
  organisationId: number;
  /** Materialised path of the organisation: ids from the root, each ended by a dot ('1.4.27.'). */
  path: string;
};

/** Emergency access to what otherwise only the organisation itself sees: for hours, with a reason. */
export type Opening = { id: number; organisationId: number };

export type Actor = {
  userId: string;
  name: string;
  email: string;
  assignments: RoleAssignment[];
  /** Openings in force now; mostly none. */
  openings?: readonly Opening[];
  /** Acts by a token of the API, which shows no more than this part of the tree. */
  token?: ActingToken;
};

/** `within` is the path of the subtree that the token was narrowed to. */
export type ActingToken = { id: number; within: string };

/** Acts through the command line on the machine itself: has no account and stands above every organisation. */
export const OPERATOR_ID = 'operator';

/** Opora acting by itself; no account either. */
export const SYSTEM_ID = 'system';

/**
 * Whose data may be seen: the subtrees of the actor's organisations, and, for what comes down
 * from above (plans in force), the organisations on the way to the root. First argument of every query.
 */
export type Scope = {
  /** Paths whose subtrees are visible; no entry means that nothing is. */
  subtrees: string[];
  /** Ids of the organisations above those subtrees. */
  ancestors: number[];
};

export function scopeOf(actor: Pick<Actor, 'assignments' | 'token'>): Scope {
  const held = actor.assignments.map((assignment) => assignment.path);
  const all = [...new Set(held.flatMap((path) => narrowed(path, actor.token)))];
  const subtrees = all.filter((path) => !all.some((other) => other !== path && path.startsWith(other)));
  const ancestors = new Set<number>();
  for (const path of subtrees) for (const id of pathIds(path).slice(0, -1)) ancestors.add(id);
  return { subtrees, ancestors: [...ancestors] };
}

/** What of a subtree a token leaves. The role itself stays where it is held: narrowed, it does not become that of a school. */
export function narrowed(path: string, token: ActingToken | undefined): string[] {
  if (token === undefined || path.startsWith(token.within)) return [path];
  return token.within.startsWith(path) ? [token.within] : [];
}

/** '1.4.27.' → [1, 4, 27]. */
export function pathIds(path: string): number[] {
  return path.split('.').filter(Boolean).map(Number);
}

export function isWithin(scope: Scope, path: string): boolean {
  return scope.subtrees.some((subtree) => path.startsWith(subtree));
}

/** Does the actor hold one of the roles anywhere? */
export function holdsAnyRole(actor: Pick<Actor, 'assignments'>, roles: readonly Role[]): boolean {
  return actor.assignments.some(({ role }) => roles.includes(role));
}

/** Does the actor hold one of the roles at the organisation or above it? */
export function holdsRole(actor: Pick<Actor, 'assignments'>, roles: readonly Role[], path: string): boolean {
  return actor.assignments.some((assignment) => roles.includes(assignment.role) && path.startsWith(assignment.path));
}

/** Those who answer for the numbers of one school: it itself, and an analyst named for this very school. */
const OF_THE_SCHOOL: readonly Role[] = ['school-head', 'school-editor', 'analyst'];

/** Numbers of a few pupils are theirs to see; a curator or a reader bound to a single school is a visitor there. */
export function worksInSchool(actor: Pick<Actor, 'assignments' | 'openings'>, schoolId: number): boolean {
  return (
    actor.assignments.some(({ role, organisationId }) => OF_THE_SCHOOL.includes(role) && organisationId === schoolId) ||
    hasOpened(actor, schoolId)
  );
}

/** Has opened the school in an emergency. */
export function hasOpened(actor: Pick<Actor, 'openings'>, schoolId: number): boolean {
  return (actor.openings ?? []).some(({ organisationId }) => organisationId === schoolId);
}
