/** The life of a plan: draft → under approval → approved by an order → amended by further orders → closed. */
import { AppError } from '#kernel/errors.ts';

export const PLAN_STATES = ['draft', 'under-approval', 'approved', 'closed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export const STATE_NAMES: Record<PlanState, string> = {
  draft: 'проект',
  'under-approval': 'на утверждении',
  approved: 'действует',
  closed: 'закрыт',
};

/** Amending is a sub-state of «approved»: the revision in force stands while the working content is edited. */
type Amending = 'yes' | 'no' | 'any';
type Rule = { from: PlanState; amending: Amending; to: PlanState; amendingAfter: boolean };

export const TRANSITIONS = {
  submit: { from: 'draft', amending: 'any', to: 'under-approval', amendingAfter: false },
  withdraw: { from: 'under-approval', amending: 'any', to: 'draft', amendingAfter: false },
  return: { from: 'under-approval', amending: 'any', to: 'draft', amendingAfter: false },
  approve: { from: 'under-approval', amending: 'any', to: 'approved', amendingAfter: false },
  startAmendment: { from: 'approved', amending: 'no', to: 'approved', amendingAfter: true },
  discardAmendment: { from: 'approved', amending: 'yes', to: 'approved', amendingAfter: false },
  amend: { from: 'approved', amending: 'yes', to: 'approved', amendingAfter: false },
  close: { from: 'approved', amending: 'no', to: 'closed', amendingAfter: false },
  reopen: { from: 'closed', amending: 'any', to: 'approved', amendingAfter: false },
} as const satisfies Record<string, Rule>;

export type Transition = keyof typeof TRANSITIONS;
export type Standing = { state: PlanState; amending: boolean };

export function isPossible(transition: Transition, standing: Standing): boolean {
  const rule: Rule = TRANSITIONS[transition];
  return rule.from === standing.state && (rule.amending === 'any' || (rule.amending === 'yes') === standing.amending);
}

export function follow(transition: Transition, standing: Standing): Standing {
  if (!isPossible(transition, standing)) throw new AppError('transitionNotAllowed', { transition, ...standing });
  const rule = TRANSITIONS[transition];
  return { state: rule.to, amending: rule.amendingAfter };
}

/** The working content may be changed in a draft and while an amendment is prepared. */
export function isEditable(standing: Standing): boolean {
  return standing.state === 'draft' || (standing.state === 'approved' && standing.amending);
}
