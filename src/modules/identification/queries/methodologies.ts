/** The methodologies of a region: those that ship and its own. */
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import { shippedMethodologies } from '../methodology/shipped.ts';
import { readMethodology } from '../methodology/text.ts';
import { placedRegion } from './place.ts';

export type MethodologyRow = {
  /** Null: it ships with Opora. */
  versionId: number | null;
  code: string;
  version: number;
  title: string;
  purpose: string;
  state: 'shipped' | 'draft' | 'published' | 'withdrawn';
  certainty: string | null;
  source: string | null;
  permittedUses: string[];
};

export async function methodologiesOf(scope: Scope, db: Connection, regionId: number): Promise<MethodologyRow[]> {
  const region = await placedRegion(scope, db, regionId);
  const own = await db
    .selectFrom('methodology_versions as v')
    .innerJoin('methodologies as m', 'm.id', 'v.methodology_id')
    .select(['v.id', 'm.code', 'v.version', 'v.title', 'v.purpose', 'v.state', 'v.permitted_uses', 'v.body'])
    .where('m.region_id', '=', region.id)
    .orderBy('m.code')
    .orderBy('v.version', 'desc')
    .execute();
  return [
    ...own.map(({ id, permitted_uses, state, body, ...row }) => ({
      ...row,
      versionId: id,
      state: state as MethodologyRow['state'],
      ...originOf(body),
      permittedUses: permitted_uses,
    })),
    ...(await shippedMethodologies()).map(({ methodology }) => ({
      versionId: null,
      code: methodology.id,
      version: methodology.version,
      title: methodology.title,
      purpose: methodology.purpose,
      state: 'shipped' as const,
      certainty: methodology.certainty,
      source: methodology.source,
      permittedUses: methodology.permittedUses,
    })),
  ];
}

export type MethodologyVersion = {
  id: number;
  regionId: number;
  code: string;
  version: number;
  state: string;
  body: string;
  hash: string;
  edits: number;
};

export async function methodologyVersion(scope: Scope, db: Connection, versionId: number): Promise<MethodologyVersion> {
  const found = await db
    .selectFrom('methodology_versions as v')
    .innerJoin('methodologies as m', 'm.id', 'v.methodology_id')
    .select(['v.id', 'm.region_id as regionId', 'm.code', 'v.version', 'v.state', 'v.body', 'v.hash', 'v.edits'])
    .where('v.id', '=', versionId)
    .executeTakeFirst();
  if (!found) throw new AppError('notFound', { text: 'Такой версии методики нет.' });
  await placedRegion(scope, db, found.regionId);
  return found;
}

function originOf(body: string): { certainty: string | null; source: string | null } {
  const { methodology } = readMethodology(body);
  return { certainty: methodology?.certainty ?? null, source: methodology?.source ?? null };
}
