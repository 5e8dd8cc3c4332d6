/** The life of a list: draft → agreed with municipalities → approved by an order → closed. */
import { AppError } from '#kernel/errors.ts';

export type ListState = 'draft' | 'agreeing' | 'approved' | 'closed';
export type ListStep = 'send' | 'recall' | 'approve' | 'close';

export const LIST_STATE_NAMES: Record<ListState, string> = {
  draft: 'проект',
  agreeing: 'на согласовании',
  approved: 'утверждён',
  closed: 'закрыт',
};

const STEPS: Record<ListStep, { from: ListState; to: ListState }> = {
  send: { from: 'draft', to: 'agreeing' },
  recall: { from: 'agreeing', to: 'draft' },
  approve: { from: 'agreeing', to: 'approved' },
  close: { from: 'approved', to: 'closed' },
};

export function afterStep(state: ListState, step: ListStep): ListState {
  if (STEPS[step].from !== state)
    throw new AppError('transitionNotAllowed', {
      text: `Список ${LIST_STATE_NAMES[state]}: это действие сейчас недоступно.`,
    });
  return STEPS[step].to;
}

export function isStepPossible(state: ListState, step: ListStep): boolean {
  return STEPS[step].from === state;
}

/** When a school leaves and how long it is watched then; agreed before the order that puts it in. */
export type ExitRule = {
  /** So many yearly runs in a row by the same methodology must not list the school. */
  notListedYears: number;
  watchYears: number;
  text: string;
};

export const USUAL_EXIT: ExitRule = {
  notListedYears: 1,
  watchYears: 2,
  text: 'Школа выходит из списка, если по той же методике не входит в список следующего года; ещё два года за её результатами наблюдают.',
};

export type LaterRun = { year: number; status: string };

/** May the school leave by the rule? Years without an answer neither help nor hinder; a listing starts the count anew. */
export function mayLeave(rule: ExitRule, listYear: number, later: readonly LaterRun[]): boolean {
  let inRow = 0;
  for (const { status } of [...later].filter(({ year }) => year > listYear).sort((a, b) => a.year - b.year)) {
    if (status === 'listed' || status === 'risk') inRow = 0;
    else if (status === 'not-listed') inRow += 1;
  }
  return inRow >= rule.notListedYears;
}

/** «2028-05-12» for «2026-05-12» and two years; 29 February becomes the 28th. */
export function watchUntil(from: string, { watchYears }: ExitRule): string {
  const [year, month, day] = [Number(from.slice(0, 4)), from.slice(5, 7), from.slice(8, 10)];
  return `${year + watchYears}-${month}-${month === '02' && day === '29' ? '28' : day}`;
}
