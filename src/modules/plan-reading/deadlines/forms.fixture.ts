/** For tests: a table of texts with the whole structure expected of each, in a short notation. */
import { expect, test } from 'vitest';
import type { Deadline, DeadlineKind, Recurrence } from '../contract.ts';
import { parseDeadline, printDeadline } from './index.ts';

/** `'date ..2024-10-01'`, `'recurring 2024-09-01..2025-05-31 monthly'`, `'continuous on-demand'`; then the words. */
type Form = [text: string, structure: string, words?: { schedule?: string; event?: string }];

export function expectForms(forms: Form[]): void {
  test.each(forms)('«%s» is %s', (text, structure, words) => {
    const deadline = parseDeadline(text);
    expect(deadline).toEqual({ ...structureFrom(structure), text: text.replace(/\s+/g, ' ').trim(), ...words });
    const again = parseDeadline(printDeadline(deadline));
    expect({ ...again, text: '' }).toEqual({ ...deadline, text: '' });
  });
}

function structureFrom(notation: string): Deadline {
  const [kind, ...rest] = notation.split(' ');
  const range = rest.find((word) => word.includes('..'))?.split('..');
  return {
    text: '',
    kind: kind as DeadlineKind,
    from: range?.[0] || null,
    to: range?.[1] || null,
    recurrence: (rest.find((word) => word.endsWith('ly')) as Recurrence | undefined) ?? null,
    onDemand: rest.includes('on-demand'),
    schedule: null,
    event: null,
  };
}
