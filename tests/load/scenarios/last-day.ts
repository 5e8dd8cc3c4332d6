/** The last day: every school hands in what is due, with a file, in the same hour, most of them in its last minutes. */
import { sql } from 'kysely';
import { readConfig } from '#platform/config.ts';
import { openServices } from '#platform/start.ts';
import { atWork, signedIn } from '../crowd.ts';
import { handIn, ordinaryStep } from '../journeys.ts';
import { openLedger } from '../ledger.ts';
import { atLeast, atMost, ordinaryChecks, type Scenario } from '../scenario.ts';
import { openSite, type Site } from '../site.ts';

/**
 * Seconds between what one person of a school hands in: some five marks each in the last ten minutes, which is more than a
 * plan has due on one day. The authorities watch meanwhile.
 */
const PAUSE_OF_SCHOOLS = 120;
const PAUSE_OF_OTHERS = 8;

export const lastDay: Scenario = {
  title: 'the last day: every school hands in its evidence',
  usual: { users: 600, schools: 600, minutes: 10 },
  async run({ users, schools, minutes }, say) {
    const site = await openSite(users, schools);
    try {
      const ledger = openLedger();
      const crowd = await signedIn(site.url, site.accounts, ledger);
      say(`${crowd.length} signed in`);
      const ofSchools = crowd.filter(({ account }) => account.role.startsWith('school-'));
      const others = crowd.filter((user) => !ofSchools.includes(user));
      const taken: string[] = [];
      ledger.begin();
      const seconds = minutes * 60;
      await Promise.all([
        atWork(ofSchools, { seconds, pause: PAUSE_OF_SCHOOLS }, async (user) => {
          const handed = await handIn(user, user.random.chance(0.5) ? 'now' : 'all');
          if (handed) taken.push(handed);
        }),
        atWork(others, { seconds, pause: PAUSE_OF_OTHERS }, ordinaryStep),
      ]);
      const totals = ledger.totals();
      const lost = await missing(site, taken);
      return {
        totals: [totals],
        checks: [
          atLeast('handed in with a file', taken.length, 1, ''),
          atMost('acknowledged and lost', lost.length, 0, ''),
          ...ordinaryChecks(totals),
        ],
        remarks: [`${taken.length} marks handed in, ${(taken.length / totals.seconds).toFixed(1)} a second`, ...lost],
      };
    } finally {
      await site.close();
    }
  },
};

/** Occurrences whose mark was acknowledged and is not there. */
async function missing(site: Site, addresses: readonly string[]): Promise<string[]> {
  const services = await openServices(readConfig(site.region.environment));
  try {
    const ids = addresses.map((address) => Number(address.split('/').at(-1)));
    const { rows } = await sql<{ id: number }>`
      select id from unnest(${ids}::bigint[]) id
      where not exists (
        select from executions e join execution_documents d on d.execution_id = e.id where e.occurrence_id = id
      )`.execute(services.db);
    return rows.map(({ id }) => `lost: /occurrences/${id}`);
  } finally {
    await services.close();
  }
}
