/** Rows of the pupils of one school in one procedure, as they were imported. For the school itself only. */
import { sql } from 'kysely';
import { pathIds } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Lake } from '#platform/lake.ts';
import type { ResultFile, ResultItem } from '../contract.ts';
import { loginOfKey } from '../domain/school-key.ts';
import type { WrittenFile, WrittenPupil } from '../reading/write-result-file.ts';

type Part = { lake: string; format: ResultFile['format']; items: ResultItem[]; keys: string[] };
type Row = { code: string; klass: string; gender: number; variant: string; absent: number } & Record<
  'total' | 'given_mark' | 'journal_mark' | `p${number}` | `s${number}`,
  number | null
>;
type School = { id: number; path: string; shortName: string };

/** Schools that were merged into it count as it. Files of other items than the first are another export. */
export async function pupilRowsOf(
  { db, lake }: { db: Connection; lake: Lake },
  school: School,
  procedure: Procedure,
  procedureId: string,
): Promise<WrittenFile> {
  const regionId = pathIds(school.path)[0] ?? 0;
  const { rows: parts } = await sql<Part>`
    with recursive mine as (
      select id from organisations where id = ${school.id}
      union all select o.id from organisations o join mine on o.successor_id = mine.id where o.status = 'merged'
    )
    select p.lake_sha256 as lake, p.format, p.items, array_agg(distinct r.school_key) as keys
    from result_sets t join result_set_parts sp on sp.set_id = t.id join result_parts p on p.id = sp.part_id
    join school_results r on r.part_id = p.id and r.organisation_id in (select id from mine)
    where t.organisation_id = ${regionId} and t.procedure_id = ${procedureId} and t.state = 'current'
    group by p.id order by p.id`.execute(db);
  const [first] = parts;
  if (!first) throw new AppError('notFound', { text: 'Результатов школы в этой процедуре нет.' });
  const names = JSON.stringify(first.items.map(({ name }) => name));
  const alike = parts.filter(({ items }) => JSON.stringify(items.map(({ name }) => name)) === names);
  const pupils: WrittenPupil[] = [];
  for (const { lake: file, keys } of alike) {
    const places = keys.map((_, k) => `$${k + 1}`).join(', ');
    const rows = await lake.query<Row>(
      `select * from ${lake.source([file])} where school in (${places}) order by school, row`,
      keys,
    );
    pupils.push(...rows.map((row) => pupilOf(row, first.items.length)));
  }
  const { rows: around } = await sql<{ region: string; municipality: string | null }>`
    select r.short_name as region, m.short_name as municipality from organisations o join organisations r on r.id = ${regionId}
    left join organisations m on m.id = o.parent_id where o.id = ${school.id}`.execute(db);
  const login = loginOfKey(first.keys[0] ?? '');
  return {
    format: first.format,
    procedure,
    items: first.items,
    region: around[0]?.region ?? '',
    school: { login, name: school.shortName, municipality: around[0]?.municipality ?? null },
    pupils,
  };
}

function pupilOf(row: Row, items: number): WrittenPupil {
  const number = (value: number | null | undefined) =>
    value === null || value === undefined || Number.isNaN(value) ? null : value;
  return {
    code: row.code,
    klass: row.klass,
    gender: row.gender,
    variant: row.variant,
    absent: row.absent === 1,
    total: number(row.total),
    mark: number(row.given_mark),
    journal: row.journal_mark ?? 0,
    points: Array.from({ length: items }, (_, k) => number(row[`p${k + 1}`])),
    states: Array.from({ length: items }, (_, k) => row[`s${k + 1}`] ?? 0),
  };
}
