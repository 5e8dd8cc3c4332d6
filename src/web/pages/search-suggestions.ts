import { KIND_NAMES, searchOrganisations } from '#modules/organisations/index.ts';
import { searchPlans } from '#modules/plans/index.ts';
import { ctxOf } from '../request.ts';
import type { Suggestion } from '../ui/index.ts';
import type { Route } from './+types/search-suggestions.ts';

const ORGANISATIONS = 6;
const PLANS = 4;

/** What the search box suggests while one types; the value of a suggestion is its address. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const query = new URL(request.url).searchParams.get('q')?.trim() ?? '';
  const [organisations, plans] = await Promise.all([
    searchOrganisations(scope, db, query, { limit: ORGANISATIONS, offset: 0 }),
    searchPlans(scope, db, query, PLANS),
  ]);
  const suggestions: Suggestion[] = [
    ...organisations.rows.map(({ id, shortName, kind, parentShortName }) => ({
      value: `/organisations/${id}`,
      label: shortName,
      hint: [KIND_NAMES[kind], parentShortName].filter(Boolean).join(' · '),
    })),
    ...plans.map(({ id, title, organisation }) => ({
      value: `/plans/${id}`,
      label: title,
      hint: `План · ${organisation}`,
    })),
  ];
  return Response.json(suggestions);
}
