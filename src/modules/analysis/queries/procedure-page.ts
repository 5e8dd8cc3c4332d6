/** Everything a page on one procedure shows, by scope; small numbers are hidden before they leave. */
import { isWithin, type Actor, type Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { procedureTitle } from '#modules/assessments/index.ts';
import { isTooSmall, pooled, schoolResults } from '#modules/results/index.ts';
import type { Connection } from '#platform/database.ts';
import { distributionBlock } from '../blocks/distribution.ts';
import { itemsBlock, topicsBlock } from '../blocks/items.ts';
import { funnelBlock, municipalitiesBlock, type SchoolOfScope, smallNumbersBlock } from '../blocks/shares.ts';
import type { Block } from '../domain/block.ts';
import { itemsDone, topicsDone } from '../domain/items.ts';
import { worksIn } from '../policy.ts';
import { referencesOf } from './references.ts';
import { type KnownProcedure, proceduresKnown, type Region, regionPicture } from './region.ts';

export type ProcedurePage = {
  title: string;
  known: KnownProcedure;
  others: KnownProcedure[];
  /** Names of municipalities that the scope holds, for the filter. */
  municipalities: string[];
  municipality: string | null;
  schools: number;
  described: boolean;
  blocks: Block[];
};

export type Viewer = { actor: Actor; scope: Scope; db: Connection };

export async function procedurePage(
  { actor, scope, db }: Viewer,
  region: Region,
  wanted: { procedureId: string; municipality: string | null },
): Promise<ProcedurePage> {
  const others = await proceduresKnown(db, region);
  const known = others.find(({ procedureId }) => procedureId === wanted.procedureId);
  const picture = known && (await regionPicture(db, known.setId));
  if (!known || !picture) throw new AppError('notFound', { text: 'Результатов такой процедуры нет.' });
  const { whole, funnel } = picture;
  const all = await schoolsOfScope({ actor, scope, db }, region, known.procedureId);
  const municipalities = [...new Set(all.flatMap(({ municipality }) => municipality ?? []))].sort((a, b) =>
    a.localeCompare(b, 'ru'),
  );
  const municipality = municipalities.find((name) => name === wanted.municipality) ?? null;
  const schools = municipality === null ? all : all.filter((school) => school.municipality === municipality);
  const isWhole = municipality === null && isWithin(scope, region.path);
  const { scale, work } = await referencesOf(db, region.id, known.procedure, whole.maximum);
  const title = procedureTitle(known.procedure);
  // The region has results of schools that the register does not know as well.
  const mine = isWhole ? whole : schools.length > 0 ? pooled(schools.map(({ result }) => result)) : null;
  const own = !isWhole && schools.length > 0 && schools.every((school) => school.own);
  const words = isWhole ? 'Регион' : (municipality ?? (schools.length === 1 ? schools[0]!.name : 'Ваши школы'));
  const shown = mine !== null && mine.n > 0 && (own || !isTooSmall(mine.n));
  const beside = isWhole ? null : whole;
  const items = shown ? itemsDone(known.items, work?.items ?? null, mine, beside, own) : [];
  const topics = shown && work ? topicsDone(known.items, work, mine, beside, own) : [];
  const blocks: (Block | null)[] = [
    shown ? distributionBlock(title, { words, result: mine, own }, beside, scale) : null,
    municipality === null && municipalities.length > 1 ? municipalitiesBlock(title, schools, whole) : null,
    funnel && schools.length > 0 ? funnelBlock(title, schools, funnel) : null,
    itemsBlock(title, words, items),
    topicsBlock(title, words, topics),
    funnel && schools.length > 1 ? smallNumbersBlock(schools, funnel) : null,
  ];
  return {
    title,
    known,
    others,
    municipalities,
    municipality,
    schools: schools.length,
    described: work !== null,
    blocks: blocks.filter((block) => block !== null),
  };
}

async function schoolsOfScope(
  { actor, scope, db }: Viewer,
  region: Region,
  procedureId: string,
): Promise<SchoolOfScope[]> {
  const { results, organisations } = await schoolResults(scope, db, { regionId: region.id, procedures: [procedureId] });
  const byKey = new Map(organisations.map((one) => [one.key, one]));
  return results.flatMap((result) => {
    const school = byKey.get(result.school);
    if (!school) return [];
    const { organisationId, name, municipality } = school;
    return [{ organisationId, name, municipality, own: worksIn(actor, organisationId), result }];
  });
}
