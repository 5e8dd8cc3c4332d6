/** What Opora understood of a deadline, said back, with the due windows it makes in the plan. */
import { formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { Period } from '#kernel/dates.ts';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import { occurrences, printDeadline } from '#modules/plan-reading/index.ts';
import type { Rhythm } from './content.ts';

const SHOWN = 4;

export function explainDeadline(deadline: Deadline, plan: { period: Period | null; rhythm: Rhythm }): string {
  const windows = occurrences(deadline, { period: plan.period, rhythm: plan.rhythm });
  const printed = deadline.kind === 'unrecognised' ? 'срок не распознан' : printDeadline(deadline);
  if (windows.length === 0) return `${printed}; вне периода плана`;
  const days = windows.flatMap((window) => (window.dueOn === null ? [] : [formatDateShort(window.dueOn)]));
  const shown = days.length > SHOWN ? `${days.slice(0, SHOWN).join(', ')} и ещё ${days.length - SHOWN}` : days.join(', ');
  return `${printed}; ${count(windows.length, 'срок', 'срока', 'сроков')}${shown === '' ? '' : `: до ${shown}`}`;
}
