/** Who may do what with plans, as sentences. Pages get the answers with the data and never work them out again. */
import { type Actor, holdsRole, type Role } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { PlanHead } from './domain/content.ts';
import { levelOf, levelsBelow, type PlanLevel } from './domain/levels.ts';
import { isEditable, isPossible } from './domain/states.ts';

/** Where a plan belongs: enough to decide about it. */
export type PlanPlace = { level: PlanLevel; organisation: { path: string } };

/** A planner writes the plans of the own level and of the levels below; a school writes its own. */
const WRITERS: Record<PlanLevel, readonly Role[]> = {
  region: ['administrator', 'regional-planner'],
  district: ['administrator', 'regional-planner', 'district-planner'],
  municipality: ['administrator', 'regional-planner', 'district-planner', 'municipal-planner'],
  school: [
    'administrator',
    'regional-planner',
    'district-planner',
    'municipal-planner',
    'school-head',
    'school-editor',
  ],
};

export function writersOf(level: PlanLevel): readonly Role[] {
  return WRITERS[level];
}

/** An order is signed by those who write plans, except that an editor of a school prepares for its head. */
export function approversOf(level: PlanLevel): readonly Role[] {
  return WRITERS[level].filter((role) => role !== 'school-editor');
}

export function mayWrite(actor: Actor, { level, organisation }: PlanPlace): boolean {
  return holdsRole(actor, WRITERS[level], organisation.path);
}

export function mayApprove(actor: Actor, { level, organisation }: PlanPlace): boolean {
  return holdsRole(actor, approversOf(level), organisation.path);
}

export function mayWriteFor(actor: Actor, organisation: { kind: string; path: string }): boolean {
  return mayWrite(actor, { level: levelOf(organisation.kind), organisation });
}

const WRITER_ROLES: readonly Role[] = [...new Set(Object.values(WRITERS).flat())];

/** The organisations where a person holds a role that writes plans. */
export function writableOrganisations(actor: Actor): { id: number; path: string }[] {
  const held = actor.assignments.filter((assignment) => WRITER_ROLES.includes(assignment.role));
  return [...new Map(held.map(({ organisationId, path }) => [organisationId, { id: organisationId, path }])).values()];
}

/** What a person may do with a plan now: the right and the state together. */
export type PlanAbilities = {
  edit: boolean;
  submit: boolean;
  withdraw: boolean;
  returnToDraft: boolean;
  approve: boolean;
  startAmendment: boolean;
  discardAmendment: boolean;
  amend: boolean;
  close: boolean;
  reopen: boolean;
  delete: boolean;
  offer: boolean;
  copy: boolean;
};

export function planAbilities(
  actor: Actor,
  plan: Pick<PlanHead, 'level' | 'organisation' | 'state' | 'amending' | 'isModel'>,
): PlanAbilities {
  const write = mayWrite(actor, plan);
  const approve = mayApprove(actor, plan);
  return {
    edit: write && isEditable(plan),
    submit: write && isPossible('submit', plan),
    withdraw: write && isPossible('withdraw', plan),
    returnToDraft: approve && isPossible('return', plan),
    approve: approve && isPossible('approve', plan),
    startAmendment: write && isPossible('startAmendment', plan),
    discardAmendment: write && isPossible('discardAmendment', plan),
    amend: approve && isPossible('amend', plan),
    close: approve && isPossible('close', plan),
    reopen: approve && isPossible('reopen', plan),
    delete: write && plan.state === 'draft',
    offer: write && plan.state === 'approved' && levelsBelow(plan.level).length > 0,
    copy: write,
  };
}

export function insist(allowed: boolean): void {
  if (!allowed) throw new AppError('notAllowed');
}
