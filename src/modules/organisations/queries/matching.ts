/**
 * Which organisation a name in a document means. First by the normal form of names and aliases, then
 * by the number of a school («МОУ № 10» may be a lyceum), then by likeness. Certainty is stated from
 * 0 to 1; several equal candidates share it, so that nothing ambiguous looks certain.
 */
import { sql } from 'kysely';
import { pathIds, type Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import {
  type NameParts,
  normaliseOrganisationName,
  organisationNameParts,
  tellingWords,
} from '#kernel/organisation-name.ts';
import type { Kind, Status } from '../domain/tree.ts';
import { visibleTo } from './visibility.ts';

export type OrganisationMatch = {
  id: number;
  kind: Kind;
  name: string;
  shortName: string;
  path: string;
  status: Status;
  confidence: number;
  basis: 'name' | 'number' | 'likeness';
};

export type MatchOptions = {
  /** Path of the organisation whose document it is: a number of a school means the one in this subtree. */
  within?: string;
  kinds?: readonly Kind[];
};

/** Most certain first. */
export async function organisationsMatching(
  scope: Scope,
  db: Connection,
  name: string,
  options: MatchOptions = {},
): Promise<OrganisationMatch[]> {
  return (await organisationsMatchingAll(scope, db, [name], options)).get(name) ?? [];
}

/** The same for all names of a document at once, in three queries whatever their number. */
export async function organisationsMatchingAll(
  scope: Scope,
  db: Connection,
  names: readonly string[],
  options: MatchOptions = {},
): Promise<Map<string, OrganisationMatch[]>> {
  const wanted = [...new Set(names)]
    .map((name) => ({ name, form: normaliseOrganisationName(name), parts: organisationNameParts(name) }))
    .filter(isSpecific);
  const found = new Map<string, OrganisationMatch[]>();
  const settle = (name: string, matches: OrganisationMatch[]) => {
    if (matches.length > 0) found.set(name, matches);
  };

  const exact = await candidates(scope, db, options, sql`o.normal_names && ${wanted.map(({ form }) => form)}::text[]`);
  for (const { name, form } of wanted) {
    settle(
      name,
      certain(
        exact.filter((row) => row.normalNames.includes(form)),
        CERTAINTY.name,
        'name',
        options,
      ),
    );
  }

  const numbered = wanted.filter(({ name, parts }) => !found.has(name) && isGeneralSchool(parts));
  const byNumber = await candidates(
    scope,
    db,
    options,
    sql`o.kind = 'school' and o.number = any(${numbered.map(({ parts }) => parts.number)}::text[])`,
  );
  for (const { name, parts } of numbered) {
    settle(
      name,
      certain(
        byNumber.filter((row) => row.number === parts.number),
        CERTAINTY.number,
        'number',
        options,
      ),
    );
  }

  const rest = wanted.filter(({ name }) => !found.has(name));
  for (const [name, rows] of await likeCandidates(scope, db, options, rest)) settle(name, likely(rows, options));
  return found;
}

const CERTAINTY = { name: 0.97, number: 0.9, contained: 0.85, like: 0.75 };
const LIKE_LIMIT = 5;

type Wanted = { name: string; form: string; parts: NameParts };
type Candidate = Omit<OrganisationMatch, 'confidence' | 'basis'> & {
  number: string | null;
  normalNames: string[];
  likeness?: number;
};

/** «Школы», «общеобразовательные организации» name nobody. */
function isSpecific({ parts }: Wanted): boolean {
  return parts.number !== null || parts.words.length > 0;
}

/** The number tells the school: the document says «МОУ № 10» or «школа № 10» and means whatever bears it. */
function isGeneralSchool({ type, number }: NameParts): boolean {
  return number !== null && (type === null || type === 'школа');
}

async function candidates(
  scope: Scope,
  db: Connection,
  options: MatchOptions,
  condition: ReturnType<typeof sql>,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select ${COLUMNS} from organisations o
    where ${visibleTo(scope)} and ${ofKinds(options)} and ${condition}
    order by o.id limit 1000`.execute(db);
  return rows;
}

async function likeCandidates(
  scope: Scope,
  db: Connection,
  options: MatchOptions,
  wanted: readonly Wanted[],
): Promise<Map<string, Candidate[]>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<Candidate & { wanted: string }>`
    select w.name as wanted, m.* from unnest(${wanted.map(({ name }) => name)}::text[], ${wanted.map(({ name }) => tellingWords(name).join(' '))}::text[]) as w(name, telling)
    cross join lateral (
      select ${COLUMNS}, word_similarity(w.telling, o.search_text) as likeness from organisations o
      where ${visibleTo(scope)} and ${ofKinds(options)} and w.telling <% o.search_text
      order by likeness desc, o.id limit ${LIKE_LIMIT}
    ) m`.execute(db);
  return Map.groupBy(rows, (row) => row.wanted);
}

const COLUMNS = sql`o.id, o.kind, o.name, o.short_name as "shortName", o.path, o.status, o.number, o.normal_names as "normalNames"`;

function ofKinds({ kinds }: MatchOptions) {
  return kinds ? sql`o.kind = any(${[...kinds]}::text[])` : sql`true`;
}

function certain(
  rows: readonly Candidate[],
  certainty: number,
  basis: OrganisationMatch['basis'],
  options: MatchOptions,
): OrganisationMatch[] {
  const near = nearest(rows, options);
  return near.map((row) => match(row, near.length === 1 ? certainty : certainty / (near.length + 0.5), basis));
}

function likely(rows: readonly Candidate[], options: MatchOptions): OrganisationMatch[] {
  const near = nearest(rows, options);
  const best = Math.max(...near.map((row) => row.likeness ?? 0));
  const rivals = near.filter((row) => (row.likeness ?? 0) > best - 0.05).length;
  return near.map((row) => {
    const likeness = row.likeness ?? 0;
    const certainty = likeness > 0.99 && rivals === 1 ? CERTAINTY.contained : CERTAINTY.like * likeness;
    return match(row, likeness > best - 0.05 ? certainty / rivals : certainty * 0.8, 'likeness');
  });
}

/** Those in the subtree of the document's organisation or above it, where there are any; of them the open ones. */
function nearest(rows: readonly Candidate[], { within }: MatchOptions): Candidate[] {
  const own =
    within === undefined ? [] : rows.filter((row) => row.path.startsWith(within) || pathIds(within).includes(row.id));
  const place = own.length > 0 ? own : rows.filter((row) => within === undefined || row.kind !== 'school');
  const open = place.filter((row) => row.status === 'open');
  return open.length > 0 ? open : place;
}

function match(
  { number: _number, normalNames: _normalNames, likeness: _likeness, ...row }: Candidate,
  confidence: number,
  basis: OrganisationMatch['basis'],
): OrganisationMatch {
  return { ...row, confidence: Math.round(confidence * 100) / 100, basis };
}
