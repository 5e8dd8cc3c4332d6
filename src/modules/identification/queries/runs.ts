/** Runs and their rows: who is listed, why, how sure; of one school through all runs. */
import { type RawBuilder, sql } from 'kysely';
import { type Actor, type Scope, scopeOf } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { usesInWords } from '#kernel/permitted-use.ts';
import { SMALLEST_SHOWN } from '#modules/results/index.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { IdentificationSummary, InputFile, NearestChange, Reason, Status } from '../contract.ts';
import type { Settings } from '../methodology/parameters.ts';
import { seesSmallNumbers } from '../policy.ts';
import { placedRegion } from './place.ts';

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** How many plausible settings were tried, and how many schools they list. */
export type SensitivityFacts = { settings: number; least: number; most: number };

export type RunHead = {
  id: number;
  regionId: number;
  methodology: { code: string; version: number; title: string };
  /** Null: it ships with Opora. */
  methodologyVersionId: number | null;
  year: number;
  settings: Settings;
  state: RunState;
  /** Percent. */
  progress: number;
  /** Null: the run is older than these facts. */
  sensitivity: SensitivityFacts | null;
  error: { text: string; advice: string } | null;
  program: string | null;
  hash: string | null;
  inputs: InputFile[];
  summary: IdentificationSummary | null;
  note: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  permittedUses: string[];
  /** Stands wherever the result is shown. */
  permittedUse: string;
  dataSha256: string | null;
  resultSha256: string | null;
  methodologyBody: string;
};

export async function runHead(scope: Scope, db: Connection, runId: number): Promise<RunHead> {
  const [found] = await heads(db, sql`r.id = ${runId}`);
  if (!found) throw new AppError('notFound', { text: 'Такого расчёта нет.' });
  await placedRegion(scope, db, found.regionId);
  return found;
}

export async function runsOf(scope: Scope, db: Connection, regionId: number): Promise<RunHead[]> {
  const region = await placedRegion(scope, db, regionId);
  return heads(db, sql`r.region_id = ${region.id}`);
}

async function heads(db: Connection, condition: RawBuilder<unknown>): Promise<RunHead[]> {
  type Row = Omit<RunHead, 'methodology' | 'permittedUse'> & { code: string; version: number; title: string };
  const { rows } = await sql<Row>`
    select r.id, r.region_id as "regionId", r.methodology_code as code, r.methodology_version as version, r.methodology_title as title,
      r.methodology_body as "methodologyBody", r.methodology_version_id as "methodologyVersionId", r.year, r.settings, r.state, r.progress, r.sensitivity, r.error, r.program, r.hash, r.inputs, r.summary, r.note,
      r.created_at as "createdAt", r.finished_at as "finishedAt", r.permitted_uses as "permittedUses",
      r.data_sha256 as "dataSha256", r.result_sha256 as "resultSha256"
    from identification_runs r where ${condition} order by r.id desc`.execute(db);
  return rows.map(({ code, version, title, ...row }) => ({
    ...row,
    methodology: { code, version, title },
    permittedUse: usesInWords(row.permittedUses),
  }));
}

export type RunRow = {
  organisationId: number | null;
  login: string;
  name: string;
  municipality: string | null;
  status: Status;
  probability: number | null;
  note: string | null;
  reasons: ShownReason[];
  nearest: NearestChange[];
  /** Of the plausible settings that classify it, those that list it; null where that is not known. */
  listedShare: number | null;
};

/** Values of a few pupils are hidden outside the school itself. */
export type ShownReason = Omit<Reason, 'n' | 'value' | 'low' | 'high'> & {
  n: number | null;
  value: number | null;
  low: number | null;
  high: number | null;
};

export type RunFilter = { status?: Status; municipality?: string; text?: string };

export async function runRows(
  actor: Actor,
  db: Connection,
  runId: number,
  filter: RunFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: RunRow[]; total: number }> {
  const scope = scopeOf(actor);
  const run = await runHead(scope, db, runId);
  const condition = sql`s.run_id = ${run.id} and ${rowVisible(scope, run)}
    and ${filter.status === undefined ? sql`true` : sql`s.status = ${filter.status}`}
    and ${filter.municipality === undefined ? sql`true` : sql`s.municipality = ${filter.municipality}`}
    and ${filter.text === undefined ? sql`true` : sql`(s.name ilike ${`%${escaped(filter.text)}%`} or s.login ilike ${`%${escaped(filter.text)}%`})`}`;
  const from = sql`from identification_run_schools s left join organisations o on o.id = s.organisation_id where ${condition}`;
  const [rows, counted] = await Promise.all([
    sql<
      RunRow & { path: string | null }
    >`${COLUMNS} ${from} order by s.position limit ${limit} offset ${offset}`.execute(db),
    sql<{ total: number }>`select count(*) as total ${from}`.execute(db),
  ]);
  return { rows: rows.rows.map((row) => shown(actor, row)), total: counted.rows[0]?.total ?? 0 };
}

