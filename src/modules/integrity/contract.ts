/** What integrity checks read and what they say. A signal is a reason to check, never a finding of fault. */
import type { AssessmentKind, SubjectCode } from '#modules/assessments/index.ts';

/** One work of one year, school by school. */
export type IntegrityWork = {
  procedureId: string;
  title: string;
  assessment: AssessmentKind;
  subject: SubjectCode;
  year: number;
  paperGrade: number;
  /** Largest total. */
  maximum: number;
  /** First total of «3», «4», «5»; empty where the scale is not known. */
  cuts: readonly number[];
  items: readonly { name: string; maximum: number | null }[];
  schools: ReadonlyMap<string, SchoolWork>;
};

export type SchoolWork = {
  /** Pupils with a result. */
  n: number;
  sum: number;
  sumOfSquares: number;
  /** Pupils by whole points. */
  histogram: readonly number[];
  itemSums: readonly number[];
  itemCounts: readonly number[];
  /** Mark of the work against the journal. */
  journal: { lower: number; same: number; higher: number } | null;
  /** Rank correlation of total and journal mark; NaN where it cannot be told. */
  rankCorrelation: { r: number; n: number } | null;
};

/** Chosen options of one work, where they were gathered. */
export type IntegrityAnswers = {
  title: string;
  chosen: Uint8Array;
  pupils: number;
  key: Uint8Array;
  /** Class of each pupil, as 'school/class'. */
  classes: readonly string[];
};

export type SchoolFacts = { type: string | null };

export const SIGNAL_KINDS = [
  'journal-order',
  'journal-mass',
  'cohort-fall',
  'cohort-rise',
  'state-exam',
  'borders',
  'items',
  'answers',
  'high-mean',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export type Signal = {
  kind: SignalKind;
  /** One-sided, for this school alone; null where the sign is never judged by itself. */
  p: number | null;
  /** Pupils it rests on. */
  n: number;
  value: number;
  low: number;
  high: number;
  /** What such schools usually have. */
  usual: number;
  /** A marker of the national method fires too. */
  official: boolean;
  works: readonly string[];
  /** The class, for identical answers. */
  klass?: string;
  /** At borders: how far out the school is there, and at cuts that mean nothing. */
  z?: number;
  placebo?: readonly { shift: number; z: number }[];
  /** What the chart shows. */
  chart?: SignalChart;
};

export type SignalChart = {
  /** Names of bars: distance to the border, items from easy to hard. */
  labels: readonly string[];
  seen: readonly number[];
  expected: readonly number[];
};

export type CounterKind = 'special-school' | 'state-exam-confirms' | 'items-ordinary';
export type CounterEvidence = { kind: CounterKind; works: readonly string[] };

export type SchoolFinding = {
  school: string;
  year: number;
  /** Pupils in all works checked. */
  pupils: number;
  /** Expected share of chance findings among schools with this q or less. */
  q: number;
  /** q is at most the level of the check. */
  reason: boolean;
  /** Those that made it a reason first. */
  signals: Signal[];
  counter: CounterEvidence[];
};

export type YearCheck = {
  year: number;
  level: number;
  /** Schools with at least one sign that could be tested. */
  tested: number;
  findings: SchoolFinding[];
};
