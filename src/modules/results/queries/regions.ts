/** The regions whose results a person keeps or reads. */
import { sql } from 'kysely';
import type { Actor, Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { mayKeepResults } from '../policy.ts';

export type Region = { id: number; path: string; shortName: string };

export async function regionsSeen(scope: Scope, db: Connection): Promise<Region[]> {
  const { rows } = await sql<Region>`
    select o.id, o.path, o.short_name as "shortName" from organisations o
    where o.kind = 'region' and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[])) order by o.id`.execute(
    db,
  );
  return rows;
}

export async function regionsKept(scope: Scope, db: Connection, actor: Actor): Promise<Region[]> {
  return (await regionsSeen(scope, db)).filter((region) => mayKeepResults(actor, region));
}

/** The region asked for, or the only one there is. */
export async function regionToKeep(scope: Scope, db: Connection, actor: Actor, id?: number): Promise<Region> {
  const kept = await regionsKept(scope, db, actor);
  const region = id === undefined ? kept[0] : kept.find((one) => one.id === id);
  if (!region) throw new AppError('notAllowed');
  if (id === undefined && kept.length > 1)
    throw new AppError('invalidInput', {
      text: 'Регионов несколько.',
      advice: `Укажите номер региона: ${kept.map((one) => `${one.id} — ${one.shortName}`).join('; ')}.`,
    });
  return region;
}
