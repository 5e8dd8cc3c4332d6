/** Methodologies, runs and approved lists for programs; each list and run for a use that its methodology permits. */
import { z } from 'zod';
import { worksInSchool } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse, PERMITTED_USES, type PermittedUse, usesInWords } from '#kernel/permitted-use.ts';
import { type ApiCtx, endpoint, id, idParameter, pathId, permission, statedUse, USE } from '#platform/api/endpoint.ts';
import { recordReading } from '#platform/audit.ts';
import { hashOf } from './canonical.ts';
import { withSettings } from './methodology/parameters.ts';
import { methodologyFromText } from './methodology/text.ts';
import { insist, mayReadLists } from './policy.ts';
import { listDetail, listsOf } from './queries/lists.ts';
import { methodologiesOf } from './queries/methodologies.ts';
import { type PlacedOrganisation, regionsSeen } from './queries/place.ts';
import { runHead, runRows, runsOf } from './queries/runs.ts';

const GROUP = 'Выявление';
const STATUSES = ['listed', 'risk', 'not-listed', 'not-classifiable', 'excluded'] as const;
const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
const ROWS_AT_MOST = 50_000;

const REGION = { region: idParameter.optional().describe('Номер региона; нужен, если их видно несколько') };
const number = z.number();

const methodologies = endpoint({
  id: 'methodologies',
  path: '/methodologies',
  group: GROUP,
  summary: 'Методики выявления',
  description: 'Поставляемые с Опорой и собственные методики региона, с версиями.',
  right: 'identification:read',
  query: z.strictObject(REGION),
  answer: z.object({
    region: id,
    items: z.array(
      z.object({
        versionId: id.nullable().describe('null: методика поставляется с Опорой'),
        code: z.string(),
        version: z.number().int(),
        title: z.string(),
        purpose: z.string(),
        state: z.enum(['shipped', 'draft', 'published', 'withdrawn']),
        certainty: z.string().nullable(),
        source: z.string().nullable(),
        ...permission,
      }),
    ),
  }),
  async run(ctx, { query }) {
    const region = await regionOf(ctx, query.region);
    const found = await methodologiesOf(ctx.scope, ctx.db, region.id);
    return { region: region.id, items: found.map((one) => ({ ...one, ...permissionOf(one.permittedUses) })) };
  },
});

const runs = endpoint({
  id: 'runs',
  path: '/runs',
  group: GROUP,
  summary: 'Расчёты по методикам',
  right: 'identification:read',
  query: z.strictObject({ ...REGION, year: z.coerce.number().int().optional() }),
  answer: z.object({
    region: id,
    items: z.array(
      z.object({
        id,
        methodology: z.object({ code: z.string(), version: z.number().int(), title: z.string() }),
        year: z.number().int(),
        state: z.enum(RUN_STATES),
        hash: z.string().nullable().describe('Отпечаток результата: одинаков у одинаковых расчётов'),
        createdAt: z.iso.datetime(),
        finishedAt: z.iso.datetime().nullable(),
        ...permission,
      }),
    ),
  }),
  async run(ctx, { query }) {
    const region = await regionOf(ctx, query.region);
    const found = await runsOf(ctx.scope, ctx.db, region.id);
    return {
      region: region.id,
      items: found
        .filter(({ year }) => (query.year ?? year) === year)
        .map(({ createdAt, finishedAt, ...run }) => ({
          ...run,
          createdAt: createdAt.toISOString(),
          finishedAt: finishedAt?.toISOString() ?? null,
          ...permissionOf(run.permittedUses),
        })),
    };
  },
});

const reason = z.object({
  procedure: z.string(),
  title: z.string(),
  metric: z.string(),
  n: number.nullable().describe('null: учеников меньше пяти, число скрыто'),
  value: number.nullable(),
  low: number.nullable(),
  high: number.nullable(),
  threshold: number,
  years: z.array(z.number().int()),
});

const identified = z.object({
  id: z.string().describe('Логин школы в файлах результатов'),
  organisationId: id.nullable(),
  name: z.string(),
  municipality: z.string().nullable(),
  status: z.enum(STATUSES),
  probability: number.nullable(),
  note: z.string().nullable(),
  reasons: z.array(reason),
  nearest: z.array(z.object({ change: z.string(), effect: z.string() })),
});

