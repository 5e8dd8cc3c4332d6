/** The register as an import and an export see it: everything in the scope and the bodies above it. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import type { OrganisationFacts } from '../domain/facts.ts';
import type { Kind, Status } from '../domain/tree.ts';
import { visibleTo } from './visibility.ts';

export type RegisterEntry = {
  id: number;
  kind: Kind;
  parentId: number | null;
  path: string;
  status: Status;
  closedOn: string | null;
  successorId: number | null;
  version: number;
  facts: OrganisationFacts;
};

export async function registerOf(scope: Scope, db: Connection): Promise<RegisterEntry[]> {
  const { rows } = await sql<RegisterEntry>`
    select o.id, o.kind, o.parent_id as "parentId", o.path, o.status, o.closed_on as "closedOn", o.successor_id as "successorId", o.version,
      json_build_object('name', o.name, 'shortName', o.short_name, 'schoolType', o.school_type, 'settlementType', o.settlement_type, 'number', o.number,
        'fisOkoLogin', o.fis_oko_login, 'ogeCode', o.oge_code, 'egeCode', o.ege_code, 'inn', o.inn, 'ogrn', o.ogrn, 'address', o.address, 'openedOn', o.opened_on,
        'aliases', (select coalesce(json_agg(a.alias order by a.id), '[]') from organisation_aliases a where a.organisation_id = o.id)) as facts
    from organisations o where ${visibleTo(scope)} order by o.id`.execute(db);
  return rows;
}
