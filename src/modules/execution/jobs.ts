/** Work that comes by the clock: reminders to those who execute, word to the level above when nothing helps. */
import { pathIds } from '#kernel/actor.ts';
import { addDays, daysBetween, type IsoDate, weekday } from '#kernel/dates.ts';
import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { notify } from '#modules/notifications/index.ts';
import type { Services } from '#platform/context.ts';
import type { JobDefinition } from '#platform/jobs.ts';
import { executorsAt, plannersAt } from './queries/people.ts';
import { overdueSince, pendingByDay, type Reminder, returnedBefore } from './queries/reminders.ts';
import { escalationDays } from './queries/settings.ts';
import { measureName } from './words.ts';

export const jobs: JobDefinition[] = [
  { name: 'execution.remind', schedule: '0 7 * * *', run: (services) => remind(services) },
];

/** A reminder a week ahead and one on the eve; whoever missed the day of a reminder gets it on the next. */
const AHEAD = [
  { from: 0, to: 1 },
  { from: 2, to: 7 },
] as const;
/** An overdue notice older than this would only repeat what the lists show. */
const OVERDUE_NOTICE_DAYS = 7;
const RETURNED_PATIENCE_DAYS = 3;

/** Run twice, it tells everything once: each notice has a key of what it is about. */
export async function remind(services: Services): Promise<void> {
  const { db, clock } = services;
  const today = clock.today();
  for (const { from, to } of AHEAD) {
    const reminders = await pendingByDay(db, addDays(today, from), addDays(today, to));
    await tellExecutors(services, reminders, (reminder) => ({
      kind: 'due-soon',
      title: `${lastDay(reminder.dueOn, today)}: ${subject(reminder)}`,
      dedupeKey: `due-soon:${to}:${reminder.organisation.id}:${reminder.dueOn}`,
      show: 'now',
    }));
  }
  const overdue = await pendingByDay(db, addDays(today, -OVERDUE_NOTICE_DAYS), addDays(today, -1));
  await tellExecutors(services, overdue, (reminder) => ({
    kind: 'overdue',
    title: `Срок прошёл ${formatDate(reminder.dueOn)}: ${subject(reminder)}`,
    dedupeKey: `overdue:${reminder.organisation.id}:${reminder.dueOn}`,
    show: 'overdue',
  }));
  await remindOfReturned(services, today);
  await escalate(services, today);
}

type Words = { kind: string; title: string; dedupeKey: string; show: string };

async function tellExecutors(
  services: Services,
  reminders: readonly Reminder[],
  words: (reminder: Reminder) => Words,
): Promise<void> {
  const organisations = [...new Set(reminders.map((reminder) => reminder.organisation.id))];
  const executors = await executorsAt(services.db, organisations, services.clock.today());
  for (const reminder of reminders) {
    const { show, ...notice } = words(reminder);
    await notify(services, services.db, {
      ...notice,
      userIds: executors.get(reminder.organisation.id) ?? [],
      body: reminder.organisation.shortName,
      href: reminder.number === 1 ? `/occurrences/${reminder.first.id}` : `/tasks?show=${show}`,
    });
  }
}

async function remindOfReturned(services: Services, today: IsoDate): Promise<void> {
  const patience = new Date(services.clock.now().getTime() - RETURNED_PATIENCE_DAYS * 24 * 3_600_000);
  const waiting = await returnedBefore(services.db, patience);
  const executors = await executorsAt(
    services.db,
    waiting.map((one) => one.organisationId),
    today,
  );
  for (const { organisationId, number } of waiting) {
    await notify(services, services.db, {
      userIds: executors.get(organisationId) ?? [],
      kind: 'returned',
      title: `Ждут доработки: ${count(number, 'отметка', 'отметки', 'отметок')} об исполнении`,
      href: '/tasks?show=returned',
      dedupeKey: `returned-waiting:${organisationId}:${mondayOf(today)}`,
    });
  }
}

/** Planners of the nearest level above hear once a week, in one notice, while it lasts. */
async function escalate(services: Services, today: IsoDate): Promise<void> {
  const days = await escalationDays(services.db);
  const overdue = await overdueSince(services.db, addDays(today, -days));
  const above = [...new Set(overdue.flatMap((one) => pathIds(one.path).slice(0, -1)))];
  const planners = await plannersAt(services.db, above, today);
  const nearest = Map.groupBy(overdue, (one) =>
    pathIds(one.path)
      .slice(0, -1)
      .findLast((id) => planners.has(id)),
  );
  for (const [organisationId, late] of nearest) {
    if (organisationId === undefined) continue;
    const total = late.reduce((sum, one) => sum + one.number, 0);
    await notify(services, services.db, {
      userIds: planners.get(organisationId) ?? [],
      kind: 'escalation',
      title: `Просрочено больше чем на ${count(days, 'день', 'дня', 'дней')}: ${count(total, 'мероприятие', 'мероприятия', 'мероприятий')}`,
      body: `У ${count(late.length, 'организации', 'организаций', 'организаций')}.`,
      href: `/overdue?organisation=${organisationId}`,
      dedupeKey: `escalation:${organisationId}:${mondayOf(today)}`,
    });
  }
}

function lastDay(dueOn: IsoDate, today: IsoDate): string {
  const days = daysBetween(today, dueOn);
  if (days === 0) return 'Сегодня последний день';
  return days === 1 ? 'Завтра последний день' : `Срок через ${count(days, 'день', 'дня', 'дней')}`;
}

function subject({ number, first }: Reminder): string {
  return number === 1 ? measureName(first, 100) : count(number, 'мероприятие', 'мероприятия', 'мероприятий');
}

function mondayOf(date: IsoDate): IsoDate {
  return addDays(date, 1 - weekday(date));
}
