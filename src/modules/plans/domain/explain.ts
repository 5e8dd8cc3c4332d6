/** What Opora understood of a deadline, said back, with the due windows it makes in the plan. */
import { formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { Period } from '#kernel/dates.ts';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import { type Occurrence, occurrences, printDeadline } from '#modules/plan-reading/index.ts';
import type { Rhythm } from './content.ts';

const SHOWN = 4;

export function explainDeadline(deadline: Deadline, plan: { period: Period | null; rhythm: Rhythm }): string {
  const printed = deadline.kind === 'unrecognised' ? 'срок не распознан' : printDeadline(deadline);
  const days = daysOf(occurrences(deadline, { period: plan.period, rhythm: plan.rhythm }));
  // What would only repeat the text is not said twice.
  return [sameWords(printed, deadline.text) ? null : printed, days].filter((part) => part !== null).join('; ');
}

function daysOf(windows: readonly Occurrence[]): string {
  if (windows.length === 0) return 'вне периода плана';
  const days = windows.flatMap((window) => (window.dueOn === null ? [] : [formatDateShort(window.dueOn)]));
  const shown =
    days.length > SHOWN ? `${days.slice(0, SHOWN).join(', ')} и ещё ${days.length - SHOWN}` : days.join(', ');
  return `${count(windows.length, 'срок', 'срока', 'сроков')}${shown === '' ? ' без даты' : `: до ${shown}`}`;
}

function sameWords(a: string, b: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s\u00A0.,]+/g, ' ')
      .trim();
  return bare(a) === bare(b);
}
