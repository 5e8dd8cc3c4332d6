import { oneOf } from '#web/list-address.ts';
import type { IssueFilter } from '../../queries/imports.ts';

export const SEVERITY_NAMES = ['error', 'warning', 'note'] as const;

/** The filters of the list of issues as they stand in the address. */
export function issueFilterFrom(url: URL): IssueFilter {
  return {
    severity: oneOf(url, 'severity', SEVERITY_NAMES),
    code: url.searchParams.get('code') || undefined,
    fileId: Number(url.searchParams.get('file')) || undefined,
  };
}
