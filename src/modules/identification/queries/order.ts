/** An order of a list as a document. */
import { sql } from 'kysely';
import type { OfficialDocument } from '#documents/write/model.ts';
import type { Actor } from '#kernel/actor.ts';
import { scopeOf } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse } from '#kernel/permitted-use.ts';
import type { Connection } from '#platform/database.ts';
import { orderDocument } from '../documents/order.ts';
import { USUAL_EXIT } from '../domain/list-life.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { visibleList } from './lists.ts';
import { runHead } from './runs.ts';

export type OrderDraft = {
  purpose: 'approval' | 'exit';
  number: string;
  datedOn: string;
  body: string;
  signatoryPost: string;
  signatoryName: string;
};

/** An order that was registered, or a draft of one to be signed. Names every school: for those who keep the list. */
export async function listOrder(
  actor: Actor,
  db: Connection,
  listId: number,
  which: { orderId: number } | { draft: OrderDraft; schoolIds?: readonly number[] },
): Promise<OfficialDocument> {
  const scope = scopeOf(actor);
  const { list, region } = await visibleList(scope, db, listId);
  insist(mayKeepLists(actor, region));
  insistUse(list.permittedUses, 'support-programmes');
  const order = 'draft' in which ? which.draft : await registered(db, listId, which.orderId);
  const chosen = 'draft' in which ? which.schoolIds : undefined;
  const condition =
    order.purpose === 'approval'
      ? sql`s.included`
      : chosen
        ? sql`s.id = any(${[...chosen]}::bigint[])`
        : sql`s.left_on = ${order.datedOn}::date`;
  const { rows } = await sql<{ name: string; municipality: string | null }>`
    select coalesce(o.name, s.name) as name, s.municipality from support_list_schools s left join organisations o on o.id = s.organisation_id
    where s.list_id = ${list.id} and ${condition} order by s.municipality nulls last, 1, s.id`.execute(db);
  const run = list.runId === null ? null : await runHead(scope, db, list.runId);
  return orderDocument({
    purpose: order.purpose,
    body: order.body,
    number: order.number,
    date: order.datedOn,
    signatory: { post: order.signatoryPost, name: order.signatoryName },
    list: { title: list.title, year: list.year },
    exitRule: (list.exitRule ?? USUAL_EXIT).text,
    methodology: run?.methodology.title ?? null,
    permittedUse: list.permittedUse,
    schools: rows,
  });
}

async function registered(db: Connection, listId: number, orderId: number): Promise<OrderDraft> {
  const { rows } = await sql<OrderDraft>`
    select purpose, number, dated_on as "datedOn", body, signatory_post as "signatoryPost", signatory_name as "signatoryName"
    from support_list_orders where id = ${orderId} and list_id = ${listId}`.execute(db);
  const [found] = rows;
  if (!found) throw new AppError('notFound', { text: 'Такого приказа нет.' });
  return found;
}
