/** What happened to a plan, in words. */
import type { Redline } from './redline.ts';
import { redline } from './redline.ts';
import type { PlanBody } from './content.ts';
import type { ContentPatch } from './patch.ts';

/** What the audit keeps; which parts are there depends on the action. */
export type AuditRecord = {
  action: string;
  before: { patch?: ContentPatch; subject?: string; title?: string } | null;
  after: {
    patch?: ContentPatch;
    subject?: string | null;
    title?: string;
    measures?: number;
    organisations?: number;
    people?: number;
    order?: { kind: string; number: string; date: string };
  } | null;
};

const WORDS: Record<string, string> = {
  'plan.created': 'План создан',
  'plan.imported': 'План создан из документа',
  'plan.import-undone': 'Импорт отменён',
  'plan.copied': 'План создан по плану прошлых лет',
  'plan.adopted': 'План создан по плану сверху',
  'plan.deleted': 'Проект удалён',
  'plan.restored': 'Проект восстановлен',
  'plan.submitted': 'Отправлен на утверждение',
  'plan.withdrawn': 'Отозван с утверждения',
  'plan.returned': 'Возвращён на доработку',
  'plan.approved': 'Утверждён',
  'plan.amendment-started': 'Начато изменение плана',
  'plan.amendment-discarded': 'Изменение плана отменено',
  'plan.amended': 'Изменение введено в действие',
  'plan.closed': 'План закрыт',
  'plan.reopened': 'План снова действует',
  'plan.offered': 'Направлен нижестоящим',
  'plan.offer-withdrawn': 'Отозван у нижестоящих',
  'plan.recipients-reminded': 'Разослано напоминание',
  'plan.measures-adopted': 'Приняты мероприятия сверху',
  'plan.measures-declined': 'Отклонены мероприятия',
  'plan.decision-withdrawn': 'Решение о мероприятии отозвано',
  'plan.measure-revised': 'Изменено мероприятие',
  'plan.measure-added': 'Добавлено мероприятие',
  'plan.measure-removed': 'Удалено мероприятие',
  'plan.measure-moved': 'Мероприятие переставлено',
  'plan.renumbered': 'Мероприятия перенумерованы',
  'plan.section-added': 'Добавлен раздел',
  'plan.section-revised': 'Изменён раздел',
  'plan.section-removed': 'Удалён раздел',
  'plan.section-moved': 'Раздел переставлен',
  'plan.head-revised': 'Изменены сведения о плане',
  'plan.edit-undone': 'Правка отменена',
};

/** «Изменено мероприятие 1.3». An action of another module is shown by its name. */
export function eventWords({ action, before, after }: AuditRecord): string {
  const words = WORDS[action] ?? action;
  const subject = after?.subject ?? before?.subject;
  if (subject) return `${words}: ${subject}`;
  if (after?.order !== undefined) return `${words}: ${after.order.kind} № ${after.order.number}`;
  return words;
}

/** The change of the content that an edit made; null for other events. */
export function eventRedline({ before, after }: AuditRecord): Redline | null {
  if (before?.patch === undefined || after?.patch === undefined) return null;
  return redline(sideOf(before.patch), sideOf(after.patch));
}

/** One side of an edit as content of its own: only what the edit touched. */
function sideOf(patch: ContentPatch): PlanBody {
  return {
    title: '',
    period: null,
    goal: null,
    tasks: [],
    rhythm: 'half-yearly',
    glossary: [],
    tables: [],
    other: [],
    ...patch.head,
    sections: patch.sections.put,
    measures: patch.measures.put,
  };
}
