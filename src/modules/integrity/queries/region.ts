/** The region whose results a person checks. */
import { AppError } from '#kernel/errors.ts';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export async function regionOf(
  scope: Scope,
  db: Connection,
  id: number | null,
): Promise<{ id: number; path: string; shortName: string }> {
  const rows = await db
    .selectFrom('organisations as o')
    .select(['o.id', 'o.path', 'o.short_name as shortName'])
    .where('o.kind', '=', 'region')
    .where(withinScope(scope))
    .$if(id !== null, (query) => query.where('o.id', '=', id))
    .orderBy('o.id')
    .limit(2)
    .execute();
  const [region, other] = rows;
  if (!region) throw new AppError('notFound');
  if (other) {
    throw new AppError('invalidInput', {
      text: 'Вам видны несколько регионов.',
      advice: 'Укажите номер региона ключом --region.',
    });
  }
  return region;
}
