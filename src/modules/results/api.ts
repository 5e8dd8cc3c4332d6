/** Results for programs: procedures, and roll-ups of schools for a stated use, small numbers hidden outside the school. */
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { insistUse, type PermittedUse } from '#kernel/permitted-use.ts';
import { ASSESSMENT_KINDS, type AssessmentKind, procedureOfId, procedureTitle } from '#modules/assessments/index.ts';
import { organisationById } from '#modules/organisations/index.ts';
import { type ApiCtx, endpoint, id, idParameter, pathId, permission, statedUse, USE } from '#platform/api/endpoint.ts';
import { recordReading } from '#platform/audit.ts';
import { meanShare, permittedUseInWords, permittedUses, shownCounts, tenths } from './domain/disclosure.ts';
import { seesSmallNumbers } from './policy.ts';
import { currentSets } from './queries/catalogue.ts';
import { type Region, regionsSeen } from './queries/regions.ts';
import { resultsOfSchool } from './queries/school-page.ts';
import { schoolsOfSet } from './queries/set-rows.ts';

const GROUP = 'Результаты';

const REGION = {
  region: idParameter.optional().describe('Номер региона; нужен, если их видно несколько'),
};

const procedure = z.object({
  procedureId: z.string().describe('Постоянный код: «vpr-5-ma-2026»'),
  title: z.string(),
  assessment: z.enum(ASSESSMENT_KINDS),
  subject: z.string(),
  year: z.number().int(),
  round: z.string(),
  paperGrade: z.number().int().describe('Класс работы'),
  pupilGrade: z.number().int().describe('Класс учеников'),
  ...permission,
});

const counts = {
  n: z.number().int().nullable().describe('Писали'),
  absent: z.number().int().nullable(),
  below: z.number().int().nullable().describe('Ниже порога'),
  belowPercent: z.number().nullable(),
  meanPercent: z.number().nullable().describe('Средний процент выполнения'),
  hidden: z.boolean().describe('Часть чисел скрыта, потому что говорит о нескольких учениках'),
};

const procedures = endpoint({
  id: 'procedures',
  path: '/procedures',
  group: GROUP,
  summary: 'Процедуры оценки, результаты которых загружены',
  right: 'results:read',
  query: z.strictObject({
    ...REGION,
    year: z.coerce.number().int().optional(),
    assessment: z.enum(ASSESSMENT_KINDS).optional(),
  }),
  answer: z.object({ region: id, items: z.array(procedure) }),
  async run(ctx, { query }) {
    const region = await regionOf(ctx, query.region);
    const sets = await currentSets(ctx.scope, ctx.db, region);
    const items = sets.flatMap(({ procedureId, procedure: { kind, ...about } }) =>
      (query.year ?? about.year) === about.year && (query.assessment ?? kind) === kind
        ? [
            {
              procedureId,
              title: procedureTitle({ kind, ...about }),
              assessment: kind,
              ...about,
              ...permissionOf(kind),
            },
          ]
        : [],
    );
    return { region: region.id, items };
  },
});

const schools = endpoint({
  id: 'procedureResults',
  path: '/procedures/{procedureId}/results',
  group: GROUP,
  summary: 'Результаты школ по процедуре',
  description:
    'Строка — школа; порядок — по названию, не по результату. Для школьного самоанализа (use=school-self-analysis) выдаётся только сама школа. Чтение записывается в журнал.',
  right: 'results:read',
  query: z.strictObject({ ...REGION, ...USE }),
  answer: z.object({
    procedure,
    ...statedUse,
    schools: z.array(
      z.object({
        organisationId: id.nullable().describe('null: школы нет в списке организаций'),
        school: z.string().nullable(),
        municipality: z.string().nullable(),
        ...counts,
        marks: z.array(z.number().int()).nullable().describe('Сколько отметок «2», «3», «4», «5»'),
      }),
    ),
  }),
  async run(ctx, { path, query: { use, region: asked } }) {
    const found = procedureOfId(path['procedureId'] ?? '');
    const region = await regionOf(ctx, asked);
    if (!found) throw new AppError('notFound', { text: 'Такой процедуры нет.' });
    insistUse(permittedUses(found.kind), use, 'Назначение этих результатов');
    const procedureId = path['procedureId']!;
    const rows = (await schoolsOfSet(ctx.scope, ctx.db, region, procedureId))
      .map((row) => ({ row, own: row.path !== null && seesSmallNumbers(ctx.actor, { path: row.path }) }))
      .filter(({ own }) => own || use !== 'school-self-analysis');
    if (rows.length === 0)
      throw new AppError('notFound', { text: 'Результатов по этой процедуре нет или они токену не видны.' });
    await recordReading(ctx, {
      action: 'api.results-read',
      objectType: 'result-set',
      objectId: procedureId,
      organisationId: region.id,
      after: { use, schools: rows.length },
    });
    const { kind, ...about } = found;
    const told = permissionOf(kind);
    return {
      procedure: { procedureId, title: procedureTitle(found), assessment: kind, ...about, ...told },
      use,
      ...told,
      schools: rows.map(({ row, own }) => ({
        ...row,
        ...shownCounts({ ...row, mean: meanShare(row.sum, row.n, row.maximum) }, own),
      })),
    };
  },
});

