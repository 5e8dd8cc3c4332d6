/** The register as of a day: who worked then, and who stands for those that were merged. */
import { type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '#kernel/dates.ts';
import type { Connection } from '#platform/database.ts';

/** For a query with `organisations o`: it worked on that day. The day of closing is the first without it. */
export function openOn(on: IsoDate, organisation = 'o'): RawBuilder<boolean> {
  const [opened, closed] = [sql.ref(`${organisation}.opened_on`), sql.ref(`${organisation}.closed_on`)];
  return sql<boolean>`((${opened} is null or ${opened} <= ${on}) and (${closed} is null or ${closed} > ${on}))`;
}

/** Who stands for each organisation on that day: itself, or the last of those it was merged into by then. */
export async function standingFor(db: Connection, ids: readonly number[], on: IsoDate): Promise<Map<number, number>> {
  const { rows } = await sql<{ origin: number; id: number }>`
    with recursive chain as (
      select o.id as origin, o.id, 0 as step from organisations o where o.id = any(${[...ids]}::bigint[])
      union all
      select c.origin, o.successor_id, c.step + 1 from chain c join organisations o on o.id = c.id
      where o.status = 'merged' and o.closed_on <= ${on} and c.step < 50)
    select distinct on (origin) origin, id from chain order by origin, step desc`.execute(db);
  return new Map(rows.map(({ origin, id }) => [origin, id]));
}

/** The organisation and all that were merged into it, also through others: whose data make one series. */
export async function lineageOf(db: Connection, id: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive line as (
      select ${id}::bigint as id
      union
      select o.id from organisations o join line on o.successor_id = line.id)
    select id from line order by id`.execute(db);
  return rows.map((row) => row.id);
}
