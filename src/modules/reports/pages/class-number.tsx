import { formatNumber } from '#kernel/format.ts';
import { Link } from '#web/ui/index.ts';
import type { Tone } from '#web/ui/index.ts';
import { CLASS_NAMES, type ReportClass } from '../domain.ts';

/** The shape and colour that go with a class wherever it is shown. */
export const CLASS_TONES: Record<ReportClass, Tone> = {
  onTime: 'done',
  late: 'late',
  withoutDocument: 'late',
  inReview: 'review',
  notDone: 'overdue',
  notDue: 'planned',
};

/** A number that opens its rows; nothing to open behind a zero. */
export function NumberLink({ value, to, about }: { value: number; to: string; about: string }) {
  if (value === 0) return <>0</>;
  return (
    <Link to={to} aria-label={`${about}: ${formatNumber(value)}`}>
      {formatNumber(value)}
    </Link>
  );
}

export function aboutClass(reportClass: ReportClass | undefined, place: string): string {
  return `${place}, ${reportClass ? CLASS_NAMES[reportClass] : 'всего'}`;
}
