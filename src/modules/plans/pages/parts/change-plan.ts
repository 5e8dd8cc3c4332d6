/** What the forms and buttons of the editing table do. */
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import {
  addMeasure,
  addSection,
  moveMeasure,
  removeMeasure,
  removeSection,
  renumberPlan,
  reviseHead,
  reviseMeasure,
  reviseSection,
  stepMeasure,
  stepSection,
} from '../../commands/edit-measures.ts';
import type { Edited } from '../../commands/edit-plan.ts';
import { whole } from './address.ts';
import { headFields, headInputFrom } from './head-input.ts';
import { measureInputFrom } from './measure-input.ts';

const sectionSchema = z.object({
  number: z.string().max(40).optional(),
  title: z.string({ error: 'Напишите название раздела.' }).max(2000),
});

export async function changePlan(ctx: Ctx, planId: number, request: Request) {
  const form = await request.formData();
  // A button of a row sends «up:17»; a form sends its own name.
  const [intent = '', subject] = String(form.get('intent') ?? '').split(':');
  const id = whole(subject ?? String(form.get('id') ?? ''), 0);
  const shown = { print: String(form.get('print') ?? '') };
  try {
    switch (intent) {
      case 'measure':
      case 'new-measure': {
        const parsed = measureInputFrom(form);
        if (!parsed.ok) return invalid(parsed);
        if (intent === 'measure')
          return saved(
            planId,
            await reviseMeasure(ctx, planId, id, parsed.value, shown),
            'Мероприятие сохранено.',
            `measure-${id}`,
          );
        const added = await addMeasure(ctx, planId, parsed.value, whole(String(form.get('after') ?? ''), 0) || null);
        return saved(planId, added, 'Мероприятие добавлено.', `measure-${added.measureId}`);
      }
      case 'section':
      case 'new-section': {
        const parsed = parseForm(sectionSchema, form);
        if (!parsed.ok) return invalid(parsed);
        const input = { number: parsed.value.number ?? null, title: parsed.value.title };
        if (intent === 'section')
          return saved(planId, await reviseSection(ctx, planId, id, input, shown), 'Раздел сохранён.', `section-${id}`);
        return saved(planId, await addSection(ctx, planId, input), 'Раздел добавлен.');
      }
      case 'head': {
        const parsed = parseForm(headFields, form);
        if (!parsed.ok) return invalid(parsed);
        return saved(
          planId,
          await reviseHead(ctx, planId, headInputFrom(parsed.value), shown),
          'Сведения о плане сохранены.',
        );
      }
      case 'up':
      case 'down':
        return saved(planId, await stepMeasure(ctx, planId, id, intent), 'Мероприятие переставлено.', `measure-${id}`);
      case 'move':
        return saved(
          planId,
          await moveMeasure(ctx, planId, id, { beforeId: whole(String(form.get('before') ?? ''), 0) }),
          'Мероприятие переставлено.',
          `measure-${id}`,
        );
      case 'remove':
        return saved(planId, await removeMeasure(ctx, planId, id), 'Мероприятие удалено.');
      case 'section-up':
      case 'section-down':
        return saved(
          planId,
          await stepSection(ctx, planId, id, intent === 'section-up' ? 'up' : 'down'),
          'Раздел переставлен.',
          `section-${id}`,
        );
      case 'section-remove':
        return saved(planId, await removeSection(ctx, planId, id), 'Раздел удалён.');
      case 'renumber':
        return saved(planId, await renumberPlan(ctx, planId), 'Мероприятия перенумерованы.');
      default:
        throw new AppError('badRequest');
    }
  } catch (error) {
    return refused(error, form);
  }
}

function saved(planId: number, edited: Edited, text: string, anchor?: string): Response {
  const back = `/plans/${planId}?edit=on${anchor === undefined ? '' : `#${anchor}`}`;
  if (edited.version === null) return redirectWith(back, 'Изменений нет.');
  return redirectWith(back, text, { undo: { action: `/plans/${planId}/undo`, fields: { version: edited.version } } });
}
