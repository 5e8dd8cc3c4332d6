/** One source file as read: what the database keeps of it beside the rows in the lake. */
import type { Issue } from '#kernel/issue.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { ResultFile, ResultItem, ResultSchool, SchoolResult } from '../contract.ts';
import { schoolKey } from './school-key.ts';

/** An entry of the reference data by which marks were given. */
export type ReferenceUsed = { kind: 'scale' | 'work'; id: number; version: number; year: number };

export type ReadPart = {
  format: ResultFile['format'];
  procedure: Procedure;
  items: ResultItem[];
  maximum: number;
  references: ReferenceUsed[];
  /** Names of schools by key, as the file has them. */
  schools: { key: string; name: string | null; municipality: string | null }[];
  /** `school` is the key. */
  results: SchoolResult[];
  counts: { rows: number; taken: number };
  linkable: boolean;
  lake: { sha256: string };
  issues: Issue[];
};

export type PartCounts = {
  rows: number;
  taken: number;
  pupils: number;
  absent: number;
  schools: number;
  errors: number;
  warnings: number;
  notes: number;
};

export function countsOf({ results, counts, issues, schools }: ReadPart): PartCounts {
  const severe = (severity: Issue['severity']) => issues.filter((issue) => issue.severity === severity).length;
  return {
    rows: counts.rows,
    taken: counts.taken,
    pupils: results.reduce((sum, { n }) => sum + n, 0),
    absent: results.reduce((sum, { absent }) => sum + absent, 0),
    schools: schools.length,
    errors: severe('error'),
    warnings: severe('warning'),
    notes: severe('note'),
  };
}

/** Logins of both generations are one school; the first name given stands. */
export function schoolsByKey(schools: readonly ResultSchool[], { kind }: Procedure): ReadPart['schools'] {
  const found = new Map<string, ReadPart['schools'][number]>();
  for (const { login, name, municipality } of schools) {
    const key = schoolKey(login, kind);
    const known = found.get(key);
    found.set(key, { key, name: known?.name ?? name, municipality: known?.municipality ?? municipality });
  }
  return [...found.values()];
}
