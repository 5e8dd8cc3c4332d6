/** Every setting, read once from the environment. The only file that touches process.env. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type OidcSettings, oidcSettings } from './oidc/settings.ts';
import type { RateLimits } from './rate-limit.ts';

/** What is not set lies beside the program, wherever it is called from; what is set counts from the current directory. */
const HOME = fileURLToPath(new URL('../..', import.meta.url));

/** Requests a minute; what is not named keeps its number. */
const RATE_LIMITS: RateLimits = {
  session: 1800,
  address: 18_000,
  visitors: 6000,
  searches: 300,
  uploads: 600,
  exports: 120,
  waiting: 400,
};

/** «session=1800 uploads=60» */
const rateLimits = z
  .string()
  .default('')
  .transform((text, context): RateLimits => {
    const limits = { ...RATE_LIMITS };
    for (const word of text.split(/[\s,]+/).filter(Boolean)) {
      const [, name, number] = /^([a-z]+)=([1-9]\d{0,8})$/.exec(word) ?? [];
      if (name !== undefined && Object.hasOwn(limits, name)) limits[name as keyof RateLimits] = Number(number);
      else
        context.addIssue(`«${word}» — не предел. Пределы: ${Object.keys(limits).join(', ')}, например session=1800.`);
    }
    return limits;
  });

const schema = z.object({
  DATABASE_URL: z.string().optional(),
  OPORA_DATA: z.string().default(resolve(HOME, 'data')),
  OPORA_HOST: z.string().default('127.0.0.1'),
  OPORA_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  OPORA_URL: z.url().optional(),
  OPORA_SECRET: z.string().min(32).optional(),
  OPORA_SMTP_URL: z.string().optional(),
  OPORA_MAIL_FROM: z.string().default('Опора <opora@localhost>'),
  OPORA_TIME_ZONE: z.string().default('Europe/Moscow'),
  OPORA_UPLOAD_LIMIT_MB: z.coerce.number().positive().default(20),
  OPORA_BATCH_LIMIT_MB: z.coerce.number().positive().default(200),
  OPORA_DEMO: z.enum(['auto', 'off']).default('auto'),
  OPORA_LAKE_THREADS: z.coerce.number().int().positive().default(2),
  OPORA_LAKE_MEMORY_MB: z.coerce.number().int().min(128).default(512),
  OPORA_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OPORA_LOG_FORMAT: z.enum(['text', 'json']).default('text'),
  OPORA_ADDRESS_MONTHS: z.coerce.number().int().min(1).max(120).default(12),
  OPORA_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  OPORA_RATE_LIMITS: rateLimits,
  OPORA_RATE_TRUSTED: z.string().default('127.0.0.1 ::1'),
  OPORA_REQUEST_SECONDS: z.coerce.number().min(1).max(3600).default(120),
  OPORA_WAL_ARCHIVE: z.string().optional(),
  OPORA_BACKUP_PASSPHRASE: z.string().min(12).optional(),
  OPORA_BREACHED_PASSWORDS: z.string().optional(),
  OPORA_SESSION_IDLE_MINUTES: z.coerce.number().int().min(0).max(20_160).default(480),
  OPORA_ADMIN_TOTP: z.enum(['auto', 'required', 'off']).default('auto'),
  OPORA_OIDC_ISSUER: z.string().optional(),
  OPORA_OIDC_CLIENT_ID: z.string().optional(),
  OPORA_OIDC_CLIENT_SECRET: z.string().optional(),
  OPORA_OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  OPORA_OIDC_NAME: z.string().max(60).default('единую учётную запись'),
  OPORA_OIDC_SCOPES: z.string().default('openid profile email'),
  OPORA_OIDC_ROLES: z.string().optional(),
  OPORA_PROCESSES: z.coerce.number().int().min(1).max(64).default(1),
  OPORA_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  OPORA_TRACES_URL: z.url({ protocol: /^https?$/ }).optional(),
  PATH: z.string().default(''),
  OPORA_SEEDS: z.string().default(resolve(HOME, '../shared/seeds')),
  OPORA_REFERENCE: z.string().default(resolve(HOME, '../shared/reference')),
});

