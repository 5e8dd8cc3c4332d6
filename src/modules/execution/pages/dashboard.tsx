/** «Исполнение»: where progress is, where the proof is missing, what is overdue, from one's own level down. */
import { pathIds } from '#kernel/actor.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, Link, Page } from '#web/ui/index.ts';
import { reviews } from '../policy.ts';
import { placeOf } from '../queries/totals.ts';
import { OrganisationExecution } from './parts/organisation-execution.tsx';
import { loadOrganisationExecution } from './parts/organisation-execution-data.ts';
import { ExecutionTabs } from './parts/execution-tabs.tsx';
import { conclusion } from './parts/totals.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const tops = ctx.scope.subtrees.map((path) => pathIds(path).at(-1) ?? 0);
  const places = await Promise.all(tops.map((id) => placeOf(ctx.scope, ctx.db, id)));
  const [first] = places;
  if (first === undefined) return { places: [], data: null, reviewer: false };
  const { above: _, ...place } = first;
  return {
    places: places.map(({ id, shortName }) => ({ id, shortName })),
    data: await loadOrganisationExecution(ctx, place, new URL(request.url)),
    reviewer: reviews(ctx.actor),
  };
}

export const meta = () => [{ title: 'Исполнение планов — Опора' }];

export default function Dashboard({ loaderData: { places, data, reviewer } }: PageProps<typeof loader>) {
  if (data === null) {
    return (
      <Page title="Исполнение планов">
        <EmptyState title="Вам пока не назначена организация">
          Обратитесь к администратору: он назначит роль и организацию.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page caption={data.place.shortName} title="Исполнение планов" lead={conclusion(data.all)}>
      <ExecutionTabs reviews={reviewer} />
      {places.length > 1 ? (
        <p>
          Другие ваши организации:{' '}
          {places.slice(1).map((place, index) => (
            <span key={place.id}>
              {index > 0 ? ', ' : ''}
              <Link to={`/organisations/${place.id}/execution`}>{place.shortName}</Link>
            </span>
          ))}
        </p>
      ) : null}
      <OrganisationExecution data={data} />
    </Page>
  );
}