/** Who is listed in each municipality: what may be shown where single schools may not. */
export async function runByMunicipality(
  scope: Scope,
  db: Connection,
  runId: number,
): Promise<{ municipality: string | null; schools: number; listed: number; risk: number; notClassifiable: number }[]> {
  const run = await runHead(scope, db, runId);
  const { rows } = await sql<{
    municipality: string | null;
    schools: number;
    listed: number;
    risk: number;
    notClassifiable: number;
  }>`
    select s.municipality, count(*) as schools, count(*) filter (where s.status = 'listed') as listed,
      count(*) filter (where s.status = 'risk') as risk, count(*) filter (where s.status = 'not-classifiable') as "notClassifiable"
    from identification_run_schools s left join organisations o on o.id = s.organisation_id
    where s.run_id = ${run.id} and ${rowVisible(scope, run)} group by s.municipality order by s.municipality nulls last`.execute(
    db,
  );
  return rows;
}

export type SchoolInRun = RunRow & { run: Pick<RunHead, 'id' | 'methodology' | 'year' | 'permittedUse' | 'createdAt'> };

/** «Почему школа в списке»: the newest run of each methodology and year. Trials of analysts are not for the school. */
export async function schoolInRuns(
  actor: Actor,
  db: Connection,
  organisationId: number,
  { onlyOfLists = false }: { onlyOfLists?: boolean } = {},
): Promise<SchoolInRun[]> {
  const shownRun = onlyOfLists
    ? sql`exists (select 1 from support_lists l where l.run_id = r.id and l.state <> 'draft' and l.deleted_at is null)`
    : sql`true`;
  const { rows } = await sql<RunRow & { path: string; runId: number }>`
    ${COLUMNS}, s.run_id as "runId" from identification_run_schools s join organisations o on o.id = s.organisation_id
    where s.organisation_id = ${organisationId} and ${withinScope(scopeOf(actor))} and s.run_id in (
      select max(r.id) from identification_runs r where r.state = 'done' and ${shownRun} group by r.region_id, r.methodology_code, r.year)
    order by s.run_id desc`.execute(db);
  const runs = new Map(
    (await heads(db, sql`r.id = any(${rows.map(({ runId }) => runId)}::bigint[])`)).map((run) => [run.id, run]),
  );
  return rows.flatMap(({ runId, ...row }) => {
    const run = runs.get(runId);
    if (!run) return [];
    const { id, methodology, year, permittedUse, createdAt } = run;
    return [{ ...shown(actor, row), run: { id, methodology, year, permittedUse, createdAt } }];
  });
}

const COLUMNS = sql`select s.organisation_id as "organisationId", s.login, s.name, s.municipality, s.status, s.probability, s.note,
  s.reasons, s.nearest, s.listed_share as "listedShare", o.path`;

/** Rows of schools that the register does not know are for those who keep the whole region. */
function rowVisible(scope: Scope, run: { regionId: number }): RawBuilder<boolean> {
  return sql<boolean>`(${withinScope(scope)} or (s.organisation_id is null and exists (
    select 1 from organisations o where o.id = ${run.regionId} and ${withinScope(scope)})))`;
}

function shown(actor: Actor, { path, ...row }: RunRow & { path: string | null }): RunRow {
  return { ...row, reasons: shownReasons(actor, path, row.reasons) };
}

/** The school itself sees every value, others those of enough pupils. */
export function shownReasons(actor: Actor, path: string | null, reasons: readonly ShownReason[]): ShownReason[] {
  return path !== null && seesSmallNumbers(actor, { path }) ? [...reasons] : withoutSmallNumbers(reasons);
}

export function withoutSmallNumbers(reasons: readonly ShownReason[]): ShownReason[] {
  return reasons.map((reason) =>
    (reason.n ?? 0) < SMALLEST_SHOWN ? { ...reason, n: null, value: null, low: null, high: null } : reason,
  );
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Years that a run can be made for, the newest first. */
export async function yearsWithResults(
  scope: Scope,
  db: Connection,
  regionId: number,
): Promise<{ year: number; procedures: number }[]> {
  const region = await placedRegion(scope, db, regionId);
  const { rows } = await sql<{ year: number; procedures: number }>`
    select year, count(distinct procedure_id) as procedures from result_sets
    where organisation_id = ${region.id} and state = 'current' group by year order by year desc`.execute(db);
  return rows;
}
