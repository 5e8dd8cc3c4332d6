/** Objects of the demo region by the parameters of addresses that name them, with the place they belong to. */
import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** `values` by the names of parameters: `{ planId: '7', orderId: '3' }`. */
export type PlacedObject = { path: string; values: Record<string, string> };

/** One question a kind of object: the organisation `o` it belongs to, and what names it in addresses. */
const KINDS = [
  // Institutes and centres serve the whole region and are seen by all of it.
  sql`select o.path, json_build_object('organisationId', o.id::text) as values
    from organisations o where o.kind not in ('institute', 'centre')`,
  sql`select o.path, json_build_object('organisationId', o.id::text, 'year', '2026') as values from organisations o where o.kind = 'school'`,
  sql`select o.path, json_build_object('planId', p.id::text) as values from plans p join organisations o on o.id = p.organisation_id`,
  sql`select o.path, json_build_object('planId', p.id::text, 'measureId', m.id::text) as values
    from measures m join plans p on p.id = m.plan_id join organisations o on o.id = p.organisation_id`,
  sql`select o.path, json_build_object('planId', p.id::text, 'orderId', x.id::text) as values
    from plan_orders x join plans p on p.id = x.plan_id join organisations o on o.id = p.organisation_id`,
  sql`select o.path, json_build_object('occurrenceId', c.id::text) as values
    from occurrences c join organisations o on o.id = c.organisation_id`,
  sql`select o.path, json_build_object('documentId', d.id::text) as values
    from evidence_documents d join organisations o on o.id = d.organisation_id where d.file_sha256 is not null`,
  sql`select o.path, json_build_object('readingId', r.id::text) as values
    from plan_readings r join organisations o on o.id = r.organisation_id`,
  sql`select o.path, json_build_object('stepId', s.id::text) as values
    from integrity_review_steps s join integrity_reviews r on r.id = s.review_id join organisations o on o.id = r.organisation_id`,
  sql`select o.path, json_build_object('listId', s.list_id::text, 'listSchoolId', s.id::text) as values
    from support_list_schools s join organisations o on o.id = s.organisation_id`,
  sql`select o.path, json_build_object('taskId', t.id::text) as values
    from support_tasks t join organisations o on o.id = t.organisation_id`,
  sql`select o.path, json_build_object('userId', r.user_id) as values
    from role_assignments r join organisations o on o.id = r.organisation_id`,
  sql`select o.path, json_build_object('assignmentId', r.id::text) as values
    from role_assignments r join organisations o on o.id = r.organisation_id where r.basis = 'assignment'`,
];

export async function objectsByKind(db: Database): Promise<PlacedObject[][]> {
  return Promise.all(
    KINDS.map(async (kind) => (await sql<PlacedObject>`${kind} order by length(o.path), o.id`.execute(db)).rows),
  );
}

/** Neither below the own organisation nor on the way up from it. */
export function isForeign(own: string, path: string): boolean {
  return !path.startsWith(own) && !own.startsWith(path);
}

/** The nearest neighbour's and the farthest: where a mistake in a comparison of paths would show. */
export function nearestAndFarthest(own: string, objects: readonly PlacedObject[]): PlacedObject[] {
  const foreign = objects
    .filter(({ path }) => isForeign(own, path))
    .sort((one, other) => shared(own, other.path) - shared(own, one.path));
  return [...new Set([foreign[0], foreign.at(-1)])].filter((object) => object !== undefined);
}

function shared(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** Tables whose rows belong to an organisation by this column; `above`: those on the way up are seen too. */
export const PLACED_TABLES = [
  { table: 'evidence_documents', column: 'organisation_id', above: true },
  { table: 'result_parts', column: 'organisation_id', above: true },
  { table: 'integrity_findings', column: 'organisation_id', above: false },
  { table: 'integrity_reviews', column: 'organisation_id', above: false },
  { table: 'observer_assignments', column: 'school_id', above: false },
  { table: 'school_results', column: 'organisation_id', above: false },
  { table: 'school_contexts', column: 'organisation_id', above: false },
  { table: 'olympiad_participations', column: 'organisation_id', above: false },
  { table: 'emergency_openings', column: 'organisation_id', above: false },
] as const;
