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

/** Of all parts of a file; issues of the whole file stand in the first. */
export function countsOf(parts: readonly ReadPart[]): PartCounts {
  const total = (of: (part: ReadPart) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    rows: total(({ counts }) => counts.rows),
    taken: total(({ counts }) => counts.taken),
    pupils: total(({ results }) => results.reduce((sum, { n }) => sum + n, 0)),
    absent: total(({ results }) => results.reduce((sum, { absent }) => sum + absent, 0)),
    schools: new Set(parts.flatMap(({ schools }) => schools.map(({ key }) => key))).size,
    ...severities(parts.flatMap(({ issues }) => issues)),
  };
}

export function severities(issues: readonly Issue[]): Pick<PartCounts, 'errors' | 'warnings' | 'notes'> {
  const of = (severity: Issue['severity']) => issues.filter((issue) => issue.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), notes: of('note') };
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

/** What the items add up to, where every maximum is known. */
export function maximumOfItems(items: readonly ResultItem[]): number | null {
  if (items.length === 0 || items.some(({ maximum }) => maximum === null)) return null;
  return items.reduce((sum, { maximum }) => sum + (maximum ?? 0), 0);
}
