import type { Issue } from '#kernel/issue.ts';
import type { PlanReading } from '../contract.ts';
import type { RawMeasure } from '../layout/rows.ts';

export function lint(_reading: PlanReading, _raws: readonly RawMeasure[]): Issue[] {
  return [];
}
