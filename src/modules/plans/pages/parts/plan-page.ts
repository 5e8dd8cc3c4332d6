/** What the page of a plan shows, by its address. */
import { isValid } from '#kernel/dates.ts';
import type { Ctx } from '#platform/context.ts';
import { planAbilities } from '../../policy.ts';
import { planContent, planHead, type Which } from '../../queries/content.ts';
import { lastReturn } from '../../queries/history.ts';
import { ownProgress } from '../../queries/progress.ts';
import { whole } from './address.ts';
import { editingOf } from './editing.ts';

export async function planPage(ctx: Ctx, planId: number, asked: URLSearchParams) {
  const { scope, db, clock } = ctx;
  const wanted = await which(ctx, planId, asked);
  const content = await planContent(scope, db, planId, wanted);
  const { plan } = content;
  const can = planAbilities(ctx.actor, plan);
  const inForce = content.shown !== null && content.shown.revision === plan.revision;
  const editing =
    can.edit && asked.get('edit') !== null && content.shown === null
      ? await editingOf(ctx, content, asked, content.plan)
      : null;
  return {
    content,
    can,
    editing,
    asOf: wanted.asOf ?? null,
    today: clock.today(),
    /** Null where the content shown is not what is being carried out. */
    progress: inForce && editing === null ? await ownProgress(scope, db, planId, clock.today()) : null,
    returned: plan.state === 'draft' && plan.version > 1 ? await lastReturn(scope, db, planId) : null,
  };
}

async function which(ctx: Ctx, planId: number, asked: URLSearchParams): Promise<Which> {
  const on = asked.get('on') ?? '';
  if (isValid(on)) return { asOf: on };
  if (asked.get('revision') === 'working' || asked.get('edit') !== null) {
    // What is being amended is for those who amend it; others see what is in force.
    const plan = await planHead(ctx.scope, ctx.db, planId);
    return plan.revision === null || planAbilities(ctx.actor, plan).edit ? { revision: 'working' } : {};
  }
  const revision = whole(asked.get('revision'), 0);
  return revision > 0 ? { revision } : {};
}
