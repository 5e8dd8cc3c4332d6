/** What the administrator of the region has set for execution. */
import type { Connection } from '#platform/database.ts';
import { ESCALATION_DAYS } from '../domain.ts';

export const ESCALATION_KEY = 'escalation.days';

/** Days after the deadline when the level above is told. */
export async function escalationDays(db: Connection): Promise<number> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', ESCALATION_KEY).executeTakeFirst();
  const days = Number(row?.value);
  return Number.isInteger(days) && days > 0 ? days : ESCALATION_DAYS.usual;
}
