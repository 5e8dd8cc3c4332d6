/** The database: reached, of this version, its clock right, its queue moving. */
import pg from 'pg';
import { JOBS_SCHEMA } from '../jobs.ts';
import { readMigrations } from '../migrations.ts';
import { type Finding, failure, ok, warning } from './findings.ts';

const OLDEST_SERVER = 150_000;
const CLOCK_TOLERANCE_S = 5;
const QUEUE_PATIENCE_MINUTES = 15;
const FEW_CONNECTIONS = 20;

export async function checkDatabase(url: string, migrations: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    return [
      failure(
        'database',
        `База данных не отвечает: ${(error as Error).message}.`,
        'Проверьте DATABASE_URL и сервер базы.',
      ),
    ];
  }
  try {
    return [
      await server(client),
      await connections(client),
      await clock(client),
      await schema(client, migrations),
      ...(await queue(client)),
    ];
  } finally {
    await client.end();
  }
}

async function one<T>(client: pg.Client, text: string): Promise<T> {
  const { rows } = await client.query(text);
  return rows[0] as T;
}

async function server(client: pg.Client): Promise<Finding> {
  const { version, number } = await one<{ version: string; number: number }>(
    client,
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  return number >= OLDEST_SERVER
    ? ok('database', `База данных отвечает: PostgreSQL ${version}.`)
    : failure('database', `PostgreSQL ${version} слишком стар.`, 'Нужен PostgreSQL 15 или новее, лучше 18.');
}

async function connections(client: pg.Client): Promise<Finding> {
  const { used, most } = await one<{ used: number; most: number }>(
    client,
    "select (select count(*)::int from pg_stat_activity) as used, current_setting('max_connections')::int as most",
  );
  const text = `Соединений с базой: ${used} из ${most}.`;
  return most - used >= FEW_CONNECTIONS
    ? ok('connections', text)
    : warning('connections', text, 'Увеличьте max_connections или уменьшите OPORA_PROCESSES.');
}

async function clock(client: pg.Client): Promise<Finding> {
  const { seconds } = await one<{ seconds: number }>(
    client,
    'select extract(epoch from clock_timestamp())::float8 as seconds',
  );
  const drift = Math.abs(seconds - Date.now() / 1000);
  return drift <= CLOCK_TOLERANCE_S
    ? ok('clock', 'Часы сервера и базы идут одинаково.')
    : warning(
        'clock',
        `Часы сервера и базы расходятся на ${Math.round(drift)} с.`,
        'Включите службу точного времени (chrony, systemd-timesyncd) на обеих машинах: по часам считаются сроки и сеансы.',
      );
}

async function schema(client: pg.Client, directory: string): Promise<Finding> {
  const known = await readMigrations(directory);
  const { exists } = await one<{ exists: boolean }>(
    client,
    "select to_regclass('schema_migrations') is not null as exists",
  );
  const { rows } = exists
    ? await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations')
    : { rows: [] };
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const changed = known.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  const missing = known.filter(({ name }) => !applied.has(name));
  const newer = [...applied.keys()].filter((name) => !known.some((one) => one.name === name));
  if (changed.length > 0)
    return failure(
      'schema',
      `Файлы миграций изменены: ${changed.map(({ name }) => name).join(', ')}.`,
      'Верните файлы программы.',
    );
  if (newer.length > 0)
    return failure(
      'schema',
      `Таблицы новее этой версии: ${newer.join(', ')}.`,
      'Поставьте ту версию Опоры, что была, или новее.',
    );
  return missing.length === 0
    ? ok('schema', `Таблицы соответствуют этой версии: миграций ${known.length}.`)
    : warning(
        'schema',
        `Не применено миграций: ${missing.length}.`,
        'Выполните opora migrate или перезапустите Опору.',
      );
}

async function queue(client: pg.Client): Promise<Finding[]> {
  const { exists } = await one<{ exists: boolean }>(
    client,
    `select to_regclass('${JOBS_SCHEMA}.job') is not null as exists`,
  );
  if (!exists) return [warning('jobs', 'Фоновых заданий ещё не было.', 'Они появятся с первым запуском Опоры.')];
  const { late, failed } = await one<{ late: number; failed: number }>(
    client,
    `select count(*) filter (where state::text in ('created', 'retry')
                               and start_after < now() - interval '${QUEUE_PATIENCE_MINUTES} minutes')::int as late,
            count(*) filter (where state::text = 'failed')::int as failed
     from ${JOBS_SCHEMA}.job`,
  );
  return [
    late === 0
      ? ok('jobs', 'Фоновые задания не отстают.')
      : failure(
          'jobs',
          `Ждут дольше ${QUEUE_PATIENCE_MINUTES} минут: ${late} заданий.`,
          'Проверьте, что процесс заданий работает: он запускается вместе с сервером.',
        ),
    failed === 0
      ? ok('failed-jobs', 'Неудавшихся заданий нет.')
      : warning(
          'failed-jobs',
          `Не удались задания: ${failed}.`,
          'Причина записана в журнале сервера; письма — на странице «Исходящие письма».',
        ),
  ];
}
