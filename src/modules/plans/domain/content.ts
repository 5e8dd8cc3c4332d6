/** What a plan consists of. The body is what an order approves; the head is what changes around it. */
import type { Period } from '#kernel/dates.ts';
import type {
  Approval,
  Deadline,
  ExpectedResult,
  SchoolReference,
  TrainingTable,
} from '#modules/plan-reading/contract.ts';
import type { PlanLevel } from './levels.ts';
import type { PlanState } from './states.ts';

export const RHYTHMS = ['monthly', 'quarterly', 'half-yearly', 'yearly'] as const;
/** How often «постоянно» and «в течение года» are reported on. */
export type Rhythm = (typeof RHYTHMS)[number];

export type ContentSection = { id: number; parentId: number | null; number: string | null; title: string };

export type ContentParty = {
  text: string;
  /** The body as the text names it, in the nominative; null for a mere role. */
  organisation: string | null;
  organisationId: number | null;
  /** Certainty of `organisationId`, 0…1; 1 when a person chose it. */
  confidence: number | null;
  person: string | null;
  post: string | null;
  byAgreement: boolean;
};

export type ContentSchool = SchoolReference & {
  organisationId: number | null;
  /** Place of the party that names the school, from 0; null: the text of the measure does. */
  party: number | null;
};

export type ContentMeasure = {
  /** Stays the same through edits and amendments. */
  id: number;
  sectionId: number | null;
  number: string | null;
  text: string;
  deadline: Deadline;
  parties: ContentParty[];
  results: ExpectedResult[];
  schools: ContentSchool[];
  note: string | null;
  /** The execution mark that came with the document. */
  execution: string | null;
  /** Addresses that the mark links to. */
  links?: string[];
  /** Cells of columns that were not understood. */
  other: { header: string; text: string }[];
  /** Share in the plan's progress, relative to the other measures; 1 unless set. */
  weight: number;
  /** The measure of the level above that this one carries out. */
  parentMeasureId: number | null;
  /** The plan that «по плану X» is bound to. */
  schedulePlanId: number | null;
};

/** What an order approves and a revision freezes. Sections and measures stand in the order of the document. */
export type PlanBody = {
  title: string;
  period: Period | null;
  goal: string | null;
  tasks: string[];
  rhythm: Rhythm;
  sections: ContentSection[];
  measures: ContentMeasure[];
  glossary: { term: string; meaning: string }[];
  tables: TrainingTable[];
  /** Blocks of the source document that were not understood, verbatim. */
  other: { where: string; text: string }[];
};

/** Kinds of documents that put a plan in force. */
export const ORDER_KINDS = ['приказ', 'распоряжение', 'постановление', 'решение'] as const;

export type OrderPurpose = 'approval' | 'amendment' | 'closing';

export type PlanOrder = {
  id: number;
  purpose: OrderPurpose;
  /** «приказ», «распоряжение», «постановление». */
  kind: string;
  body: string | null;
  number: string;
  date: string;
  signatory: string | null;
  file: { sha256: string; name: string } | null;
  /** The revision that the order put in force; null for closing. */
  revision: number | null;
};

export type PlanHead = {
  id: number;
  organisation: { id: number; path: string; kind: string; name: string; shortName: string };
  level: PlanLevel;
  state: PlanState;
  isModel: boolean;
  /** Adds one with every change: forms carry it against lost updates. */
  version: number;
  /** The revision in force; null before the first approval. */
  revision: number | null;
  /** The working content differs or may differ from the revision in force. */
  amending: boolean;
  /** Sent to the levels below for their decision. */
  offered: boolean;
  /** The plan from which this one was adopted. */
  parentPlan: { id: number; title: string } | null;
  orders: PlanOrder[];
  /** The approval stamp of the source document, even when a part is missing. */
  stamp: Approval | null;
  updatedAt: string;
};

export type PlanContent = PlanBody & {
  plan: PlanHead;
  /** Which content this is: a revision and the day it took effect, or the working content (null). */
  shown: { revision: number; effectiveOn: string } | null;
};

/** The body alone, without what stands around it. */
export function bodyOf(content: PlanBody): PlanBody {
  const { title, period, goal, tasks, rhythm, sections, measures, glossary, tables, other } = content;
  return { title, period, goal, tasks, rhythm, sections, measures, glossary, tables, other };
}

/** What the form of the head edits. */
export type HeadInput = Pick<PlanBody, 'title' | 'period' | 'goal' | 'tasks' | 'rhythm' | 'glossary'>;

export function headOf({ title, period, goal, tasks, rhythm, glossary }: PlanBody): HeadInput {
  return { title, period, goal, tasks, rhythm, glossary };
}

/** The stamp to print: of the last order that put a revision in force, otherwise as the source had it. */
export function approvalOf(
  head: Pick<PlanHead, 'orders' | 'stamp' | 'revision'>,
  revision: number | null = head.revision,
): Approval | null {
  const approving = head.orders.find((order) => order.purpose === 'approval');
  if (revision === null || approving === undefined) return head.stamp;
  return { kind: approving.kind, body: approving.body, number: approving.number, date: approving.date };
}
