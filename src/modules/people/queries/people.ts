/** Questions about people. */
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Role, Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

const FOUND_AT_MOST = 10;

export type UserRole = {
  id: number;
  role: Role;
  validFrom: string | null;
  validUntil: string | null;
  /** Why, of a temporary one. */
  reason: string | null;
  /** Why it is held: with a post, for a term, or because the identity provider says so. */
  basis: string;
  organisation: { id: number; shortName: string; path: string; kind: string };
};

export type UserRow = {
  id: string;
  name: string;
  email: string;
  post: string | null;
  disabledAt: Date | null;
  roles: UserRole[];
};

export type UserFilter = {
  /** Part of a name, post or address. */
  text?: string;
  role?: Role;
  /** Roles in the subtree of this organisation. */
  within?: string;
  disabled?: boolean;
};

/** People who hold a role in the scope, by name; with all the roles that the scope may see. */
export async function usersIn(
  scope: Scope,
  db: Connection,
  filter: UserFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: UserRow[]; total: number }> {
  const text = filter.text?.trim().toLowerCase();
  const matching = people(db)
    .where((eb) => eb.exists(placesOf(scope, db, filter)))
    .$if(Boolean(text), (query) =>
      query.where(sql<boolean>`position(${text} in lower(concat_ws(' ', u.name, u.post, u.email))) > 0`),
    )
    .$if(filter.disabled !== undefined, (query) =>
      query.where('u.disabled_at', filter.disabled ? 'is not' : 'is', null),
    );
  const [rows, { total }] = await Promise.all([
    withRoles(
      scope,
      db,
      matching.orderBy(sql`u.name collate "ru-x-icu"`).orderBy('u.id').limit(page.limit).offset(page.offset),
    ).execute(),
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total };
}

/** Undefined when there is no such person or the scope does not see them. */
export async function userById(scope: Scope, db: Connection, id: string): Promise<UserRow | undefined> {
  const known = people(db)
    .where('u.id', '=', id)
    .where((eb) => eb.exists(placesOf(scope, db, {})));
  return withRoles(scope, db, known).executeTakeFirst();
}

function people(db: Connection) {
  return db.selectFrom('users as u');
}

function withRoles(scope: Scope, db: Connection, query: ReturnType<typeof people>) {
  const roles = db
    .selectFrom('role_assignments as r')
    .innerJoin('organisations as o', 'o.id', 'r.organisation_id')
    .whereRef('r.user_id', '=', sql.ref('u.id'))
    .where(withinScope(scope))
    .select([
      'r.id',
      sql<Role>`r.role`.as('role'),
      'r.valid_from as validFrom',
      'r.valid_until as validUntil',
      'r.reason',
      'r.basis',
    ])
    .select(
      sql<
        UserRole['organisation']
      >`json_build_object('id', o.id, 'shortName', o.short_name, 'path', o.path, 'kind', o.kind)`.as('organisation'),
    )
    .orderBy('o.path')
    .orderBy('r.role');
  return query.select([
    'u.id',
    'u.name',
    'u.email',
    'u.post',
    'u.disabled_at as disabledAt',
    jsonArrayFrom(roles).as('roles'),
  ]);
}

function placesOf(scope: Scope, db: Connection, filter: Pick<UserFilter, 'role' | 'within'>) {
  return db
    .selectFrom('role_assignments as place')
    .innerJoin('organisations as o', 'o.id', 'place.organisation_id')
    .select(sql`1`.as('one'))
    .whereRef('place.user_id', '=', sql.ref('u.id'))
    .where(withinScope(scope))
    .$if(filter.role !== undefined, (query) => query.where('place.role', '=', filter.role!))
    .$if(filter.within !== undefined, (query) => query.where('o.path', 'like', `${filter.within}%`));
}

export type NamedPerson = { id: string; name: string; email: string };

/** Active people of the scope whose address is this, or whose name holds the words: a few, to choose from. */
export async function peopleNamed(scope: Scope, db: Connection, text: string): Promise<NamedPerson[]> {
  const asked = text.trim().toLowerCase();
  if (asked === '') return [];
  return people(db)
    .where('u.disabled_at', 'is', null)
    .where((eb) => eb.exists(placesOf(scope, db, {})))
    .where(sql<boolean>`(u.email = ${asked} or position(${asked} in lower(u.name)) > 0)`)
    .select(['u.id', 'u.name', 'u.email'])
    .orderBy(sql`u.email = ${asked}`, 'desc')
    .orderBy('u.name')
    .limit(FOUND_AT_MOST)
    .execute();
}
