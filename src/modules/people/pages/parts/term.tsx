/** The words of a role for a term, alike in the lists of curators and of temporary roles. */
import { formatDateShort } from '#kernel/format.ts';
import { Status } from '#web/ui/index.ts';
import type { RoleTerm, TermState } from '../../queries/terms.ts';

export const STATE_NAMES: Record<TermState, string> = {
  running: 'Действует',
  coming: 'Ещё не началось',
  over: 'Завершено',
};
const TONES = { running: 'done', coming: 'planned', over: 'neutral' } as const;

export function TermStatus({ state }: { state: TermState }) {
  return <Status tone={TONES[state]}>{STATE_NAMES[state]}</Status>;
}

export function termInWords({ from, until }: Pick<RoleTerm, 'from' | 'until'>): string {
  const begins = from ? `с ${formatDateShort(from)}` : '';
  const ends = until ? `до ${formatDateShort(until)}` : 'без срока';
  return [begins, ends].filter(Boolean).join(' ');
}

/** How it ended when that was before its term. */
export function endInWords(term: RoleTerm & { endedOn: string | null }): string {
  if (!term.endedOn) return '';
  return [`Завершено ${formatDateShort(term.endedOn)}`, term.endedBy, term.endReason].filter(Boolean).join(', ');
}
