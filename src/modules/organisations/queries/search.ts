/**
 * Search that forgives typing. Each telling word must be like something in the names or codes of the
 * organisation, or in those of the municipality or district above it: «ивоновская белореченск» finds
 * the Ivanovskaya school of the Belorechensk district.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Database } from '#platform/database.ts';
import { inOtherLayout } from '../domain/keyboard.ts';
import { type SearchTerms, searchTerms } from '../domain/search-terms.ts';
import type { Kind, Status } from '../domain/tree.ts';
import { visibleTo } from './visibility.ts';

export type FoundOrganisation = {
  id: number;
  kind: Kind;
  name: string;
  shortName: string;
  status: Status;
  path: string;
  /** The body above, to tell schools of the same number apart. */
  parentShortName: string | null;
};

export type SearchOptions = { kinds?: readonly Kind[]; within?: string; open?: boolean };

/** How alike a word must be: one wrong letter in a short word, two in a long one. */
const LIKENESS = 0.42;
/** A word found in the body above counts less than one in the own name. */
const ABOVE = 0.7;

export async function searchOrganisations(
  scope: Scope,
  db: Database,
  query: string,
  page: { limit: number; offset: number },
  options: SearchOptions = {},
): Promise<{ rows: FoundOrganisation[]; total: number }> {
  const asTyped = await searchFor(scope, db, searchTerms(query), page, options);
  const swapped = asTyped.total > 0 ? null : inOtherLayout(query);
  return swapped === null ? asTyped : searchFor(scope, db, searchTerms(swapped), page, options);
}

async function searchFor(
  scope: Scope,
  db: Database,
  terms: SearchTerms,
  page: { limit: number; offset: number },
  options: SearchOptions,
) {
  const { telling, numbers, generic } = terms;
  if (telling.length + numbers.length + generic.length === 0) return { rows: [], total: 0 };
  const hits = telling.map((word, at) => sql`hit${sql.raw(String(at))} as materialized (${hitsOf(scope, word)})`);
  const joins = telling.map(
    (_word, at) => sql` join hit${sql.raw(String(at))} h${sql.raw(String(at))} on h${sql.raw(String(at))}.id = o.id`,
  );
  const scores = telling.map((_word, at) => sql`h${sql.raw(String(at))}.score`);
  const fits = generic.map((word) => sql`(case when position(${stem(word)} in lower(o.name)) > 0 then 0.3 else 0 end)`);
  const rank = sql.join([...scores, ...fits, sql`(case when o.status = 'open' then 0.2 else 0 end)`], sql` + `);
  const { rows } = await db.transaction().execute(async (trx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(LIKENESS)}, true)`.execute(trx);
    return sql<FoundOrganisation & { total: number }>`
      ${hits.length > 0 ? sql`with ${sql.join(hits)}` : sql``}
      select o.id, o.kind, o.name, o.short_name as "shortName", o.status, o.path, p.short_name as "parentShortName", count(*) over () as total
      from organisations o left join organisations p on p.id = o.parent_id${sql.join(joins, sql``)}
      where ${visibleTo(scope)} and ${restriction(options)}
        and ${numbers.length > 0 ? sql`o.number = any(${numbers}::text[])` : sql`true`}
        and ${telling.length + numbers.length > 0 ? sql`true` : anyOf(generic)}
      order by ${rank} desc, o.kind = 'school', length(o.number), o.number, o.short_name, o.id
      limit ${page.limit} offset ${page.offset}`.execute(trx);
  });
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/**
 * Organisations a word is found in, and those below a municipality or district it is found in. Likeness
 * costs some microseconds an organisation, so it is asked for only where nothing holds the word as typed.
 */
function hitsOf(scope: Scope, word: string): RawBuilder<unknown> {
  const atStart = sql`(' ' || o.search_text) like ${`% ${word}%`}`;
  const inside = word.length < 3 ? atStart : sql`o.search_text like ${`%${word}%`}`;
  const code = isCode(word) ? sql`or ${word} in (o.fis_oko_login, o.oge_code, o.ege_code, o.inn, o.ogrn)` : sql``;
  return sql`
    with typed as materialized (
      select o.id, o.kind, o.path, case when ${atStart} then 1.1 else 1 end as score
      from organisations o where (${inside} ${code}) and ${visibleTo(scope)}),
    own as (
      select * from typed
      union all
      select o.id, o.kind, o.path, word_similarity(${word}, o.search_text) from organisations o
      where not exists (select from typed) and ${word} <% o.search_text and ${visibleTo(scope)})
    select id, max(score) as score from (
      select id, score from own
      union all
      select below.id, ${ABOVE} * own.score from own join organisations below on below.path like own.path || '%' and below.id <> own.id
      where own.kind in ('municipality', 'district')
    ) hits group by id`;
}

function isCode(word: string): boolean {
  return /^[a-z]*\d{4,}$/.test(word);
}

function restriction({ kinds, within, open }: SearchOptions): RawBuilder<boolean> {
  return sql<boolean>`(${kinds ? sql`o.kind = any(${[...kinds]}::text[])` : sql`true`}
    and ${within === undefined ? sql`true` : sql`o.path like ${`${within}%`}`} and ${open ? sql`o.status = 'open'` : sql`true`})`;
}

function anyOf(generic: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    generic.map((word) => sql`position(${stem(word)} in lower(o.name)) > 0`),
    sql` or `,
  )})`;
}

/** «лицея» fits «лицей», «школы» fits «школа». */
function stem(word: string): string {
  return word.length > 4 ? word.slice(0, -1) : word;
}