const run = endpoint({
  id: 'run',
  path: '/runs/{runId}',
  group: GROUP,
  summary: 'Расчёт: какие школы, почему, насколько надёжно',
  description:
    'В формате opora.identification/1. Школы — те, что токену видны; summary и hash — всего расчёта. Для школьного самоанализа выдаётся только сама школа. Чтение записывается в журнал.',
  right: 'identification:read',
  query: z.strictObject({ ...USE, status: z.enum(STATUSES).optional() }),
  answer: z.object({
    schema: z.literal('opora.identification/1'),
    id,
    ...statedUse,
    methodology: z.object({ id: z.string(), version: z.number().int(), hash: z.string() }),
    inputs: z.array(z.object({ file: z.string(), sha256: z.string() })),
    year: z.number().int(),
    schools: z.array(identified),
    summary: z.object({
      schools: number,
      listed: number,
      risk: number,
      notListed: number,
      notClassifiable: number,
      excluded: number,
      expected: number.describe('Сколько школ было бы в списке без случайности'),
      procedures: number,
      years: z.array(z.number().int()),
      parameters: z.record(z.string(), number),
      uncertainty: z.string(),
      permittedUses: z.array(z.enum(PERMITTED_USES)),
      warnings: z.array(z.string()),
    }),
    hash: z.string(),
  }),
  async run(ctx, { path, query: { use, status } }) {
    insist(mayReadLists(ctx.actor));
    const head = await runHead(ctx.scope, ctx.db, pathId(path, 'runId'));
    insistUse(head.permittedUses, use);
    if (head.summary === null || head.hash === null)
      throw new AppError('notFound', { text: 'Этот расчёт ещё не закончен.', advice: 'Повторите запрос позже.' });
    const filter = status === undefined ? {} : { status };
    const { rows } = await runRows(ctx.actor, ctx.db, head.id, filter, { limit: ROWS_AT_MOST, offset: 0 });
    const shown = ownIfSelfAnalysis(ctx, use, rows);
    await recordReading(ctx, {
      action: 'api.run-read',
      objectType: 'identification-run',
      objectId: head.id,
      organisationId: head.regionId,
      after: { use, schools: shown.length },
    });
    const { methodology, year, inputs, summary, hash } = head;
    const { source } = methodologyFromText(head.methodologyBody);
    return {
      schema: 'opora.identification/1' as const,
      id: head.id,
      use,
      ...permissionOf(head.permittedUses),
      methodology: {
        id: methodology.code,
        version: methodology.version,
        hash: hashOf(withSettings(source, head.settings)),
      },
      inputs,
      year,
      schools: shown.map(({ login, ...row }) => ({ ...row, id: login })),
      summary,
      hash,
    };
  },
});

const listHead = {
  id,
  origin: z.enum(['own', 'federal', 'other']),
  title: z.string(),
  year: z.number().int(),
  state: z.enum(['approved', 'closed']),
  runId: id.nullable(),
  schools: z.number().int().describe('Сколько школ списка токену видно'),
  ...permission,
};

const lists = endpoint({
  id: 'supportLists',
  path: '/support-lists',
  group: GROUP,
  summary: 'Утверждённые списки школ для поддержки',
  description: 'Проекты и списки на согласовании API не отдаёт.',
  right: 'identification:read',
  query: z.strictObject(REGION),
  answer: z.object({ region: id, items: z.array(z.object(listHead)) }),
  async run(ctx, { query }) {
    const region = await regionOf(ctx, query.region);
    const found = await listsOf(ctx.scope, ctx.db, region.id);
    return {
      region: region.id,
      items: found.flatMap((list) => {
        const state = approvedState(list.state);
        return state ? [{ ...list, state, ...permissionOf(list.permittedUses) }] : [];
      }),
    };
  },
});

const list = endpoint({
  id: 'supportList',
  path: '/support-lists/{listId}',
  group: GROUP,
  summary: 'Утверждённый список: школы, причины, приказы',
  description: 'Список — для поддержки, а не для рейтинга. Чтение записывается в журнал.',
  right: 'identification:read',
  query: z.strictObject(USE),
  answer: z.object({
    ...listHead,
    use: statedUse.use,
    orders: z.array(z.object({ purpose: z.string(), number: z.string(), datedOn: z.iso.date(), body: z.string() })),
    members: z.array(
      z.object({
        organisationId: id.nullable(),
        name: z.string(),
        municipality: z.string().nullable(),
        enteredOn: z.iso.date().nullable(),
        leftOn: z.iso.date().nullable(),
        watchUntil: z.iso.date().nullable().describe('До какого дня за школой наблюдают после выхода'),
        exitReason: z.string().nullable(),
        probability: number.nullable(),
        reasons: z.array(reason),
      }),
    ),
  }),
  async run(ctx, { path, query: { use } }) {
    insist(mayReadLists(ctx.actor));
    const { list: head, schools, orders } = await listDetail(ctx.actor, ctx.db, pathId(path, 'listId'));
    const state = approvedState(head.state);
    if (!state) throw new AppError('notFound', { text: 'Такого утверждённого списка нет.' });
    insistUse(head.permittedUses, use);
    const members = ownIfSelfAnalysis(
      ctx,
      use,
      schools.filter(({ included }) => included),
    );
    await recordReading(ctx, {
      action: 'api.list-read',
      objectType: 'support-list',
      objectId: head.id,
      organisationId: head.regionId,
      after: { use, schools: members.length },
    });
    return { ...head, state, use, ...permissionOf(head.permittedUses), orders, members };
  },
});

export const endpoints = [methodologies, runs, run, lists, list];

/** Lists are read by those who work with more than one school, as on the pages. */
async function regionOf({ actor, scope, db }: ApiCtx, asked: number | undefined): Promise<PlacedOrganisation> {
  insist(mayReadLists(actor));
  const regions = await regionsSeen(scope, db);
  const region = asked === undefined ? regions[0] : regions.find((one) => one.id === asked);
  if (!region) throw new AppError('notFound', { text: 'Такого региона нет или он вам не виден.' });
  return region;
}

function permissionOf(uses: readonly string[]): { permittedUses: PermittedUse[]; permittedUse: string } {
  return { permittedUses: PERMITTED_USES.filter((use) => uses.includes(use)), permittedUse: usesInWords(uses) };
}

function approvedState(state: string): 'approved' | 'closed' | null {
  return state === 'approved' || state === 'closed' ? state : null;
}

/** What a school asks for its own use is its own. */
function ownIfSelfAnalysis<Row extends { organisationId: number | null }>(
  { actor }: ApiCtx,
  use: PermittedUse,
  rows: readonly Row[],
): Row[] {
  if (use !== 'school-self-analysis') return [...rows];
  return rows.filter(({ organisationId }) => organisationId !== null && worksInSchool(actor, organisationId));
}
