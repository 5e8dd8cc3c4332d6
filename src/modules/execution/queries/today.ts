/** What the start page asks of a person today, in at most seven groups. */
import type { Ctx } from '#platform/context.ts';
import { ownOrganisations, reviewingOf, reviews } from '../policy.ts';
import { measureName, remaining, STANDING_TONES } from '../words.ts';
import { occurrences, type OccurrenceFilter, type OccurrenceRow } from './occurrences.ts';

type TodayItem = {
  label: string;
  to: string;
  /** Whose measure it is, or which of its dates. */
  place: string;
  meta: string;
  tone: (typeof STANDING_TONES)[keyof typeof STANDING_TONES];
};
export type TodayGroup = { key: string; title: string; total: number; items: TodayItem[]; moreTo: string };

type Question = {
  key: string;
  title: string;
  filter: Omit<OccurrenceFilter, 'today'>;
  moreTo: string;
  /** What a line adds to the name of the measure. */
  about: 'deadline' | 'organisation';
};

const ITEMS = 5;

/** Groups that have something in them, most urgent first. */
export async function todayFor(ctx: Ctx): Promise<TodayGroup[]> {
  const questions = [...ownQuestions(ctx), ...reviewQuestions(ctx), ...belowQuestions(ctx)];
  const groups = await Promise.all(questions.map((question) => answer(ctx, question)));
  return groups.filter((group) => group.total > 0);
}

function ownQuestions(ctx: Ctx): Question[] {
  const organisations = ownOrganisations(ctx.actor);
  if (organisations.length === 0) return [];
  const own = (standings: OccurrenceFilter['standings'], states?: OccurrenceFilter['states']) => ({
    organisations,
    standings,
    states,
  });
  return [
    {
      key: 'returned',
      title: 'Возвращено на доработку',
      filter: { organisations, states: ['returned'] },
      moreTo: '/tasks?show=returned',
      about: 'deadline',
    },
    {
      key: 'overdue',
      title: 'Просрочено',
      filter: own(['overdue'], ['planned']),
      moreTo: '/tasks?show=overdue',
      about: 'deadline',
    },
    { key: 'due-soon', title: 'Скоро срок', filter: own(['dueSoon']), moreTo: '/tasks?show=soon', about: 'deadline' },
  ];
}

function reviewQuestions(ctx: Ctx): Question[] {
  if (!reviews(ctx.actor)) return [];
  const reviewable = { ...reviewingOf(ctx.actor), userId: ctx.actor.userId, direct: true };
  return [
    { key: 'review', title: 'Ждёт вашей проверки', filter: { reviewable }, moreTo: '/review', about: 'organisation' },
  ];
}

/** For those who answer for others: what is late or unproved below them. */
function belowQuestions(ctx: Ctx): Question[] {
  const isReader = ctx.actor.assignments.some((held) => held.role === 'reader');
  if (!reviews(ctx.actor) && !isReader) return [];
  const without = ownOrganisations(ctx.actor);
  return [
    {
      key: 'overdue-below',
      title: 'Просрочено у подведомственных',
      filter: { without, standings: ['overdue'] },
      moreTo: '/overdue',
      about: 'organisation',
    },
    {
      key: 'unproved-below',
      title: 'Исполнено без документа',
      filter: { without, standings: ['doneWithoutDocument'] },
      moreTo: '/overdue?standing=doneWithoutDocument',
      about: 'organisation',
    },
  ];
}

async function answer(ctx: Ctx, { key, title, filter, moreTo, about }: Question): Promise<TodayGroup> {
  const today = ctx.clock.today();
  const { rows, total } = await occurrences(ctx.scope, ctx.db, { ...filter, today }, { limit: ITEMS, offset: 0 });
  return { key, title, total, moreTo, items: rows.map((row) => item(row, about, today)) };
}

function item(row: OccurrenceRow, about: Question['about'], today: string): TodayItem {
  const left = remaining(row.dueOn, today);
  const within = row.plan.level === 'school' ? row.organisation.within : null;
  const place = about === 'organisation' ? [row.organisation.shortName, within].filter(Boolean).join(', ') : null;
  const meta = about === 'organisation' && row.standing !== 'overdue' ? row.label : left;
  return {
    label: measureName(row.measure),
    to: `/occurrences/${row.id}`,
    place: place ?? row.label,
    meta,
    tone: STANDING_TONES[row.standing],
  };
}
