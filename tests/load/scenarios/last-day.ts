/** The last day: every school hands in what is due, with a file, in the same hour, most of them in its last minutes. */
import { sql } from 'kysely';
import { readConfig } from '#platform/config.ts';
import type { Database } from '#platform/database.ts';
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
      const places = ofSchools.map(({ account }) => account.organisationId);
      const due = await inDatabase(site, (db) => schoolsOf(db, places));
      ledger.begin();
      const seconds = minutes * 60;
      await Promise.all([
        atWork(ofSchools, { seconds, pause: PAUSE_OF_SCHOOLS }, async (user) => {
          // What is due comes first; who has nothing due hands in ahead of time.
          const handed = (await handIn(user, 'now')) ?? (await handIn(user, 'all'));
          if (handed) taken.push(handed);
        }),
        atWork(others, { seconds, pause: PAUSE_OF_OTHERS }, ordinaryStep),
      ]);
      const totals = ledger.totals();
      const ids = taken.map((address) => Number(address.split('/').at(-1)));
      const { lost, handedIn } = await inDatabase(site, async (db) => ({
        lost: await missing(db, ids),
        handedIn: await schoolsOf(db, places, ids),
      }));
      return {
        totals: [totals],
        checks: [
          atLeast('schools that handed in with a file', handedIn.length, due.length, ''),
          atMost('acknowledged and lost', lost.length, 0, ''),
          ...ordinaryChecks(totals),
        ],
        remarks: [
          `${taken.length} marks handed in, ${(taken.length / totals.seconds).toFixed(1)} a second; ${due.length} schools had something to hand in`,
          ...lost,
        ],
      };
    } finally {
      await site.close();
    }
  },
};

async function inDatabase<Found>(site: Site, look: (db: Database) => Promise<Found>): Promise<Found> {
  const services = await openServices(readConfig(site.region.environment));
  try {
    return await look(services.db);
  } finally {
    await services.close();
  }
}

/** Of those schools, the ones with something open in a plan in force; or, where occurrences are named, the ones whose they are. */
async function schoolsOf(db: Database, schools: readonly number[], occurrences?: readonly number[]): Promise<number[]> {
  const which = occurrences
    ? sql`o.id = any(${[...occurrences]}::bigint[])`
    : sql`o.state in ('planned', 'returned') and p.state = 'approved' and p.deleted_at is null`;
  const { rows } = await sql<{ id: number }>`
    select distinct o.organisation_id as id from occurrences o join plans p on p.id = o.plan_id
    where o.organisation_id = any(${[...schools]}::bigint[]) and ${which}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Occurrences whose mark was acknowledged and is not there. */
async function missing(db: Database, ids: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${[...ids]}::bigint[]) id
    where not exists (
      select from executions e join execution_documents d on d.execution_id = e.id where e.occurrence_id = id
    )`.execute(db);
  return rows.map(({ id }) => `lost: /occurrences/${id}`);
}
