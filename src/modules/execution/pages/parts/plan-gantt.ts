/** A plan with its marks as a drawing on the line of time. */
import type { Gantt, GanttBar, GanttRow, GanttTone } from '#charts/gantt.ts';
import { addDays, earlier, type IsoDate, later, type Period } from '#kernel/dates.ts';
import { formatDayMonth } from '#kernel/format.ts';
import type { ContentMeasure, ContentSection } from '#modules/plans/index.ts';
import type { Standing } from '../../domain.ts';
import type { ExecutionMark } from '../../queries/report.ts';
import { measureName, STANDING_NAMES, windowName } from '../../words.ts';

const TONES: Record<Standing, GanttTone> = {
  doneOnTime: 'done',
  doneLate: 'late',
  doneWithoutDocument: 'unproved',
  awaitingReview: 'review',
  returned: 'returned',
  overdue: 'overdue',
  dueSoon: 'due',
  notDue: 'planned',
  cancelled: 'neutral',
};

/** Said beside the bar, where a colour alone would not do. */
const SHORT_NAMES: Record<Standing, string> = {
  doneOnTime: 'исполнено',
  doneLate: 'с опозданием',
  doneWithoutDocument: 'без документа',
  awaitingReview: 'на проверке',
  returned: 'возвращено',
  overdue: 'просрочено',
  dueSoon: 'скоро срок',
  notDue: '',
  cancelled: 'отменено',
};

type TimelineMeasure = {
  measure: Pick<ContentMeasure, 'id' | 'number' | 'text' | 'sectionId'>;
  marks: readonly ExecutionMark[];
};

type Drawn = {
  id: string;
  title: string;
  description: string;
  today: IsoDate;
  period: Period | null;
  sections: readonly ContentSection[];
  measures: readonly TimelineMeasure[];
};

export function planGantt({ id, title, description, today, period, sections, measures }: Drawn): Gantt {
  const { from, to } = extent(measures, period, today);
  const rows: GanttRow[] = [];
  let section: number | null = null;
  for (const { measure, marks } of measures) {
    if (measure.sectionId !== section) {
      section = measure.sectionId;
      const heading = sections.find((one) => one.id === section);
      if (heading)
        rows.push({
          kind: 'heading',
          label: `${heading.number === null ? '' : `${heading.number}. `}${heading.title}`,
        });
    }
    rows.push({ kind: 'measure', label: measureName(measure, 400), bars: marks.flatMap(barOf) });
  }
  return { id, title, description, today, from, to, rows };
}

function barOf(mark: ExecutionMark): GanttBar[] {
  if (mark.dueOn === null) return [];
  const name = STANDING_NAMES[mark.standing];
  return [
    {
      from: mark.from ?? mark.dueOn,
      to: mark.dueOn,
      tone: TONES[mark.standing],
      label: SHORT_NAMES[mark.standing] || `до ${formatDayMonth(mark.dueOn)}`,
      title: `${windowName(mark)}: ${name}`,
    },
  ];
}

/** The plan's period, widened where a deadline lies outside it. */
function extent(measures: readonly TimelineMeasure[], period: Period | null, today: IsoDate): Period {
  let { from, to } = period ?? { from: today, to: addDays(today, 30) };
  for (const { dueOn, from: start } of measures.flatMap(({ marks }) => marks)) {
    if (dueOn === null) continue;
    from = earlier(from, start ?? dueOn);
    to = later(to, dueOn);
  }
  return { from, to };
}
