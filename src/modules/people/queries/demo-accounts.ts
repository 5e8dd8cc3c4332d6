import type { Connection } from '#platform/database.ts';

export type DemoAccount = { email: string; password: string; title: string };

/** The sign-ins of the demo region, known to everyone; none where real data live. */
export async function demoAccounts(db: Connection): Promise<DemoAccount[]> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', 'demo').executeTakeFirst();
  return (row?.value as { accounts?: DemoAccount[] } | undefined)?.accounts ?? [];
}
