/** Puts the content of a plan into its tables. Everything goes in sets: a plan of 5 000 rows is a dozen statements. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import type { ContentMeasure, ContentSection, PlanBody } from '../domain/content.ts';
import type { ContentPatch } from '../domain/patch.ts';

/** Replaces the provisional ids of sections and measures by new ones of the database, links between them kept. */
export async function withFreshIds(db: Connection, body: PlanBody): Promise<PlanBody> {
  const sections = await freshIds(
    db,
    'plan_sections',
    body.sections.map((section) => section.id),
  );
  const measures = await freshIds(
    db,
    'measures',
    body.measures.map((measure) => measure.id),
  );
  const sectionId = (id: number | null) => (id === null ? null : (sections.get(id) ?? null));
  return {
    ...body,
    sections: body.sections.map((section) => ({
      ...section,
      id: sections.get(section.id)!,
      parentId: sectionId(section.parentId),
    })),
    measures: body.measures.map((measure) => ({
      ...measure,
      id: measures.get(measure.id)!,
      sectionId: sectionId(measure.sectionId),
    })),
  };
}

export async function freshIds(
  db: Connection,
  table: 'plan_sections' | 'measures',
  old: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${old.length}::int)`.execute(
    db,
  );
  return new Map(old.map((id, index) => [id, rows[index]!.id]));
}

export async function writePatch(db: Connection, planId: number, patch: ContentPatch): Promise<void> {
  await writeHead(db, planId, patch.head);
  if (patch.head.glossary !== undefined) await writeGlossary(db, planId, patch.head.glossary);
  if (patch.head.tables !== undefined) await writeTables(db, planId, patch.head.tables);
  await putSections(db, planId, patch.sections.put);
  await putMeasures(db, planId, patch.measures.put);
  await strikeMeasures(db, planId, patch.measures.remove);
  if (patch.sections.remove.length > 0) {
    await db
      .deleteFrom('plan_sections')
      .where('plan_id', '=', planId)
      .where('id', 'in', patch.sections.remove)
      .execute();
  }
  await writeOrder(db, planId, 'plan_sections', patch.sections.order);
  await writeOrder(db, planId, 'measures', patch.measures.order);
}

async function writeHead(db: Connection, planId: number, head: ContentPatch['head']): Promise<void> {
  const values = {
    ...(head.title !== undefined && { title: head.title }),
    ...(head.period !== undefined && { period_from: head.period?.from ?? null, period_to: head.period?.to ?? null }),
    ...(head.goal !== undefined && { goal: head.goal }),
    ...(head.tasks !== undefined && { tasks: head.tasks }),
    ...(head.rhythm !== undefined && { rhythm: head.rhythm }),
    ...(head.other !== undefined && { other: JSON.stringify(head.other) }),
  };
  if (Object.keys(values).length === 0) return;
  await db.updateTable('plans').set(values).where('id', '=', planId).execute();
}

/** An id that is in the table already belongs to this plan: the condition keeps a forged one from reaching another. */
async function putSections(db: Connection, planId: number, sections: readonly ContentSection[]): Promise<void> {
  if (sections.length === 0) return;
  await sql`
    insert into plan_sections (id, plan_id, parent_id, position, number, title)
    select x.id, ${planId}, x."parentId", 0, x.number, x.title
    from jsonb_to_recordset(${JSON.stringify(sections)}::jsonb) as x(id bigint, "parentId" bigint, number text, title text)
    on conflict on constraint plan_sections_pk do update
      set parent_id = excluded.parent_id, number = excluded.number, title = excluded.title
      where plan_sections.plan_id = excluded.plan_id`.execute(db);
}

async function putMeasures(db: Connection, planId: number, measures: readonly ContentMeasure[]): Promise<void> {
  if (measures.length === 0) return;
  const rows = JSON.stringify(measures);
  await sql`
    insert into measures (id, plan_id, section_id, position, number, text, deadline_text, deadline_kind, deadline, note,
                          imported_execution, imported_links, other, weight, parent_measure_id, schedule_plan_id)
    select x.id, ${planId}, x."sectionId", 0, x.number, x.text, x.deadline->>'text', x.deadline->>'kind', x.deadline, x.note,
           x.execution, coalesce(x.links, '{}'), x.other, x.weight, x."parentMeasureId", x."schedulePlanId"
    from jsonb_to_recordset(${rows}::jsonb) as x(id bigint, "sectionId" bigint, number text, text text, deadline jsonb, note text,
         execution text, links text[], other jsonb, weight numeric, "parentMeasureId" bigint, "schedulePlanId" bigint)
    on conflict on constraint measures_pk do update
      set section_id = excluded.section_id, number = excluded.number, text = excluded.text, deadline_text = excluded.deadline_text,
          deadline_kind = excluded.deadline_kind, deadline = excluded.deadline, note = excluded.note,
          imported_execution = excluded.imported_execution, imported_links = excluded.imported_links, other = excluded.other, weight = excluded.weight,
          parent_measure_id = excluded.parent_measure_id, schedule_plan_id = excluded.schedule_plan_id,
          updated_at = now(), removed_at = null
      where measures.plan_id = excluded.plan_id`.execute(db);
  const ids = measures.map((measure) => measure.id);
  for (const table of ['measure_parties', 'measure_results', 'measure_schools'] as const) {
    await db.deleteFrom(table).where('measure_id', '=', sql<number>`any(${ids}::bigint[])`).execute();
  }
  await sql`
    insert into measure_parties (measure_id, position, text, organisation_name, organisation_id, confidence, person, post, by_agreement)
    select m.id, p.position, x.text, x.organisation, x."organisationId", x.confidence, x.person, x.post, x."byAgreement"
    from jsonb_to_recordset(${rows}::jsonb) as m(id bigint, parties jsonb),
         jsonb_array_elements(m.parties) with ordinality as p(party, position),
         jsonb_to_record(p.party) as x(text text, organisation text, "organisationId" bigint, confidence real, person text, post text, "byAgreement" boolean)`.execute(
    db,
  );
  await sql`
    insert into measure_results (measure_id, position, text, kind)
    select m.id, r.position, r.result->>'text', r.result->>'kind'
    from jsonb_to_recordset(${rows}::jsonb) as m(id bigint, results jsonb), jsonb_array_elements(m.results) with ordinality as r(result, position)`.execute(
    db,
  );
  await sql`
    insert into measure_schools (measure_id, position, party_position, name, type, number, organisation_id)
    select m.id, s.position, x.party, x.name, x.type, x.number, x."organisationId"
    from jsonb_to_recordset(${rows}::jsonb) as m(id bigint, schools jsonb),
         jsonb_array_elements(m.schools) with ordinality as s(school, position),
         jsonb_to_record(s.school) as x(party int, name text, type text, number text, "organisationId" bigint)`.execute(
    db,
  );
}

/** Struck-out measures stay in the table for the history, the executions and the measures below. */
async function strikeMeasures(db: Connection, planId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('measures')
    .set({ removed_at: sql`now()` })
    .where('plan_id', '=', planId)
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute();
}

async function writeOrder(
  db: Connection,
  planId: number,
  table: 'plan_sections' | 'measures',
  order: readonly number[] | null,
): Promise<void> {
  if (order === null) return;
  await sql`
    update ${sql.table(table)} t set position = x.position
    from unnest(${order}::bigint[]) with ordinality as x(id, position)
    where t.id = x.id and t.plan_id = ${planId} and t.position <> x.position`.execute(db);
}

async function writeGlossary(db: Connection, planId: number, glossary: PlanBody['glossary']): Promise<void> {
  await db.deleteFrom('glossary_entries').where('plan_id', '=', planId).execute();
  if (glossary.length === 0) return;
  await db
    .insertInto('glossary_entries')
    .values(glossary.map((entry, index) => ({ plan_id: planId, position: index + 1, ...entry })))
    .execute();
}

async function writeTables(db: Connection, planId: number, tables: PlanBody['tables']): Promise<void> {
  await db.deleteFrom('training_tables').where('plan_id', '=', planId).execute();
  for (const [index, table] of tables.entries()) {
    const { id } = await db
      .insertInto('training_tables')
      .values({
        plan_id: planId,
        position: index + 1,
        title: table.title,
        stated_teachers: table.totals.teachers,
        stated_managers: table.totals.managers,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (table.rows.length === 0) continue;
    await db
      .insertInto('training_courses')
      .values(
        table.rows.map(({ from, to, ...course }, row) => ({
          table_id: id,
          position: row + 1,
          starts_on: from,
          ends_on: to,
          ...course,
        })),
      )
      .execute();
  }
}
