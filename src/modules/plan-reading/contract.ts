/** `opora.plan/1`: the public result of reading a plan document. Additions only. */
import type { Issue } from '#kernel/issue.ts';

export type DeadlineKind =
  | 'date'
  | 'month'
  | 'month-range'
  | 'year'
  | 'year-range'
  | 'school-year'
  | 'open-start'
  | 'recurring'
  | 'continuous'
  | 'external-schedule'
  | 'event-relative'
  | 'month-no-year'
  | 'composite'
  | 'unspecified'
  | 'unrecognised';

export type Recurrence = 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly';

export type Deadline = {
  /** Verbatim (white space folded). */
  text: string;
  kind: DeadlineKind;
  /** ISO date or null: only what the text itself says. */
  from: string | null;
  to: string | null;
  recurrence: Recurrence | null;
  onDemand: boolean;
  /** X of «по плану X». */
  schedule: string | null;
  /** The event that the deadline hangs on. */
  event: string | null;
};

export type Party = {
  text: string;
  /** Body in the nominative, or null for a mere role. */
  organisation: string | null;
  /** Surname and initials, or null. */
  person: string | null;
  byAgreement: boolean;
  /** Addition: the post of the person, or the role without an organisation. */
  post?: string | null;
  /** Addition: school references found in the party («МОУ №№ 2, 7, КУГ»). */
  schools?: SchoolReference[];
};

export type SchoolReference = {
  /** As one school would be called: «Средняя школа № 7», «КУГ». */
  name: string;
  /** Type word if stated: «Средняя школа», «МОУ», «Лицей». */
  type: string | null;
  number: string | null;
};

/** Kinds of documents, in the ministry's own words (as `approval.kind` is). */
export const RESULT_KINDS = [
  'приказ',
  'распоряжение',
  'протокол',
  'договор',
  'план',
  'программа',
  'дорожная карта',
  'концепция',
  'аналитическая справка',
  'анализ',
  'методические рекомендации',
  'отчёт',
  'информация на сайте',
  'список',
  'сборник',
  'положение',
  'нормативный акт',
  'решение',
  'письмо',
  'график',
  'сертификат',
  'материалы',
  'иное',
] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];

export type ExpectedResult = { text: string; kind: ResultKind };

export type PlanSection = {
  number: string | null;
  title: string;
  /** Addition: 0-based index of the enclosing section, or null. */
  parent?: number | null;
};

export type Measure = {
  number: string | null;
  position: number;
  section: number | null;
  text: string;
  deadline: Deadline;
  responsible: Party[];
  results: ExpectedResult[];
  execution: { text: string /** Addition: addresses the mark links to. */; links?: string[] } | null;
  /** Additions: the note column, cells of columns that were not understood, school references in the text. */
  note?: string | null;
  other?: { header: string; text: string }[];
  schools?: SchoolReference[];
};

export type TrainingCourse = {
  number: string | null;
  programme: string;
  hours: number | null;
  from: string | null;
  to: string | null;
  provider: string | null;
  teachers: number | null;
  managers: number | null;
  schools: string[];
};

export type TrainingTable = {
  kind: 'training-courses';
  title: string | null;
  rows: TrainingCourse[];
  totals: { teachers: number | null; managers: number | null };
};

export type Approval = { kind: string | null; body: string | null; number: string | null; date: string | null };

export type PlanReading = {
  schema: 'opora.plan/1';
  title: string | null;
  period: { from: string; to: string } | null;
  approval: Approval | null;
  goal: string | null;
  tasks: string[];
  sections: PlanSection[];
  measures: Measure[];
  tables: TrainingTable[];
  glossary: { term: string; meaning: string }[];
  issues: Issue[];
  /** Addition: blocks that were not understood, kept verbatim and in order. */
  other?: { where: string; text: string }[];
};
