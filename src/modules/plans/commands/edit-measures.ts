/** Changes of measures, sections and the head, each a verb with its audit event and its undo. */
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { bodyOf, type ContentSection, type HeadInput, headOf, type PlanBody } from '../domain/content.ts';
import {
  addingMeasure,
  addingSection,
  measureOf,
  movingMeasure,
  sectionOf,
  steppingMeasure,
  steppingSection,
  withMeasure,
  withoutMeasure,
  withoutSection,
  withSection,
} from '../domain/edits.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { emptyMeasure, isAdapted, measureFrom, type MeasureInput } from '../domain/measure-input.ts';
import { renumbered } from '../domain/numbering.ts';
import { markAdapted } from './adopt.ts';
import { type Edited, editPlan } from './edit-plan.ts';
import { understand, withLinkedParties } from './understand.ts';
import { freshIds } from './write-body.ts';

/** The print of what the form showed: another's change in between is a conflict, not a loss. */
export type Shown = { print: string };

export function reviseMeasure(
  ctx: Ctx,
  planId: number,
  measureId: number,
  input: MeasureInput,
  shown: Shown,
): Promise<Edited> {
  return editPlan(ctx, planId, { action: 'plan.measure-revised', subject: subjectOf(input) }, async (content, trx) => {
    const old = measureOf(content, measureId);
    insistUnchanged(old, shown, 'Это мероприятие');
    insistSection(content, input.sectionId);
    const revised = await withLinkedParties(
      ctx,
      trx,
      old,
      measureFrom(input, old, understand),
      content.plan.organisation,
    );
    if (revised.parentMeasureId !== null && isAdapted(old, revised)) await markAdapted(trx, measureId);
    return withMeasure(bodyOf(content), revised);
  });
}

export async function addMeasure(
  ctx: Ctx,
  planId: number,
  input: MeasureInput,
  afterId: number | null,
): Promise<Edited & { measureId: number }> {
  let measureId = 0;
  const edited = await editPlan(
    ctx,
    planId,
    { action: 'plan.measure-added', subject: subjectOf(input) },
    async (content, trx) => {
      insistSection(content, input.sectionId);
      measureId = (await freshIds(trx, 'measures', [0])).get(0)!;
      const blank = emptyMeasure(measureId, input.sectionId);
      const measure = await withLinkedParties(
        ctx,
        trx,
        blank,
        measureFrom(input, blank, understand),
        content.plan.organisation,
      );
      return addingMeasure(bodyOf(content), measure, afterId);
    },
  );
  return { ...edited, measureId };
}

export function removeMeasure(ctx: Ctx, planId: number, measureId: number): Promise<Edited> {
  return edit(ctx, planId, 'plan.measure-removed', measureId, (body) => withoutMeasure(body, measureId));
}

export function stepMeasure(ctx: Ctx, planId: number, measureId: number, step: 'up' | 'down'): Promise<Edited> {
  return edit(ctx, planId, 'plan.measure-moved', measureId, (body) => steppingMeasure(body, measureId, step));
}

export function moveMeasure(
  ctx: Ctx,
  planId: number,
  measureId: number,
  to: { beforeId: number } | { endOfSection: number | null },
): Promise<Edited> {
  return edit(ctx, planId, 'plan.measure-moved', measureId, (body) => {
    if ('endOfSection' in to) insistSection(body, to.endOfSection);
    return movingMeasure(body, measureId, to);
  });
}

export function renumberPlan(ctx: Ctx, planId: number): Promise<Edited> {
  return editPlan(ctx, planId, { action: 'plan.renumbered' }, (content) => renumbered(bodyOf(content)));
}

export type SectionInput = Pick<ContentSection, 'number' | 'title'>;

export function addSection(ctx: Ctx, planId: number, input: SectionInput): Promise<Edited> {
  return editPlan(ctx, planId, { action: 'plan.section-added', subject: input.title }, async (content, trx) => {
    const id = (await freshIds(trx, 'plan_sections', [0])).get(0)!;
    return addingSection(bodyOf(content), { id, parentId: null, ...input });
  });
}

export function reviseSection(
  ctx: Ctx,
  planId: number,
  sectionId: number,
  input: SectionInput,
  shown: Shown,
): Promise<Edited> {
  return editPlan(ctx, planId, { action: 'plan.section-revised', subject: input.title }, (content) => {
    const old = sectionOf(content, sectionId);
    insistUnchanged(old, shown, 'Этот раздел');
    return withSection(bodyOf(content), { ...old, ...input });
  });
}

export function removeSection(ctx: Ctx, planId: number, sectionId: number): Promise<Edited> {
  return editPlan(
    ctx,
    planId,
    { action: 'plan.section-removed', subject: (content) => sectionOf(content, sectionId).title },
    (content) => withoutSection(bodyOf(content), sectionId),
  );
}

export function stepSection(ctx: Ctx, planId: number, sectionId: number, step: 'up' | 'down'): Promise<Edited> {
  return editPlan(
    ctx,
    planId,
    { action: 'plan.section-moved', subject: (content) => sectionOf(content, sectionId).title },
    (content) => steppingSection(bodyOf(content), sectionId, step),
  );
}

export function reviseHead(ctx: Ctx, planId: number, input: HeadInput, shown: Shown): Promise<Edited> {
  return editPlan(ctx, planId, { action: 'plan.head-revised' }, (content) => {
    insistUnchanged(headOf(content), shown, 'Эти сведения');
    return { ...bodyOf(content), ...input };
  });
}

function edit(
  ctx: Ctx,
  planId: number,
  action: string,
  measureId: number,
  change: (body: PlanBody) => PlanBody,
): Promise<Edited> {
  return editPlan(ctx, planId, { action, subject: (content) => subjectOf(measureOf(content, measureId)) }, (content) =>
    change(bodyOf(content)),
  );
}

/** Refuses a form that showed something else than what is there now. */
export function insistUnchanged(now: unknown, shown: Shown, what: string): void {
  if (fingerprint(now) === shown.print) return;
  throw new AppError('conflict', {
    text: `${what} изменил кто-то другой, пока вы редактировали.`,
    advice:
      'Набранное вами сохранено в форме ниже. Сравните с действующей строкой и сохраните ещё раз, если правка нужна.',
  });
}

function insistSection(body: PlanBody, sectionId: number | null): void {
  if (sectionId !== null) sectionOf(body, sectionId);
}

function subjectOf(input: Pick<MeasureInput, 'number' | 'text'>): string {
  return input.number ?? input.text.slice(0, 60);
}
