/** How execution is spoken of in Russian, on pages, in notices and exports alike. */
import { daysBetween, type IsoDate } from '#kernel/dates.ts';
import { formatDate, formatPeriod } from '#kernel/format.ts';
import { count, plural } from '#kernel/plural.ts';
import type { Standing } from './domain.ts';

export const STANDING_NAMES: Record<Standing, string> = {
  doneOnTime: 'исполнено в срок',
  doneLate: 'исполнено с опозданием',
  doneWithoutDocument: 'исполнено без документа',
  awaitingReview: 'на проверке',
  returned: 'возвращено на доработку',
  overdue: 'просрочено',
  dueSoon: 'скоро срок',
  notDue: 'срок не наступил',
  cancelled: 'отменено',
};

/** What a list can show: one standing, or all that still has time. What asks for action comes first. */
export const LISTED = {
  overdue: STANDING_NAMES.overdue,
  returned: STANDING_NAMES.returned,
  doneWithoutDocument: STANDING_NAMES.doneWithoutDocument,
  awaitingReview: STANDING_NAMES.awaitingReview,
  doneLate: STANDING_NAMES.doneLate,
  dueSoon: STANDING_NAMES.dueSoon,
  ahead: 'срок впереди',
  doneOnTime: STANDING_NAMES.doneOnTime,
  notDue: STANDING_NAMES.notDue,
  cancelled: STANDING_NAMES.cancelled,
} as const satisfies Record<Standing | 'ahead', string>;
export type Listed = keyof typeof LISTED;

/** Which of the organisations below: a head before a meeting asks one of these. */
export const CHILD_FILTERS = {
  all: 'Все',
  overdue: 'Где есть просроченные',
  unproved: 'Где исполнено без документа',
  review: 'Где ждут проверки',
  progress: 'Где есть исполненные',
} as const;
export type ChildFilter = keyof typeof CHILD_FILTERS;

/** The shape and colour that go with the word. */
export const STANDING_TONES = {
  doneOnTime: 'done',
  doneLate: 'late',
  doneWithoutDocument: 'late',
  awaitingReview: 'review',
  returned: 'returned',
  overdue: 'overdue',
  dueSoon: 'due',
  notDue: 'planned',
  cancelled: 'neutral',
} as const satisfies Record<Standing, string>;

/** «2.3. Провести семинар»; a measure without a number stands by its text. */
export function measureName(measure: { number: string | null; text: string }, atMost = 140): string {
  return `${measure.number === null ? '' : `${measure.number}. `}${shortened(measure.text, atMost)}`;
}

/** The window of an occurrence in words. */
export function windowName({ from, dueOn }: { from: string | null; dueOn: string | null }): string {
  if (dueOn === null) return 'без даты';
  return from === null || from === dueOn ? `до ${formatDate(dueOn)}` : formatPeriod({ from, to: dueOn });
}

/** «просрочено на 5 дней», «сегодня последний день», «осталось 3 дня»; empty when there is no date. */
export function remaining(dueOn: IsoDate | null, today: IsoDate): string {
  if (dueOn === null) return '';
  const days = daysBetween(today, dueOn);
  if (days < 0) return `просрочено на ${count(-days, 'день', 'дня', 'дней')}`;
  return days === 0 ? 'сегодня последний день' : `осталось ${count(days, 'день', 'дня', 'дней')}`;
}

/** Cut at a word, with an ellipsis. */
export function shortened(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const cut = text.slice(0, atMost - 1);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > atMost / 2 ? space : undefined).replace(/[\s,;:–—-]+$/, '')}…`;
}

/** «приказ № 45 от 12.09.2026 «О проведении…»». */
export function documentName(document: {
  kind: string;
  number: string | null;
  date: string | null;
  title: string;
}): string {
  const number = document.number === null ? '' : ` № ${document.number}`;
  const date = document.date === null ? '' : ` от ${formatDate(document.date)}`;
  const title = document.title === '' ? '' : ` «${document.title}»`;
  return `${document.kind}${number}${date}${title}`;
}

/** «Приняты 3 отметки об исполнении» */
export function acceptedMarks(number: number): string {
  return `${plural(number, 'Принята', 'Приняты', 'Принято')} ${count(number, 'отметка', 'отметки', 'отметок')} об исполнении`;
}

/** Events of the audit, as the history of an occurrence tells them. */
export const ACTION_NAMES: Record<string, string> = {
  'execution.submitted': 'Отмечено исполнение',
  'execution.edited': 'Отметка исправлена',
  'execution.resubmitted': 'Отметка отправлена повторно',
  'execution.withdrawn': 'Отметка отозвана',
  'execution.accepted': 'Исполнение принято',
  'execution.returned': 'Возвращено на доработку',
};
