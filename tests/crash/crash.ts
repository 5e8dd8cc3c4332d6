/** Rounds of work and kill -9: after each, what was promised is there and nothing is half-done. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { seededRandom } from '#demo/random.ts';
import { troubleOf } from '#platform/trouble.ts';
import { Clients, type Region } from './clients.ts';
import { Expected } from './expected.ts';
import { type Invariants, invariantsOf } from './invariants.ts';
import { standings } from './standing.ts';
import { System, type Target, TARGETS, until } from './system.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
/** So long a round works before the blow, at least and at most. */
const MOMENT_MS = [150, 1_200] as const;
const JOBS_PATIENCE_MS = 300_000;

export type Round = { round: number; target: Target; hit: string; atMs: number; backMs: number; wrong: string[] };
export type Summary = {
  rounds: Round[];
  acknowledged: number;
  refused: number;
  unanswered: number;
  done: ReadonlyMap<string, number>;
  troubles: ReadonlyMap<string, number>;
  objects: number;
  /** Imports and jobs that a killed worker had left, all of them finished in the end. */
  finishedSeconds: number;
  wrong: string[];
};

export type CrashOptions = {
  directory: string;
  rounds: number;
  seed: number;
  tell(round: Round): void;
  /** Waits until the jobs that were left have gone on: a minute or two. */
  untilJobsDone: boolean;
};

export async function crash({ directory, rounds, seed, tell, untilJobsDone }: CrashOptions): Promise<Summary> {
  const random = seededRandom(seed);
  // Moments by lot come from this seed alone; what the clients do meanwhile depends on how fast the machine is.
  const plan = Array.from({ length: rounds }, (_, k) => ({
    target: rounds <= TARGETS.length ? TARGETS[k]! : random.pick(TARGETS),
    atMs: Math.round(MOMENT_MS[0] + random.next() * (MOMENT_MS[1] - MOMENT_MS[0])),
    pick: random.next(),
  }));
  const system = new System(directory);
  const done: Round[] = [];
  // Server and database are no children of this terminal: who interrupts the rounds leaves nothing running.
  const interrupted = () => {
    system.abandon();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await promisify(execFile)(process.execPath, [CLI, 'demo', '--schools', '12', '--seed', '3'], {
      env: system.environment(),
    });
    await system.start();
    const expected = new Expected();
    const about = await withClient(system, (client) => look(client, expected));
    const clients = new Clients(expected, () => system.url, about);
    await clients.signIn();
    const invariants = invariantsOf(directory);
    const before = await checked(system, invariants, expected);
    if (before.length > 0) throw new Error(`Broken before anybody was killed:\n${before.join('\n')}`);
    for (const [index, { target, atMs, pick }] of plan.entries()) {
      clients.begin();
      await sleep(atMs);
      const begun = performance.now();
      const hit = await system.kill(target, (count) => Math.floor(pick * count));
      await system.recover(hit);
      const backMs = Math.round(performance.now() - begun);
      await clients.pause();
      const wrong = await checked(system, invariants, expected);
      const round = { round: index + 1, target, hit, atMs, backMs, wrong };
      done.push(round);
      tell(round);
    }
    // All are at work once more, and nobody is killed.
    clients.begin();
    await sleep(MOMENT_MS[1]);
    await clients.pause();
    const begun = performance.now();
    const left = untilJobsDone ? await unfinished(system) : [];
    const finishedSeconds = Math.round((performance.now() - begun) / 1000);
    const unclear = [...clients.troubles.keys()].filter((told) => !told.startsWith('503 База данных не отвечает'));
    const wrong = [
      ...(await checked(system, invariants, expected)),
      ...left,
      ...unclear.map((told) => `somebody was told: ${told}`),
    ];
    await system.stop();
    const { acknowledged, refused, unanswered, size } = expected;
    return {
      rounds: done,
      acknowledged,
      refused,
      unanswered,
      done: clients.done,
      troubles: clients.troubles,
      objects: size,
      finishedSeconds,
      wrong,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\nWhat the server said last:\n${system.output}`, { cause: error });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    system.abandon();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Where people work, and what there is for the executor to mark. */
async function look(client: pg.Client, expected: Expected): Promise<Region> {
  const one = async (query: string) => Number((await client.query<{ id: string }>(query)).rows[0]?.id);
  const region = await one('select id from organisations where parent_id is null');
  const school = await one(`select organisation_id as id from role_assignments where user_id = 'demo-head'`);
  const all = await standings(client);
  const { rows } = await client.query<{ id: string; today: string }>(
    `select o.id, to_char(now() at time zone 'Europe/Moscow', 'YYYY-MM-DD') as today
    from occurrences o join plans p on p.id = o.plan_id
    where o.organisation_id = $1 and p.state = 'approved' and p.deleted_at is null and o.state <> 'cancelled'`,
    [school],
  );
  for (const { id } of rows) expected.learn('occurrence', Number(id), all.get(`occurrence:${id}`)!);
  return { region, school, today: rows[0]!.today };
}

async function checked(system: System, invariants: Invariants, expected: Expected): Promise<string[]> {
  const { found, broken } = await withClient(system, async (client) => {
    await rolledBack(client);
    return { found: await standings(client), broken: await invariants.check(client, system.databaseUrl()) };
  });
  return [...expected.compare(found), ...broken];
}

/** PostgreSQL notices that a client is gone when it next speaks to it; what it was at ends by itself till then. */
async function rolledBack(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    const { rows } = await client.query<{ n: number }>(`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and xact_start is not null and backend_type = 'client backend' and query not ilike '%jobs%'`);
    if (rows[0]?.n === 0) return;
    await sleep(25);
  }
}

/** Imports that wait or are read, and jobs that were begun by a worker now dead. */
async function unfinished(system: System): Promise<string[]> {
  for (const begun = performance.now(); ; await sleep(500)) {
    const left = await withClient(system, async (client) => {
      const imports = await client.query<{ id: string; state: string }>(
        `select id, state from result_imports where state in ('queued', 'reading')`,
      );
      const jobs = await client.query<{ name: string; state: string }>(
        `select name, state::text from jobs.job where state in ('created', 'retry', 'active') and start_after <= now()
          and not name like '\\_\\_pgboss%'`,
      );
      return [
        ...imports.rows.map(({ id, state }) => `import ${id} is still ${state}`),
        ...jobs.rows.map(({ name, state }) => `job ${name} is still ${state}`),
      ];
    });
    if (left.length === 0 || performance.now() - begun > JOBS_PATIENCE_MS) return left;
  }
}

/**
 * Reads from the database, anew when it goes away meanwhile: PostgreSQL that has seen one of its own killed ends all
 * connections and answers for a moment that it recovers.
 */
function withClient<T>(system: System, read: (client: pg.Client) => Promise<T>): Promise<T> {
  return until(async () => {
    const client = new pg.Client({ connectionString: system.databaseUrl(), connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await read(client);
    } catch (error) {
      if (troubleOf(error)?.code === 'databaseUnavailable') return undefined;
      throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }, 'a database that can be read');
}
