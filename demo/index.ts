/** The demo region: made-up, deterministic, loaded into an empty database on first start or by `bin/opora demo`. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { checkIntegrity } from '#modules/integrity/index.ts';
import { operator } from '#modules/people/index.ts';
import type { Database } from '#platform/database.ts';
import { hashPassword } from '#platform/password.ts';
import type { Services } from '#platform/context.ts';
import { continueIdentity, insertAll } from './bulk.ts';
import { type DemoAccount, demoAccounts } from './accounts.ts';
import { demoExecution } from './execution.ts';
import { demoList } from './lists.ts';
import { type DemoOrganisation, demoOrganisations } from './organisations.ts';
import { demoPlans } from './plans.ts';
import { seededRandom } from './random.ts';
import { demoResults, insertDemoResults } from './results/load.ts';

export type { DemoAccount } from './accounts.ts';
export type DemoOptions = { schools: number; seed: number; on: string };

/** Results of a larger region are written as files and imported: they would make the start wait. */
const MOST_SCHOOLS_WITH_RESULTS = 400;
const YEARS_OF_RESULTS = 3;
const LOADING = 7_209_120;

/** Loads the default region when nothing is there yet. Returns the sign-ins of the demo region, if it is what is loaded. */
export async function loadDemoIfEmpty(services: Services): Promise<DemoAccount[]> {
  return services.db.connection().execute(async (session) => {
    // Of servers that start at once on an empty database one loads; the others wait for it and find the region.
    await sql`select pg_advisory_lock(${LOADING})`.execute(session);
    try {
      const any = await session.selectFrom('organisations').select('id').limit(1).executeTakeFirst();
      const users = await session.selectFrom('users').select('id').limit(1).executeTakeFirst();
      if (any || users) return await loadedAccounts(session);
      return await loadDemo(services, { schools: 300, seed: 1, on: services.clock.today() });
    } finally {
      await sql`select pg_advisory_unlock(${LOADING})`.execute(session);
    }
  });
}

async function loadedAccounts(db: Database): Promise<DemoAccount[]> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', 'demo').executeTakeFirst();
  return row ? (row.value as { accounts: DemoAccount[] }).accounts : [];
}

/** One transaction: either the whole region is there or nothing is. */
export async function loadDemo(services: Services, options: DemoOptions): Promise<DemoAccount[]> {
  const random = seededRandom(options.seed);
  const organisations = demoOrganisations(random, options.schools);
  const plans = demoPlans(random, organisations, options.on);
  const accounts = demoAccounts(organisations, plans.schoolsInSupport);
  const reviewer = accounts.find((account) => account.role === 'curator')?.id ?? '';
  const execution = await demoExecution(random, plans.occurrences, plans.facts, reviewer, options.on, services.files);
  const password = await hashPassword(accounts[0]?.password ?? '');
  const years = yearsBefore(options.on);
  const results =
    options.schools <= MOST_SCHOOLS_WITH_RESULTS
      ? await demoResults(services, organisations, years, options.seed, headsLogin(accounts, organisations))
      : null;
  await services.db.transaction().execute(async (db) => {
    if (await db.selectFrom('organisations').select('id').limit(1).executeTakeFirst()) {
      throw new AppError('conflict', {
        text: 'В базе уже есть организации.',
        advice: 'Загрузите демонстрационный регион в пустую базу: задайте другой каталог OPORA_DATA.',
      });
    }
    await insertAll(db, 'organisations', organisations);
    await insertAll(
      db,
      'users',
      accounts.map(({ id, name, email, title }) => ({
        id,
        name,
        email,
        post: title,
        email_verified: true,
        created_at: `${options.on}T00:00:00Z`,
        updated_at: `${options.on}T00:00:00Z`,
      })),
    );
    await insertAll(
      db,
      'accounts',
      accounts.map(({ id }) => ({
        id: `demo-${id}`,
        user_id: id,
        account_id: id,
        provider_id: 'credential',
        password,
        created_at: `${options.on}T00:00:00Z`,
        updated_at: `${options.on}T00:00:00Z`,
      })),
    );
    await insertAll(
      db,
      'role_assignments',
      accounts.map(({ id, role, organisationId }) => ({ user_id: id, role, organisation_id: organisationId })),
    );
    await insertAll(db, 'plans', plans.plans);
    await insertAll(db, 'plan_orders', plans.orders);
    await insertAll(db, 'plan_revisions', plans.revisions);
    await insertAll(db, 'plan_sections', plans.sections);
    await insertAll(db, 'measures', plans.measures);
    await insertAll(db, 'measure_parties', plans.parties);
    await insertAll(db, 'measure_results', plans.results);
    await insertAll(db, 'adoptions', plans.adoptions);
    await insertAll(db, 'occurrences', plans.occurrences);
    await insertAll(db, 'files', execution.files);
    await insertAll(db, 'executions', execution.executions);
    await insertAll(db, 'evidence_documents', execution.documents);
    await insertAll(db, 'execution_documents', execution.links);
    if (results) await insertDemoResults(services, db, organisations, results, options.on);
    for (const table of [
      'organisations',
      'plans',
      'plan_orders',
      'plan_sections',
      'measures',
      'occurrences',
      'executions',
      'evidence_documents',
    ] as const) {
      await continueIdentity(db, table);
    }
    const shown = accounts.map(({ email, password: plain, role, title }) => ({ email, password: plain, role, title }));
    await db
      .insertInto('settings')
      .values({ key: 'demo', value: JSON.stringify({ accounts: shown, ...options }) })
      .execute();
  });
  // Without statistics the planner guesses for the first minute, and lists of a big region take a hundred times longer.
  await sql`analyze`.execute(services.db);
  if (results) {
    for (const year of years.slice(-2)) await checkIntegrity(await operator(services), { year });
    await demoList(services, { organisations, accounts, on: options.on, year: years.at(-1) ?? 0 });
  }
  return accounts;
}

function headsLogin(accounts: readonly DemoAccount[], organisations: readonly DemoOrganisation[]): string | null {
  const school = accounts.find(({ role }) => role === 'school-head')?.organisationId;
  return organisations.find(({ id }) => id === school)?.fis_oko_login ?? null;
}

/** The last years whose spring works are done by that day. */
function yearsBefore(on: string): number[] {
  const last = Number(on.slice(0, 4)) - (on.slice(5) < '06-15' ? 1 : 0);
  return Array.from({ length: YEARS_OF_RESULTS }, (_, i) => last - YEARS_OF_RESULTS + 1 + i);
}
