/** How an object stands, in one line: as a client foretells it and as the database tells it. */
import type pg from 'pg';

export function planStanding(state: string, measures: readonly string[]): string {
  return `${state}|${measures.toSorted().join(',')}`;
}

export function occurrenceStanding(
  state: string,
  version: number,
  markText: string | null,
  files: readonly string[],
): string {
  return `${state}|${version}|${markText ?? ''}|${files.toSorted().join(',')}`;
}

export function importStanding(state: string): string {
  return state;
}

/** By «plan:17»: what stands in the database now. */
export async function standings(client: pg.Client): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const plans = await client.query<{ id: string; state: string; measures: string[] }>(`
    select p.id, p.state, coalesce(array_agg(m.text) filter (where m.id is not null), '{}') as measures
    from plans p left join measures m on m.plan_id = p.id and m.removed_at is null
    where p.deleted_at is null group by p.id`);
  for (const { id, state, measures } of plans.rows) found.set(`plan:${id}`, planStanding(state, measures));
  const occurrences = await client.query<{
    id: string;
    state: string;
    version: number;
    text: string | null;
    files: string[];
  }>(`
    select o.id, o.state, coalesce(e.version, 0) as version, e.mark_text as text,
      coalesce(array_agg(d.file_sha256) filter (where d.file_sha256 is not null), '{}') as files
    from occurrences o left join executions e on e.occurrence_id = o.id
    left join execution_documents x on x.execution_id = e.id left join evidence_documents d on d.id = x.document_id
    group by o.id, e.id`);
  for (const { id, state, version, text, files } of occurrences.rows)
    found.set(`occurrence:${id}`, occurrenceStanding(state, version, text, files));
  const imports = await client.query<{ id: string; state: string }>('select id, state from result_imports');
  for (const { id, state } of imports.rows) found.set(`import:${id}`, importStanding(state));
  return found;
}
