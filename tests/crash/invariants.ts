/** What holds at every moment, whoever was killed: nothing is half-done, and what is named is there whole. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { auditKey } from '#modules/audit/jobs.ts';
import { verifyAudit } from '#modules/audit/verify.ts';
import { readAnchors } from '#modules/audit/anchors.ts';
import { readConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';

/** Each query brings what breaks its rule. */
const RULES: Record<string, string> = {
  'an occurrence is planned exactly when it has no record': `
    select o.id from occurrences o left join executions e on e.occurrence_id = o.id
    where o.state <> 'cancelled' and (o.state = 'planned') <> (e.id is null)`,
  'a record without a document gives its reason': `
    select e.id from executions e where e.without_document_reason is null
    and not exists (select 1 from execution_documents x where x.execution_id = e.id)`,
  'each version of a plan after the first has its journal entry': `
    select p.id, v.n from plans p, generate_series(2, p.version) v(n)
    where not exists (select 1 from audit_events a where a.object_type = 'plan' and a.object_id = p.id::text
      and (a.after->>'version')::int = v.n)`,
  'a plan in force has its revision and its order': `
    select p.id from plans p where p.state in ('approved', 'closed') and p.deleted_at is null and (
      not exists (select 1 from plan_revisions r where r.plan_id = p.id and r.revision = p.revision)
      or not exists (select 1 from plan_orders o where o.plan_id = p.id and o.revision = p.revision))`,
  'no revision and no order without the plan that is in force by it': `
    select r.plan_id from plan_revisions r join plans p on p.id = r.plan_id where p.revision is null or r.revision > p.revision
    union all select o.plan_id from plan_orders o join plans p on p.id = o.plan_id where o.revision > coalesce(p.revision, 0)`,
  'each dated measure of a plan in force has its occurrences': `
    select m.id from measures m join plans p on p.id = m.plan_id
    where p.state = 'approved' and p.created_by is not null and m.removed_at is null and p.deleted_at is null
      and not exists (select 1 from occurrences o where o.measure_id = m.id)`,
  'an import brings data sets exactly when it was applied': `
    select s.id from result_sets s join result_imports i on i.id = s.import_id where i.state not in ('applied', 'undone')
    union all select s.id from result_sets s join result_imports i on i.id = s.import_id where i.state = 'undone' and s.state <> 'undone'
    union all select i.id from result_imports i where i.state = 'applied' and (i.applied_at is null or not exists (
      select 1 from audit_events a where a.object_type = 'result-import' and a.object_id = i.id::text and a.action = 'results.applied'))
      and exists (select 1 from result_import_files f where f.import_id = i.id)`,
  'a data set has its parts, and counts what they hold': `
    select s.id from result_sets s
    where s.pupils <> coalesce((select sum(r.n) from result_set_parts sp join school_results r on r.part_id = sp.part_id where sp.set_id = s.id), -1)`,
  'a procedure that has data sets not undone has one that is current': `
    select organisation_id, procedure_id from result_sets where state <> 'undone'
    group by 1, 2 having count(*) filter (where state = 'current') <> 1`,
  'a file that was read has its parts with their roll-ups': `
    select f.id from result_import_files f where f.state = 'read' and f.kind = 'results'
    and not exists (select 1 from result_import_file_parts fp join school_results r on r.part_id = fp.part_id where fp.file_id = f.id)`,
  'every record of the journal is sealed or waits for it': `
    select a.id from audit_events a where not exists (select 1 from audit_chain c where c.event_id = a.id)
    and not exists (select 1 from audit_unsealed u where u.event_id = a.id)`,
};

export type Invariants = {
  /** What does not hold; empty when all is well. */
  check(client: pg.Client, databaseUrl: string): Promise<string[]>;
};

/** Files that were found whole are not read again: they never change. */
export function invariantsOf(directory: string): Invariants {
  const whole = new Set<string>();
  return {
    async check(client, databaseUrl) {
      const wrong: string[] = [];
      for (const [rule, query] of Object.entries(RULES)) {
        const { rows } = await client.query(query);
        if (rows.length > 0) wrong.push(`not so: ${rule}: ${JSON.stringify(rows.slice(0, 3))}`);
      }
      const files = await client.query<{ sha256: string }>('select sha256 from files');
      const lake = await client.query<{ sha256: string }>('select distinct lake_sha256 as sha256 from result_parts');
      const paths = [
        ...files.rows.map(({ sha256 }) => [sha256, join(directory, 'files', sha256.slice(0, 2), sha256)] as const),
        ...lake.rows.map(({ sha256 }) => [sha256, join(directory, 'lake', `${sha256}.parquet`)] as const),
      ];
      for (const [sha256, path] of paths) {
        if (whole.has(path)) continue;
        const bytes = await readFile(path).catch(() => null);
        if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) whole.add(path);
        else wrong.push(`${path} is ${bytes ? 'not what its name says' : 'missing'}`);
      }
      return [...wrong, ...(await brokenJournal(directory, databaseUrl))];
    },
  };
}

async function brokenJournal(directory: string, databaseUrl: string): Promise<string[]> {
  const { db, close } = openDatabase(databaseUrl, { max: 1 });
  try {
    const config = readConfig({ OPORA_DATA: directory });
    const { problems } = await verifyAudit(db, await auditKey({ config }), await readAnchors(directory));
    return problems.map(({ position, text }) => `journal, link ${position ?? '—'}: ${text}`);
  } finally {
    await close();
  }
}
