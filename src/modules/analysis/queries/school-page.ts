/** One school through the years: the chosen series, its classes and items, all series side by side. */
import { pathIds } from '#kernel/actor.ts';
import { type AssessmentKind, procedureTitle, seriesId, SUBJECTS } from '#modules/assessments/index.ts';
import { isTooSmall, type SchoolResult, schoolResults } from '#modules/results/index.ts';
import type { Lake } from '#platform/lake.ts';
import { distributionBlock } from '../blocks/distribution.ts';
import { itemsBlock, topicsBlock } from '../blocks/items.ts';
import {
  classesBlock,
  type KlassOfYear,
  pupilsBlock,
  type SeriesOfSchool,
  seriesBlock,
  type YearOfSchool,
  yearsBlock,
} from '../blocks/school.ts';
import { type LinkedProcedures, samePupilsBlock } from '../blocks/same-pupils.ts';
import type { Block } from '../domain/block.ts';
import { itemsDone, topicsDone } from '../domain/items.ts';
import { linkedRows } from '../domain/same-pupils.ts';
import { worksIn } from '../policy.ts';
import type { Viewer } from './procedure-page.ts';
import {
  classesIn,
  lakeOfSet,
  linkableSets,
  linkedKlasses,
  pupilsIn,
  rowsOfSchool,
  type SchoolRows,
} from './pupils.ts';
import { referencesOf } from './references.ts';
import { type KnownProcedure, proceduresKnown, regionPicture, regionSeen, totalsOf } from './region.ts';

export type SchoolPage = {
  own: boolean;
  kinds: AssessmentKind[];
  options: { value: string; label: string }[];
  series: string | null;
  blocks: Block[];
};

type School = { id: number; path: string; shortName: string };
type Written = KnownProcedure & { result: SchoolResult };

const YEARS_SHOWN = 3;

export async function schoolPage(
  viewer: Viewer & { lake: Lake },
  school: School,
  wanted: string | null,
): Promise<SchoolPage> {
  const { actor, scope, db, lake } = viewer;
  const region = await regionSeen(scope, db, pathIds(school.path)[0]);
  const { results, organisations } = await schoolResults(scope, db, {
    regionId: region.id,
    organisationIds: [school.id],
  });
  const byProcedure = new Map(results.map((result) => [result.procedureId, result]));
  const known = await proceduresKnown(db, region);
  const written = known.flatMap((one): Written[] => {
    const result = byProcedure.get(one.procedureId);
    return result && result.n > 0 ? [{ ...one, result }] : [];
  });
  const own = worksIn(actor, school.id);
  const bySeries = Map.groupBy(written, ({ procedure }) => seriesId(procedure));
  const newestYear = Math.max(...written.map(({ procedure }) => procedure.year));
  const isCurrent = (key: string) => bySeries.get(key)!.some(({ procedure }) => procedure.year === newestYear);
  const series = [...bySeries.keys()].find((key) => key === wanted) ?? [...bySeries.keys()].find(isCurrent) ?? null;
  const kinds = [...new Set(written.map(({ procedure }) => procedure.kind))];
  const options = [...bySeries].map(([value, [first]]) => ({ value, label: wordsOf(first!) }));
  const chosen = series === null ? [] : lastYears(bySeries.get(series)!);
  const newest = chosen.at(-1);
  if (!newest) return { own, kinds, options, series, blocks: [] };

  const ids = [school.id, ...organisations.flatMap(({ predecessors }) => predecessors)];
  const sets = written.map(({ setId }) => setId);
  // What does not wait for one another is asked for at once: on a busy server each turn of waiting is long.
  const [totals, picture, places] = await Promise.all([
    totalsOf(db, sets),
    regionPicture(db, newest.setId),
    rowsOfSchool(db, ids, sets),
  ]);
  const yearOf = ({ procedure, setId, result }: Written): YearOfSchool => ({
    label: `${procedure.year}${procedure.round === 'autumn' ? ', осень' : ''}`,
    result,
    region: totals.get(setId) ?? null,
  });
  const title = `${school.shortName}, ${wordsOf(newest)}`;
  const { whole } = picture!;
  const place = places.get(newest.setId);
  const [{ scale, work }, classes, linked, pupils] = await Promise.all([
    referencesOf(db, region.id, newest.procedure, whole.maximum),
    Promise.all(
      chosen.map(async (one): Promise<KlassOfYear[]> => {
        const rows = places.get(one.setId);
        const found = rows ? await classesIn(lake, rows, one.procedure.kind) : [];
        return found.map((klass) => ({ ...klass, label: yearOf(one).label }));
      }),
    ),
    linkedBefore(viewer, newest, known, place, own),
    own && place ? pupilsIn(lake, place, newest.procedure.kind) : [],
  ]);
  const shown = own || !isTooSmall(newest.result.n);
  const words = procedureTitle(newest.procedure);
  const regionMean = whole.n === 0 || whole.maximum === 0 ? 0 : Math.min(1, whole.sum / whole.n / whole.maximum);
  const links = !place?.linkable ? NO_LINKS : linked.length === 0 ? NOBODY_LINKED : SHOWN_APART;
  const maximum = newest.result.maximum;
  const blocks: (Block | null)[] = [
    yearsBlock(title, chosen.map(yearOf), own),
    classesBlock(title, classes.flat(), maximum, regionMean, own, links),
    samePupilsBlock(title, linked),
    shown ? distributionBlock(title, { words: `Школа, ${words}`, result: newest.result, own }, whole, scale) : null,
    shown ? itemsBlock(title, words, itemsDone(newest.items, work?.items ?? null, newest.result, whole, own)) : null,
    shown && work ? topicsBlock(title, words, topicsDone(newest.items, work, newest.result, whole, own)) : null,
    pupilsBlock(pupils, words, maximum, regionMean),
    seriesBlock(sideBySide(written, yearOf), yearsIn(written), own),
  ];
  return { own, kinds, options, series, blocks: blocks.filter((block) => block !== null) };
}

