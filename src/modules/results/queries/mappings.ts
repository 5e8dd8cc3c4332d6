/** Columns of ГИА files as a person mapped them, remembered by the headers. */
import { createHash } from 'node:crypto';
import type { Connection } from '#platform/database.ts';
import type { ColumnMapping } from '../reading/mapping.ts';

/** Files with the same headers in the same order have the same mapping, whatever their spaces and letters. */
export function headerSignature(headers: readonly string[]): string {
  const folded = headers.map((header) => header.toLowerCase().replace(/\s+/g, ' ').trim());
  return createHash('sha256').update(folded.join('\n')).digest('hex');
}

export async function rememberedMappings(db: Connection, regionId: number): Promise<Record<string, ColumnMapping>> {
  const rows = await db
    .selectFrom('column_mappings')
    .select(['signature', 'mapping'])
    .where('region_id', '=', regionId)
    .execute();
  return Object.fromEntries(rows.map(({ signature, mapping }) => [signature, mapping as ColumnMapping]));
}