const school = endpoint({
  id: 'schoolResults',
  path: '/organisations/{organisationId}/results',
  group: GROUP,
  summary: 'Результаты одной школы за годы',
  description:
    'Процедуры, назначение которых не разрешает названную цель, в ответ не входят. Рядом — числа региона для сравнения. Чтение записывается в журнал.',
  right: 'results:read',
  query: z.strictObject(USE),
  answer: z.object({
    organisation: z.object({ id, shortName: z.string() }),
    use: statedUse.use,
    results: z.array(
      z.object({
        procedureId: z.string(),
        title: z.string(),
        ...permission,
        ...counts,
        region: z.object({ belowPercent: z.number().nullable(), meanPercent: z.number().nullable() }),
      }),
    ),
  }),
  async run(ctx, { path, query: { use } }) {
    const found = await organisationById(ctx.scope, ctx.db, pathId(path, 'organisationId'));
    if (!found || found.kind !== 'school')
      throw new AppError('notFound', { text: 'Такой школы нет или она вам не видна.' });
    const own = seesSmallNumbers(ctx.actor, found);
    if (use === 'school-self-analysis' && !own) throw new AppError('useNotPermitted', OWN_SCHOOL_ONLY);
    const { series } = await resultsOfSchool(ctx.scope, ctx.db, found);
    const results = series
      .filter(({ assessment }) => permittedUses(assessment).includes(use))
      .flatMap(({ assessment, years }) =>
        Object.values(years)
          .flat()
          .map(({ procedureId, n, absent, below, meanPercent, region }) => {
            const shown = shownCounts({ n, absent, below, mean: meanPercent }, own);
            const about = procedureOfId(procedureId);
            return {
              procedureId,
              title: about ? procedureTitle(about) : procedureId,
              ...permissionOf(assessment),
              ...shown,
              region: {
                belowPercent: percent(
                  region.below === null || region.pupils === 0 ? null : region.below / region.pupils,
                ),
                meanPercent: percent(region.meanPercent),
              },
            };
          }),
      );
    await recordReading(ctx, {
      action: 'api.results-read',
      objectType: 'organisation',
      objectId: found.id,
      organisationId: found.id,
      after: { use, procedures: results.length },
    });
    return { organisation: found, use, results };
  },
});

export const endpoints = [procedures, schools, school];

const OWN_SCHOOL_ONLY = {
  text: 'Для самоанализа результаты получает сама школа.',
  advice: 'Возьмите токен роли в этой школе или назовите другую цель.',
};

function permissionOf(kind: AssessmentKind): { permittedUses: PermittedUse[]; permittedUse: string } {
  return { permittedUses: [...permittedUses(kind)], permittedUse: permittedUseInWords(kind) };
}

function percent(share: number | null): number | null {
  return share === null ? null : tenths(share);
}

async function regionOf({ scope, db }: ApiCtx, asked: number | undefined): Promise<Region> {
  const regions = await regionsSeen(scope, db);
  const region = asked === undefined ? regions[0] : regions.find((one) => one.id === asked);
  if (!region) throw new AppError('notFound', { text: 'Такого региона нет или он вам не виден.' });
  return region;
}
