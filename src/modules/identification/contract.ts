/** What identification takes and gives: `opora.identification/1`. Types only; other modules may use them. */
import type { PermittedUse } from '#kernel/permitted-use.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { SchoolResult } from '#modules/results/contract.ts';

/** A school as identification knows it; everything but the key and the id may be unknown. */
export type IdentifiedSchool = {
  /** What results are joined by, see `schoolKey`. */
  key: string;
  /** How the newest files call it: 'edu220001'. */
  id: string;
  name: string | null;
  municipality: string | null;
  type: string | null;
  settlement: string | null;
  cluster: string | null;
  /** Key of the school that it was merged into. */
  successor: string | null;
  /** Social index, 0 … 100, where it is known; higher is more disadvantage. */
  socialIndex: number | null;
  /** Variables of the context, by name. */
  variables: Readonly<Record<string, number>>;
};

/** An effect that was computed from pupils linked over the years. */
export type SchoolEffect = {
  school: string;
  procedureId: string;
  kind: 'value-added' | 'growth-median';
  n: number;
  value: number;
  se: number | null;
};

export type IdentificationData = {
  procedures: readonly Procedure[];
  results: readonly SchoolResult[];
  schools: readonly IdentifiedSchool[];
  effects?: readonly SchoolEffect[];
  /** What the effects stand on, and which works have none; in Russian. */
  effectNotes?: readonly string[];
};

export type Status = 'listed' | 'risk' | 'not-listed' | 'not-classifiable' | 'excluded';

/** One value that meets a condition of the methodology. */
export type Reason = {
  /** Id of the procedure, of the series or of the year that the value covers: 'vpr-5-ma-2025'. */
  procedure: string;
  title: string;
  metric: string;
  n: number;
  value: number;
  low: number;
  high: number;
  threshold: number;
  /** Years in which the same series meets the condition. */
  years: number[];
};

export type NearestChange = { change: string; effect: string };

export type IdentifiedRow = {
  id: string;
  name: string;
  municipality: string | null;
  status: Status;
  /** That the school truly meets the rule, given chance in who wrote and how; null where nothing can be said. */
  probability: number | null;
  /** Why it is excluded or cannot be classified. */
  note: string | null;
  reasons: Reason[];
  nearest: NearestChange[];
};

export type IdentificationSummary = {
  schools: number;
  listed: number;
  risk: number;
  notListed: number;
  notClassifiable: number;
  excluded: number;
  /** Sum of the probabilities: how many schools would be listed without chance. */
  expected: number;
  procedures: number;
  years: number[];
  parameters: Record<string, number>;
  uncertainty: string;
  permittedUses: PermittedUse[];
  warnings: string[];
};

export type InputFile = { file: string; sha256: string };

export type Identification = {
  schema: 'opora.identification/1';
  methodology: { id: string; version: number; hash: string };
  inputs: InputFile[];
  year: number;
  schools: IdentifiedRow[];
  summary: IdentificationSummary;
  hash: string;
};
