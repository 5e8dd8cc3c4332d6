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
/** A mistyped word may mean any of so many. */
const MEANT_WORDS = 6;
/** One and two letters are looked for at the beginning of words only. */
const SHORTEST_PART = 3;

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
): Promise<{ rows: FoundOrganisation[]; total: number }> {
  const { telling, numbers, kinds, schoolTypes } = terms;
  if (telling.length + numbers.length + kinds.length + schoolTypes.length === 0) return { rows: [], total: 0 };
  const hits = telling.map((word, at) => ({ alias: sql.ref(`hit${at}`), rows: hitsOf(scope, word) }));
  const withHits = sql.join(hits.map(({ alias, rows }) => sql`${alias} as materialized (${rows})`));
  const joins = sql.join(
    hits.map(({ alias }) => sql`join ${alias} on ${alias}.id = o.id`),
    sql` `,
  );
  const ofKind = sql`o.kind = any(${kinds}::text[])`;
  const ofType = sql`o.school_type = any(${schoolTypes}::text[])`;
  const rank = sql.join(
    [
      ...hits.map(({ alias }) => sql`${alias}.score`),
      sql`case when ${ofType} then 0.3 else 0 end`,
      sql`case when ${ofKind} then 0.1 else 0 end`,
      sql`case when o.status = 'open' then 0.2 else 0 end`,
    ],
    sql` + `,
  );
  const { rows } = await sql<FoundOrganisation & { total: number }>`
    ${hits.length > 0 ? sql`with ${withHits}` : sql``}
    select o.id, o.kind, o.name, o.short_name as "shortName", o.status, o.path, p.short_name as "parentShortName", count(*) over () as total
    from organisations o left join organisations p on p.id = o.parent_id ${hits.length > 0 ? joins : sql``}
    where ${visibleTo(scope)} and ${restriction(options)}
      and ${numbers.length > 0 ? sql`o.number = any(${numbers}::text[])` : sql`true`}
      and ${hits.length + numbers.length > 0 ? sql`true` : sql`(${ofKind} or ${ofType})`}
    order by ${rank} desc, o.kind = 'school', length(o.number), o.number, o.short_name, o.id
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/**
 * Organisations a word is found in, and those below a municipality or district it is found in. Where
 * nothing holds the word as typed, the words most like it are looked for among all the words of names:
 * those repeat, so that comparing them costs a fraction of comparing with every organisation.
 */
function hitsOf(scope: Scope, word: string): RawBuilder<unknown> {
  const atStart = sql`(' ' || o.search_text) like ${`% ${word}%`}`;
  const inside = word.length < SHORTEST_PART ? atStart : sql`o.search_text like ${`%${word}%`}`;
  const code = isCode(word) ? sql`or ${word} in (o.fis_oko_login, o.oge_code, o.ege_code, o.inn, o.ogrn)` : sql``;
  return sql`
    with typed as materialized (
      select o.id, o.kind, o.path, case when ${atStart} then 1.1 else 1 end as score
      from organisations o where (${inside} ${code}) and ${visibleTo(scope)}),
    words as (
      select distinct unnest(string_to_array(o.search_text, ' ')) as word from organisations o
      where not exists (select from typed) and ${visibleTo(scope)}),
    meant as materialized (
      select word, word_similarity(${word}, word) as score from words
      where word_similarity(${word}, word) >= ${LIKENESS} order by similarity(${word}, word) desc limit ${MEANT_WORDS}),
    own as (
      select * from typed
      union all
      select o.id, o.kind, o.path, m.score from organisations o join meant m on m.word = any(string_to_array(o.search_text, ' '))
      where ${visibleTo(scope)})
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
