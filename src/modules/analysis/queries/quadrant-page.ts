/** Result against context in one year: the index stands on all schools of the region, those of the scope are shown. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import { isTooSmall } from '#modules/results/index.ts';
import { withinScope } from '#platform/scope.ts';
import { quadrantBlock } from '../blocks/quadrant.ts';
import type { Block } from '../domain/block.ts';
import { contextIndex, quadrants } from '../domain/quadrant.ts';
import { worksIn } from '../policy.ts';
import { passportsOf, sumsOf } from './contexts.ts';
import type { Viewer } from './procedure-page.ts';
import { proceduresKnown, type Region } from './region.ts';

export type QuadrantPage = {
  years: number[];
  year: number;
  kinds: AssessmentKind[];
  /** Null: why there is none stands in `missing`. */
  block: Block | null;
  missing: 'passports' | 'results' | 'scope' | null;
};

export async function quadrantPage(
  { actor, scope, db }: Viewer,
  region: Region,
  wanted: number | undefined,
): Promise<QuadrantPage> {
  const known = await proceduresKnown(db, region);
  const years = [...new Set(known.map(({ procedure }) => procedure.year))].sort((a, b) => b - a);
  const year = years.find((one) => one === wanted) ?? years[0];
  if (year === undefined) throw new AppError('notFound', { text: 'Результатов в регионе пока нет.' });
  const ofYear = known.filter(({ procedure }) => procedure.year === year);
  const kinds = [...new Set(ofYear.map(({ procedure }) => procedure.kind))];
  const none = (missing: QuadrantPage['missing']) => ({ years, year, kinds, block: null, missing });
  const index = contextIndex(await passportsOf(db, region.id, year));
  if (index === null) return none('passports');
  const sums = await sumsOf(
    db,
    ofYear.map(({ setId }) => setId),
  );
  const found = quadrants(index, sums);
  if (found === null) return none('results');
  const { rows } = await sql<{ id: number; name: string; municipality: string | null }>`
    select o.id, o.short_name as name, p.short_name as municipality
    from organisations o left join organisations p on p.id = o.parent_id
    where o.kind = 'school' and ${withinScope(scope)}`.execute(db);
  const seen = new Map(rows.map((row) => [row.id, row]));
  const schools = found.schools.flatMap((school) => {
    const named = seen.get(school.organisationId);
    if (!named || (isTooSmall(school.pupils) && !worksIn(actor, school.organisationId))) return [];
    return [{ ...school, name: named.name, municipality: named.municipality }];
  });
  if (schools.length === 0) return none('scope');
  return { years, year, kinds, block: quadrantBlock(year, found, index, schools), missing: null };
}
