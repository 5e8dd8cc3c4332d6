/** Years with results that schools wrote down themselves: those a check can be made of. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export async function yearsToCheck(scope: Scope, db: Connection): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct s.year from result_sets s join organisations o on o.id = s.organisation_id
    where s.state = 'current' and s.assessment not in ('ОГЭ', 'ЕГЭ') and ${withinScope(scope)} order by s.year desc`.execute(
    db,
  );
  return rows.map(({ year }) => year);
}