export type Config = {
  /** Absent: Opora runs its own PostgreSQL in the data directory. */
  databaseUrl: string | undefined;
  /** Absolute path of the data directory: database, files, secret. */
  dataDirectory: string;
  host: string;
  port: number;
  /** Public address without a trailing slash; links in mail and feeds start with it. */
  publicUrl: string;
  /** Signs sessions; made on first start and kept in the data directory when absent. */
  secret: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  timeZone: string;
  uploadLimitBytes: number;
  /** Of many files sent in one form. */
  batchLimitBytes: number;
  /** 'auto': the demo region is loaded into an empty database. */
  demo: 'auto' | 'off';
  /** What DuckDB may take of the machine for one process. */
  lake: { threads: number; memoryMb: number };
  /** Months for which the journal keeps network addresses. */
  addressRetentionMonths: number;
  /** Reverse proxies in front of the server, whose X-Forwarded-For is believed. */
  trustedProxies: number;
  rateLimits: RateLimits;
  /** Addresses whose requests are not counted. */
  rateTrusted: ReadonlySet<string>;
  /** In this time a request has to be here whole. */
  requestSeconds: number;
  /** Where Opora's own PostgreSQL keeps its write-ahead log for recovery to a point in time; absent: nowhere. */
  walArchive: string | undefined;
  /** Encrypts backups where no other passphrase is given. */
  backupPassphrase: string | undefined;
  /** File of SHA-1 hashes of stolen passwords, sorted; absent: only the list that came with Opora. */
  breachedPasswords: string | undefined;
  /** A session nobody uses for so long is over; 0: only its whole term ends it. */
  sessionIdleMinutes: number;
  /** Must administrators have a second factor? 'auto': yes, but in the made-up demo region. */
  adminTotp: 'auto' | 'required' | 'off';
  /** The identity provider people may sign in through; null: passwords only. */
  oidc: OidcSettings | null;
  /** Server processes on the one port. */
  processes: number;
  /** Where this machine reads what is counted for Prometheus; absent: nothing is counted. */
  metricsPort: number | undefined;
  /** Where an OpenTelemetry collector takes traces, as in http://127.0.0.1:4318/v1/traces. */
  tracesUrl: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** 'json': one object a line, for programs that collect logs. */
  logFormat: 'text' | 'json';
  /** Directories where programs are looked for (LibreOffice). */
  searchPath: string;
  seedsDirectory: string;
  referenceDirectory: string;
};

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(filled);
  if (!parsed.success) refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const env = parsed.data;
  const oidc = oidcSettings(env);
  if (oidc.faults.length > 0) refuse(oidc.faults);
  return {
    databaseUrl: env.DATABASE_URL,
    dataDirectory: resolve(env.OPORA_DATA),
    host: env.OPORA_HOST,
    port: env.OPORA_PORT,
    publicUrl: (env.OPORA_URL ?? `http://localhost:${env.OPORA_PORT}`).replace(/\/$/, ''),
    secret: env.OPORA_SECRET,
    smtpUrl: env.OPORA_SMTP_URL,
    mailFrom: env.OPORA_MAIL_FROM,
    timeZone: env.OPORA_TIME_ZONE,
    uploadLimitBytes: env.OPORA_UPLOAD_LIMIT_MB * 1024 * 1024,
    batchLimitBytes: env.OPORA_BATCH_LIMIT_MB * 1024 * 1024,
    demo: env.OPORA_DEMO,
    lake: { threads: env.OPORA_LAKE_THREADS, memoryMb: env.OPORA_LAKE_MEMORY_MB },
    addressRetentionMonths: env.OPORA_ADDRESS_MONTHS,
    trustedProxies: env.OPORA_TRUSTED_PROXIES,
    rateLimits: env.OPORA_RATE_LIMITS,
    rateTrusted: new Set(
      env.OPORA_RATE_TRUSTED.split(/[\s,]+/).filter((address) => address !== '' && address !== 'none'),
    ),
    requestSeconds: env.OPORA_REQUEST_SECONDS,
    walArchive: env.OPORA_WAL_ARCHIVE === undefined ? undefined : resolve(env.OPORA_WAL_ARCHIVE),
    backupPassphrase: env.OPORA_BACKUP_PASSPHRASE,
    breachedPasswords: env.OPORA_BREACHED_PASSWORDS,
    sessionIdleMinutes: env.OPORA_SESSION_IDLE_MINUTES,
    adminTotp: env.OPORA_ADMIN_TOTP,
    oidc: oidc.settings,
    processes: env.OPORA_PROCESSES,
    metricsPort: env.OPORA_METRICS_PORT,
    tracesUrl: env.OPORA_TRACES_URL,
    logLevel: env.OPORA_LOG,
    logFormat: env.OPORA_LOG_FORMAT,
    searchPath: env.PATH,
    seedsDirectory: resolve(env.OPORA_SEEDS),
    referenceDirectory: resolve(env.OPORA_REFERENCE),
  };
}

function refuse(faults: readonly string[]): never {
  throw new Error(`Неверные настройки окружения:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}
