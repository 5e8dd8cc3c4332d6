/** The classification of domain.ts for counting inside the database; a property test keeps the two the same. */
import { type RawBuilder, sql } from 'kysely';
import { addDays, type IsoDate } from '#kernel/dates.ts';
import { DUE_SOON_DAYS, emptyTotals, STANDINGS, type Standing, type Totals } from '../domain.ts';

/** The state of the occurrence `occ` as it is recorded. */
const RECORDED = sql<string>`occ.state`;

/** The state on a day: what was done after it was still planned. */
export function doneBy(asOf: IsoDate): RawBuilder<string> {
  return sql<string>`case when occ.done_on > ${asOf}::date then 'planned' else occ.state end`;
}

/** The condition under which the occurrence `occ` has this standing on a day. */
export function hasStanding(
  standing: Standing,
  today: IsoDate,
  state: RawBuilder<string> = RECORDED,
): RawBuilder<boolean> {
  const soon = addDays(today, DUE_SOON_DAYS);
  const conditions: Record<Standing, RawBuilder<boolean>> = {
    doneOnTime: sql`${state} = 'accepted' and occ.proved and (occ.done_on > occ.due_on) is not true`,
    doneLate: sql`${state} = 'accepted' and occ.proved and occ.done_on > occ.due_on`,
    doneWithoutDocument: sql`${state} = 'accepted' and not occ.proved`,
    awaitingReview: sql`${state} = 'submitted'`,
    returned: sql`${state} = 'returned' and (occ.due_on < ${today}::date) is not true`,
    overdue: sql`${state} in ('planned', 'returned') and occ.due_on < ${today}::date`,
    dueSoon: sql`${state} = 'planned' and occ.due_on between ${today}::date and ${soon}::date`,
    notDue: sql`${state} = 'planned' and (occ.due_on is null or occ.due_on > ${soon}::date)`,
    cancelled: sql`${state} = 'cancelled'`,
  };
  return conditions[standing];
}

/** The standing itself, for grouping many occurrences `occ`. */
export function standingCase(today: IsoDate, state: RawBuilder<string> = RECORDED): RawBuilder<Standing> {
  const cases = STANDINGS.map((standing) => sql`when ${hasStanding(standing, today, state)} then ${sql.lit(standing)}`);
  return sql<Standing>`case ${sql.join(cases, sql` `)} end`;
}

/** One column per standing and one for all, over the grouped occurrences `occ`. */
export function countStandings(today: IsoDate, state?: RawBuilder<string>): RawBuilder<number>[] {
  const counted = STANDINGS.map(
    (standing) =>
      sql<number>`count(occ.id) filter (where ${hasStanding(standing, today, state)}) as ${sql.ref(standing)}`,
  );
  return [...counted, sql<number>`count(occ.id) as total`];
}

/** The same over rows `counted` that hold a standing and a number each. */
export function sumStandings(): RawBuilder<number>[] {
  const summed = STANDINGS.map(
    (standing) =>
      sql<number>`coalesce(sum(counted.number) filter (where counted.standing = ${sql.lit(standing)}), 0)::bigint as ${sql.ref(standing)}`,
  );
  return [...summed, sql<number>`sum(counted.number)::bigint as total`];
}

/** The counted columns of a row; a row that is missing counts nothing. */
export function totalsFrom(row: Totals | undefined): Totals {
  const totals = emptyTotals();
  if (row !== undefined) for (const key of [...STANDINGS, 'total'] as const) totals[key] = row[key];
  return totals;
}
