/** The form under a remark, the same on the page of the school and on that of all remarks. */
import type { Ctx } from '#platform/context.ts';
import { answerRemark } from '../../commands/agreement.ts';

export async function answerFrom(ctx: Ctx, listId: number, form: FormData): Promise<void> {
  const accepted = form.get('accepted');
  await answerRemark(ctx, {
    listId,
    remarkId: Number(form.get('remarkId')),
    answer: String(form.get('answer') ?? ''),
    accepted: accepted === null ? null : accepted === 'yes',
  });
}

export function refusedRemark(values: Record<string, string | string[]> | undefined): number | null {
  const id = Number(values?.['remarkId']);
  return id > 0 ? id : null;
}
