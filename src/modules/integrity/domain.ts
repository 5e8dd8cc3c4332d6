/** The review of a reason to check: which step may follow which. Nobody is accused: a school explains, then facts decide. */
export const REVIEW_STATES = ['asked', 'explained', 'observation', 'observed', 'retest', 'retested', 'closed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export const REVIEW_STEPS = [
  'ask',
  'explain',
  'order-observation',
  'report-observation',
  'order-retest',
  'report-retest',
  'close',
  'reopen',
] as const;
export type ReviewStep = (typeof REVIEW_STEPS)[number];

export const OUTCOMES = ['explained', 'confirmed', 'corrected', 'support'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const FLOW: Record<ReviewStep, { from: readonly (ReviewState | null)[]; to: ReviewState }> = {
  ask: { from: [null], to: 'asked' },
  explain: { from: ['asked'], to: 'explained' },
  'order-observation': { from: ['asked', 'explained'], to: 'observation' },
  'report-observation': { from: ['observation'], to: 'observed' },
  'order-retest': { from: ['asked', 'explained', 'observed'], to: 'retest' },
  'report-retest': { from: ['retest'], to: 'retested' },
  // A school that says nothing is not judged by its silence: facts must be gathered first.
  close: { from: ['explained', 'observed', 'retested'], to: 'closed' },
  reopen: { from: ['closed'], to: 'asked' },
};

/** The state after the step; null where the step does not follow. @param state null: no review yet */
export function stateAfter(state: ReviewState | null, step: ReviewStep): ReviewState | null {
  const { from, to } = FLOW[step];
  return from.includes(state) ? to : null;
}

export function stepsAfter(state: ReviewState | null): ReviewStep[] {
  return REVIEW_STEPS.filter((step) => stateAfter(state, step) !== null);
}

/** The step that the school takes; all others are taken by the region. */
export const isOfSchool = (step: ReviewStep): boolean => step === 'explain';

/** A reason that stands in several years says more than one of a single year. */
export function isRepeated(years: readonly number[]): boolean {
  return years.length >= 2;
}
