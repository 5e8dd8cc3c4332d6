/** Questions about the register. */
import { type RawBuilder, sql } from 'kysely';
import { pathIds, type Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { Kind, SchoolType, SettlementType, Status } from '../domain/tree.ts';
import { visibleTo } from './visibility.ts';

export type OrganisationRow = {
  id: number;
  kind: Kind;
  parentId: number | null;
  path: string;
  name: string;
  shortName: string;
  schoolType: SchoolType | null;
  settlementType: SettlementType | null;
  number: string | null;
  fisOkoLogin: string | null;
  ogeCode: string | null;
  egeCode: string | null;
  inn: string | null;
  ogrn: string | null;
  address: string | null;
  status: Status;
  openedOn: string | null;
  closedOn: string | null;
  successorId: number | null;
  version: number;
};

export type OrganisationDetails = OrganisationRow & {
  aliases: string[];
  parentPath: string | null;
  /** From the root to the body right above. */
  above: { id: number; shortName: string; kind: Kind }[];
  successor: { id: number; shortName: string } | null;
  /** Organisations merged into this one. */
  predecessors: { id: number; shortName: string; closedOn: string | null }[];
};

const COLUMNS = sql`o.id, o.kind, o.parent_id as "parentId", o.path, o.name, o.short_name as "shortName", o.school_type as "schoolType",
  o.settlement_type as "settlementType", o.number, o.fis_oko_login as "fisOkoLogin", o.oge_code as "ogeCode", o.ege_code as "egeCode", o.inn, o.ogrn,
  o.address, o.status, o.opened_on as "openedOn", o.closed_on as "closedOn", o.successor_id as "successorId", o.version`;

/** Undefined when there is none or the scope does not see it. */
export async function organisationById(
  scope: Scope,
  db: Connection,
  id: number,
): Promise<OrganisationDetails | undefined> {
  const { rows } = await sql<OrganisationRow & Pick<OrganisationDetails, 'aliases'>>`
    select ${COLUMNS}, (select coalesce(array_agg(a.alias order by a.id), '{}') from organisation_aliases a where a.organisation_id = o.id) as aliases
    from organisations o where o.id = ${id} and ${visibleTo(scope)}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const ids = pathIds(row.path).slice(0, -1);
  const related = await db
    .selectFrom('organisations')
    .select(['id', 'short_name as shortName', 'kind', 'successor_id as successorId', 'closed_on as closedOn'])
    .where((eb) => eb.or([eb('id', 'in', [...ids, row.successorId ?? 0]), eb('successor_id', '=', id)]))
    .orderBy('id')
    .execute();
  const named = new Map(
    related.map(({ id: one, shortName, kind }) => [one, { id: one, shortName, kind: kind as Kind }]),
  );
  const successor = row.successorId === null ? undefined : named.get(row.successorId);
  return {
    ...row,
    parentPath: row.path.replace(/\d+\.$/, '') || null,
    above: ids.flatMap((one) => named.get(one) ?? []),
    successor: successor ? { id: successor.id, shortName: successor.shortName } : null,
    predecessors: related
      .filter((one) => one.successorId === id)
      .map(({ id: one, shortName, closedOn }) => ({ id: one, shortName, closedOn })),
  };
}

/** By number or by the login of ФИС ОКО, as an operator types it. */
export async function organisationIdOf(db: Connection, reference: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('organisations')
    .select('id')
    .where((eb) =>
      /^\d{1,15}$/.test(reference)
        ? eb('id', '=', Number(reference))
        : eb('fis_oko_login', '=', reference.toLowerCase()),
    )
    .executeTakeFirst();
  return row?.id;
}

export type OrganisationFilter = {
  ids?: readonly number[];
  kinds?: readonly Kind[];
  /** In the subtree of this path, without the organisation itself. */
  below?: string;
  parentId?: number;
  schoolTypes?: readonly SchoolType[];
  settlementTypes?: readonly SettlementType[];
  statuses?: readonly Status[];
};

export type OrganisationListRow = OrganisationRow & { parentShortName: string | null; schools: number };

export const ORGANISATION_SORTS = ['name', 'kind', 'parent', 'status'] as const;
export type OrganisationSort = { key: (typeof ORGANISATION_SORTS)[number]; direction: 'asc' | 'desc' };

/** Unless sorted, in the order of the tree: bodies before schools, schools by number and name. `schools` counts the open ones below. */
export async function organisationsIn(
  scope: Scope,
  db: Connection,
  filter: OrganisationFilter,
  page: { limit: number; offset: number },
  sort?: OrganisationSort,
): Promise<{ rows: OrganisationListRow[]; total: number }> {
  const { rows } = await sql<OrganisationListRow & { total: number }>`
    select ${COLUMNS}, p.short_name as "parentShortName", count(*) over () as total,
      case when o.kind = 'school' then 0 else (
        select count(*) from organisations s where s.path like o.path || '%' and s.kind = 'school' and s.status = 'open') end as schools
    from organisations o left join organisations p on p.id = o.parent_id
    where ${withinScope(scope)} and ${matching(filter)}
    order by ${sort ? sql`${SORT_COLUMNS[sort.key]} ${sql.raw(sort.direction)} nulls last,` : sql``}
      array_position(array['region','institute','centre','district','municipality','school'], o.kind),
      p.short_name collate "ru-x-icu", length(o.number), o.number, o.short_name collate "ru-x-icu", o.id
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

const SORT_COLUMNS: Record<OrganisationSort['key'], RawBuilder<unknown>> = {
  name: sql`o.short_name collate "ru-x-icu"`,
  kind: sql`concat(o.kind, o.school_type)`,
  parent: sql`p.short_name collate "ru-x-icu"`,
  status: sql`o.status`,
};

export type TreeNode = {
  id: number;
  kind: Kind;
  parentId: number | null;
  path: string;
  shortName: string;
  status: Status;
};

/** Everything above the schools, for choosing a place: some two hundred rows in a large region. */
export async function bodiesIn(scope: Scope, db: Connection): Promise<TreeNode[]> {
  const { rows } = await sql<TreeNode>`
    select o.id, o.kind, o.parent_id as "parentId", o.path, o.short_name as "shortName", o.status
    from organisations o where o.kind <> 'school' and ${withinScope(scope)}
    order by array_position(array['region','institute','centre','district','municipality'], o.kind), o.short_name collate "ru-x-icu"`.execute(
    db,
  );
  return rows;
}

function matching(filter: OrganisationFilter): RawBuilder<boolean> {
  const among = (column: string, values: readonly string[] | undefined) =>
    values ? sql`${sql.ref(column)} = any(${[...values]}::text[])` : sql`true`;
  return sql<boolean>`(${filter.ids ? sql`o.id = any(${[...filter.ids]}::bigint[])` : sql`true`} and ${among('o.kind', filter.kinds)} and ${among('o.school_type', filter.schoolTypes)}
    and ${among('o.settlement_type', filter.settlementTypes)} and ${among('o.status', filter.statuses)}
    and ${filter.below === undefined ? sql`true` : sql`(o.path like ${`${filter.below}%`} and o.path <> ${filter.below})`}
    and ${filter.parentId === undefined ? sql`true` : sql`o.parent_id = ${filter.parentId}`})`;
}
