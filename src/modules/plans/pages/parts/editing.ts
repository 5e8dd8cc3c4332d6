/** What the editing table needs, by the address: `?edit=on`, `head`, `17`, `section-3`, `new-section`, `new` with `section` and `after`. */
import type { Ctx } from '#platform/context.ts';
import { type ContentMeasure, type ContentSection, headOf, type PlanBody } from '../../domain/content.ts';
import { explainDeadline } from '../../domain/explain.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { emptyMeasure } from '../../domain/measure-input.ts';
import { plansToBind } from '../../queries/list.ts';
import { candidatesFor } from '../../queries/matching.ts';
import { whole } from './address.ts';

export type Editing = Awaited<ReturnType<typeof editingOf>>;

type Home = { id: number; organisation: { path: string } };

/** One row is open at a time, so that the page stays light. */
export async function editingOf(ctx: Ctx, body: PlanBody, asked: URLSearchParams, home: Home) {
  const target = targetOf(body, asked);
  const open: ContentMeasure | null = target.kind === 'measure' ? target.measure : null;
  const names = open?.parties.flatMap((party) => party.organisation ?? []) ?? [];
  const bindable = open !== null && (open.deadline.kind === 'external-schedule' || open.schedulePlanId !== null);
  const schedules = bindable ? await plansToBind(ctx.scope, ctx.db, home.id, body.period) : [];
  return {
    target,
    print: fingerprint(open ?? (target.kind === 'section' ? target.section : headOf(body))),
    candidates: await candidatesFor(ctx.scope, ctx.db, [...new Set(names)], home.organisation),
    schedules: schedules.map(({ id, title, organisation }) => ({ id, title: `${title} (${organisation})` })),
    explanations: Object.fromEntries(
      body.measures.map((measure) => [measure.id, explainDeadline(measure.deadline, body)]),
    ),
  };
}

type Target =
  | { kind: 'none' | 'head' | 'new-section' }
  | { kind: 'measure'; measure: ContentMeasure; isNew: boolean; afterId: number | null }
  | { kind: 'section'; section: ContentSection };

function targetOf(body: PlanBody, asked: URLSearchParams): Target {
  const edit = asked.get('edit') ?? '';
  if (edit === 'head' || edit === 'new-section') return { kind: edit };
  if (edit === 'new') {
    const section = body.sections.find(({ id }) => id === whole(asked.get('section'), 0));
    return {
      kind: 'measure',
      measure: emptyMeasure(0, section?.id ?? null),
      isNew: true,
      afterId: whole(asked.get('after'), 0) || null,
    };
  }
  const section = body.sections.find(({ id }) => `section-${id}` === edit);
  if (section !== undefined) return { kind: 'section', section };
  const measure = body.measures.find(({ id }) => String(id) === edit);
  return measure === undefined ? { kind: 'none' } : { kind: 'measure', measure, isNew: false, afterId: null };
}
