/** What the forms and buttons of the review do to the draft of an import. */
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import { insistUnchanged } from '../../commands/edit-measures.ts';
import {
  type Correction,
  correctReading,
  dropCorrections,
  proposeName,
  relinkReading,
} from '../../commands/import-plan.ts';
import { understand, withLinkedParties } from '../../commands/understand.ts';
import { headOf, type PlanBody } from '../../domain/content.ts';
import { linkingName, nextId } from '../../domain/draft.ts';
import {
  addingMeasure,
  addingSection,
  measureOf,
  sectionOf,
  steppingMeasure,
  withMeasure,
  withoutMeasure,
  withoutSection,
  withSection,
} from '../../domain/edits.ts';
import { emptyMeasure, measureFrom } from '../../domain/measure-input.ts';
import { renumbered } from '../../domain/numbering.ts';
import { whole } from './address.ts';
import { headFields, headInputFrom } from './head-input.ts';
import { measureInputFrom } from './measure-input.ts';

const sectionSchema = z.object({
  number: z.string().max(40).optional(),
  title: z.string({ error: 'Напишите название раздела.' }).max(2000),
});

export async function correctDraft(ctx: Ctx, readingId: number, form: FormData) {
  const [intent = '', subject] = String(form.get('intent') ?? '').split(':');
  const id = whole(subject, 0);
  const shown = { print: String(form.get('print') ?? '') };
  const correct = async (
    change: (body: PlanBody, place: Parameters<Correction>[1]) => PlanBody | Promise<PlanBody>,
    anchor = '#structure',
  ) => {
    await correctReading(ctx, readingId, async (draft, place) => ({ ...draft, body: await change(draft.body, place) }));
    return redirectWith(`/plans/import/${readingId}${anchor}`, 'Исправление сохранено.');
  };
  try {
    switch (intent) {
      case 'measure':
      case 'new-measure': {
        const parsed = measureInputFrom(form);
        if (!parsed.ok) return invalid(parsed);
        if (intent === 'measure') {
          return await correct(async (body, { trx, organisation }) => {
            const old = measureOf(body, id);
            insistUnchanged(old, shown, 'Это мероприятие');
            return withMeasure(
              body,
              await withLinkedParties(ctx, trx, old, measureFrom(parsed.value, old, understand), organisation),
            );
          }, `#measure-${id}`);
        }
        const after = whole(String(form.get('after') ?? ''), 0) || null;
        return await correct(async (body, { trx, organisation }) => {
          const blank = emptyMeasure(nextId(body.measures), parsed.value.sectionId);
          return addingMeasure(
            body,
            await withLinkedParties(ctx, trx, blank, measureFrom(parsed.value, blank, understand), organisation),
            after,
          );
        });
      }
      case 'section':
      case 'new-section': {
        const parsed = parseForm(sectionSchema, form);
        if (!parsed.ok) return invalid(parsed);
        const input = { number: parsed.value.number ?? null, title: parsed.value.title };
        return await correct((body) =>
          intent === 'section'
            ? withSection(body, { ...sectionOf(body, id), ...input })
            : addingSection(body, { id: nextId(body.sections), parentId: null, ...input }),
        );
      }
      case 'head': {
        const parsed = parseForm(headFields, form);
        if (!parsed.ok) return invalid(parsed);
        return await correct((body) => {
          insistUnchanged(headOf(body), shown, 'Эти сведения');
          return { ...body, ...headInputFrom(parsed.value) };
        }, '');
      }
      case 'link':
        return await correct(
          (body) => linkingName(body, String(form.get('name') ?? ''), whole(String(form.get('organisation') ?? ''), 0)),
          '#names',
        );
      case 'relink':
        await relinkReading(ctx, readingId);
        return redirectWith(`/plans/import/${readingId}#names`, 'Связи найдены заново.');
      case 'propose': {
        const name = String(form.get('name') ?? '');
        const asked = await proposeName(ctx, readingId, name);
        return asked === 0
          ? redirectWith(
              `/plans/import/${readingId}#names`,
              'Предложить некому: у вашей организации и выше нет администраторов.',
              { tone: 'warning' },
            )
          : redirectWith(
              `/plans/import/${readingId}#names`,
              `Администратору предложено добавить в справочник: ${name}.`,
            );
      }
      case 'up':
      case 'down':
        return await correct((body) => steppingMeasure(body, id, intent), `#measure-${id}`);
      case 'remove':
        return await correct((body) => withoutMeasure(body, id));
      case 'section-remove':
        return await correct((body) => withoutSection(body, id));
      case 'renumber':
        return await correct(renumbered);
      case 'drop':
        await dropCorrections(ctx, readingId);
        return redirectWith(
          `/plans/import/${readingId}`,
          'Исправления сняты: показано то, что прочитано из документа.',
        );
      default:
        throw new AppError('badRequest');
    }
  } catch (error) {
    return refused(error, form);
  }
}
