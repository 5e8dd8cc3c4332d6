/** Plans for programs: the list, and each as `opora.plan/1`. */
import { z } from 'zod';
import { planSchema } from '#modules/plan-reading/index.ts';
import { day, endpoint, id, idParameter, listOf, PAGE, pathId, whole, words } from '#platform/api/endpoint.ts';
import { PLAN_LEVELS } from './domain/levels.ts';
import { toReading } from './domain/reading.ts';
import { PLAN_STATES } from './domain/states.ts';
import { planContent, type Which } from './queries/content.ts';
import { plansMatching } from './queries/list.ts';

const GROUP = 'Планы';
const period = z.object({ from: z.iso.date(), to: z.iso.date() });

const plan = z.object({
  id,
  title: z.string(),
  level: z.enum(PLAN_LEVELS),
  state: z.enum(PLAN_STATES),
  amending: z.boolean().describe('Готовится изменение'),
  isModel: z.boolean().describe('Примерный план'),
  organisation: z.object({ id, shortName: z.string() }),
  period: period.nullable(),
  measures: z.number().int(),
  due: z.number().int().describe('Сроков мероприятий'),
  accepted: z.number().int().describe('Из них исполнение принято'),
  updatedAt: z.iso.datetime(),
});

const plans = endpoint({
  id: 'plans',
  path: '/plans',
  group: GROUP,
  summary: 'Список планов',
  description: 'Свои и подведомственных организаций, а также действующие планы вышестоящих.',
  right: 'plans:read',
  query: z.strictObject({
    ...PAGE,
    text: words(200).optional().describe('Слова из названия'),
    level: z.enum(PLAN_LEVELS).optional(),
    state: z.enum(PLAN_STATES).optional(),
    organisation: idParameter.optional().describe('Номер организации: её собственные планы'),
    on: day.optional().describe('Период плана включает этот день'),
  }),
  answer: listOf(plan),
  async run({ scope, db }, { query: { limit, offset, text, level, state, organisation, on } }) {
    const filter = {
      ...(text !== undefined && { text }),
      ...(level && { level }),
      ...(state && { state }),
      ...(organisation !== undefined && { organisationId: organisation }),
      ...(on !== undefined && { period: { from: on, to: on } }),
    };
    const { rows, total } = await plansMatching(scope, db, filter, {
      limit,
      offset,
      sort: 'updated',
      direction: 'desc',
    });
    return { total, limit, offset, items: rows };
  },
});

const one = endpoint({
  id: 'plan',
  path: '/plans/{planId}',
  group: GROUP,
  summary: 'План целиком',
  description:
    'Содержание — в формате opora.plan/1 (plan), вместе с местом плана в Опоре. Без параметров — действующая редакция, у проекта — рабочий текст.',
  right: 'plans:read',
  query: z.strictObject({
    asOf: day.optional().describe('Редакция, действовавшая в этот день'),
    revision: whole.optional().describe('Номер редакции'),
  }),
  answer: z.object({
    id,
    organisation: z.object({ id, name: z.string(), shortName: z.string() }),
    level: z.enum(PLAN_LEVELS),
    state: z.enum(PLAN_STATES),
    amending: z.boolean(),
    isModel: z.boolean(),
    parentPlan: z.object({ id, title: z.string() }).nullable().describe('План, из которого принят этот'),
    shown: z
      .object({ revision: z.number().int(), effectiveOn: z.iso.date() })
      .nullable()
      .describe('Какая редакция в ответе; null — рабочий текст'),
    updatedAt: z.iso.datetime(),
    measureIds: z.array(id).describe('Номера мероприятий в Опоре, в порядке plan.measures'),
    plan: planSchema,
  }),
  async run({ scope, db }, { path, query: { asOf, revision } }) {
    const which: Which = { ...(asOf !== undefined && { asOf }), ...(revision !== undefined && { revision }) };
    const content = await planContent(scope, db, pathId(path, 'planId'), which);
    return {
      ...content.plan,
      shown: content.shown,
      measureIds: content.measures.map((measure) => measure.id),
      plan: toReading(content),
    };
  },
});

export const endpoints = [plans, one];
