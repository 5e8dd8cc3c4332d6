/** Words and tones for what plans are in. */
import type { Period } from '#kernel/dates.ts';
import type { Tone } from '#web/ui/index.ts';
import type { PlanOrder, Rhythm } from '../../domain/content.ts';
import { formatDate, formatPeriod } from '#kernel/format.ts';
import type { Decision } from '../../domain/decisions.ts';
import { type PlanState, STATE_NAMES } from '../../domain/states.ts';

const STATE_TONES: Record<PlanState, Tone> = {
  draft: 'planned',
  'under-approval': 'review',
  approved: 'done',
  closed: 'neutral',
};

export function stateWords(state: PlanState, amending: boolean): { tone: Tone; text: string } {
  return {
    tone: STATE_TONES[state],
    text: amending ? `${STATE_NAMES[state]}, готовится изменение` : STATE_NAMES[state],
  };
}

export const RHYTHM_NAMES: Record<Rhythm, string> = {
  monthly: 'ежемесячно',
  quarterly: 'ежеквартально',
  'half-yearly': 'раз в полугодие',
  yearly: 'раз в год',
};

export const DECISION_WORDS: Record<Decision, { tone: Tone; text: string }> = {
  adopted: { tone: 'done', text: 'принято' },
  adapted: { tone: 'late', text: 'принято с изменениями' },
  declined: { tone: 'returned', text: 'отклонено' },
  none: { tone: 'due', text: 'нет ответа' },
};

export function periodWords(period: Period | null): string {
  return period === null ? 'период не указан' : formatPeriod(period);
}

/** «приказ № 14 от 3 сентября 2026 г.» */
export function orderWords(order: Pick<PlanOrder, 'kind' | 'number' | 'date'>): string {
  return `${order.kind} № ${order.number} от ${formatDate(order.date)}`;
}

/** «22 ноября 2026 г., 14:05» in the time zone of the region. */
export function instantWords(iso: string, timeZone: string): string {
  const instant = new Date(iso);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );
  const time = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
  return `${formatDate(day)}, ${time}`;
}

export const IMPORT_STEPS = ['Документ', 'Проверка', 'Сохранение'] as const;