function wordsOf({ procedure: { kind, paperGrade, subject } }: KnownProcedure): string {
  return `${kind} ${paperGrade}, ${SUBJECTS[subject]}`;
}

function yearsIn(written: readonly Written[]): number[] {
  return [...new Set(written.map(({ procedure }) => procedure.year))].sort((a, b) => a - b).slice(-YEARS_SHOWN);
}

/** Autumn after spring of the same year. */
function lastYears(written: readonly Written[]): Written[] {
  const years = yearsIn(written);
  const order = ({ procedure: { year, round } }: Written) => year * 2 + (round === 'autumn' ? 1 : 0);
  return written.filter(({ procedure }) => years.includes(procedure.year)).sort((a, b) => order(a) - order(b));
}

/** The same years for all series; those that have none of them are left out. */
function sideBySide(written: readonly Written[], yearOf: (one: Written) => YearOfSchool): SeriesOfSchool[] {
  return [...Map.groupBy(lastYears(written), ({ procedure }) => seriesId(procedure)).values()].map((members) => ({
    words: wordsOf(members[0]!),
    years: new Map(
      [...Map.groupBy(members, ({ procedure }) => procedure.year)].map(([year, ones]) => [year, ones.map(yearOf)]),
    ),
  }));
}

const NO_LINKS =
  'Рост учеников посчитать нельзя: коды в этих файлах даются заново в каждой школе и работе, и связать одного ученика между работами по ним нельзя.';
const NOBODY_LINKED =
  'Рост учеников не посчитан: нет более ранней процедуры по этому предмету, где по кодам узнаны те же ученики.';
const SHOWN_APART = 'Рост тех же учеников показан отдельно, ниже.';
/** A pupil writes a subject a few times in all the school years. */
const EARLIER_AT_MOST = 3;

/** Earlier procedures of the subject whose pupils can be told, the newest first. */
async function linkedBefore(
  { db, lake }: Pick<Viewer, 'db'> & { lake: Lake },
  newest: Written,
  known: readonly KnownProcedure[],
  place: SchoolRows | undefined,
  own: boolean,
): Promise<LinkedProcedures[]> {
  if (!place?.linkable) return [];
  const earlier = known
    .filter(({ procedure: { subject, year } }) => subject === newest.procedure.subject && year < newest.procedure.year)
    .sort((a, b) => b.procedure.year - a.procedure.year);
  const linkable = await linkableSets(
    db,
    earlier.map(({ setId }) => setId),
  );
  const files = await lakeOfSet(db, newest.setId);
  const linked: LinkedProcedures[] = [];
  for (const one of earlier) {
    if (linked.length === EARLIER_AT_MOST) break;
    if (!linkable.has(one.setId)) continue;
    const klasses = await linkedKlasses(
      lake,
      { files, keys: place.keys, kind: newest.procedure.kind },
      { files: await lakeOfSet(db, one.setId), kind: one.procedure.kind },
    );
    const rows = linkedRows(klasses, own);
    if (rows.length > 0)
      linked.push({ before: procedureTitle(one.procedure), now: procedureTitle(newest.procedure), rows });
  }
  return linked;
}
