/** Where a methodology is shown, and how a form names the one it starts from. */
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { shippedMethodology } from '../../methodology/shipped.ts';
import { methodologyVersion } from '../../queries/methodologies.ts';

export function methodologyAddress({ versionId, code }: { versionId: number | null; code: string }): string {
  return versionId === null
    ? `/identification/methodologies/shipped/${code}`
    : `/identification/methodologies/${versionId}`;
}

/** 'shipped:federal-2025' or '12': what stands in `?from=` and in the choice of a run. */
export function methodologyKey({ versionId, code }: { versionId: number | null; code: string }): string {
  return versionId === null ? `shipped:${code}` : String(versionId);
}

export function chosenMethodology(key: string): { shipped: string } | { versionId: number } {
  if (key.startsWith('shipped:')) return { shipped: key.slice('shipped:'.length) };
  const versionId = Number(key);
  if (!Number.isSafeInteger(versionId)) throw new AppError('methodologyUnknown');
  return { versionId };
}

/** The text that a new version starts from; `edits` when it is the draft itself. */
export async function startingText(
  ctx: Ctx,
  key: string | null,
): Promise<{ text: string; code: string | null; edits: number | null }> {
  if (key === null || key === '') return { text: '', code: null, edits: null };
  const chosen = chosenMethodology(key);
  if ('shipped' in chosen)
    return { text: (await shippedMethodology(chosen.shipped)).text, code: chosen.shipped, edits: null };
  const { body, code, state, edits } = await methodologyVersion(ctx.scope, ctx.db, chosen.versionId);
  return { text: body, code, edits: state === 'draft' ? edits : null };
}
