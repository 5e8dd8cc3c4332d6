/** Execution at one organisation: a level of the cascade, or a school. */
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import { ctxOf } from '#web/request.ts';
import { Page } from '#web/ui/index.ts';
import { placeOf } from '../queries/totals.ts';
import { idIn } from './parts/address.ts';
import { OrganisationExecution } from './parts/organisation-execution.tsx';
import { loadOrganisationExecution } from './parts/organisation-execution-data.ts';
import { conclusion } from './parts/totals.tsx';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { above, ...place } = await placeOf(ctx.scope, ctx.db, idIn(params['organisationId']));
  return { above, ...(await loadOrganisationExecution(ctx, place, new URL(request.url))) };
}

type PageData = PageProps<typeof loader>['loaderData'];

export const handle = {
  crumbs: ({ above }: PageData) => [
    { label: 'Исполнение', to: '/dashboard' },
    ...above.map(({ id, shortName }) => ({ label: shortName, to: `/organisations/${id}/execution` })),
  ],
};

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Исполнение: ${loaderData?.place.shortName ?? 'организация'} — Опора` },
];

export default function OrganisationPage({ loaderData }: PageProps<typeof loader>) {
  return (
    <Page caption="Исполнение планов" title={loaderData.place.shortName} lead={conclusion(loaderData.all)}>
      <OrganisationTabs {...loaderData.place} />
      <OrganisationExecution data={loaderData} />
    </Page>
  );
}
