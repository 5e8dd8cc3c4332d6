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

export function aboutClass(reportClass: ReportClass | undefined, place: string): string {
  return `${place}, ${reportClass ? CLASS_NAMES[reportClass] : 'всего'}`;
}
