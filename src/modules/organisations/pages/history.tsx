import { eventsOf } from '#modules/audit/index.ts';
import { momentIn } from '#platform/clock.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, History, Page } from '#web/ui/index.ts';
import { crumbsOf, organisationAt } from './parts/address.ts';
import { kindWords } from './parts/kind-words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { organisation } = await organisationAt(ctx, params);
  const events = await eventsOf(ctx.scope, ctx.db, 'organisation', organisation.id);
  return {
    organisation,
    events: events.map(({ at, ...event }) => ({ ...event, at: momentIn(ctx.config.timeZone, at) })),
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `История: ${loaderData?.organisation.shortName ?? 'организация'} — Опора` },
];
export const handle = {
  crumbs: ({ organisation }: PageProps<typeof loader>['loaderData']) => crumbsOf(organisation, false),
};

export default function OrganisationHistory({ loaderData: { organisation, events } }: PageProps<typeof loader>) {
  return (
    <Page title={organisation.shortName} caption={kindWords(organisation)}>
      <OrganisationTabs {...organisation} />
      {events.length === 0 ? (
        <EmptyState title="Изменений пока не было">
          Здесь появятся переименования, переподчинения и другие изменения, с датой и автором.
        </EmptyState>
      ) : (
        <History
          events={events.map(({ id, at, actor, what, reason, changes }) => ({
            id,
            at,
            actor,
            text: what,
            detail: (
              <>
                {reason ? <p>Причина: {reason}</p> : null}
                {changes.map(({ field, before, after }) => (
                  <p key={field}>
                    {field}: {before ?? '—'} → {after ?? '—'}
                  </p>
                ))}
              </>
            ),
          }))}
        />
      )}
    </Page>
  );
}
