/** The frame of every signed-in page: header, navigation, breadcrumbs, content, footer. */
import { Outlet, useRouteLoaderData } from 'react-router';
import type { Route } from './+types/layout.ts';
import { unreadCount } from '#modules/notifications/index.ts';
import { navigationFor } from './navigation.ts';
import { visitOf } from './request.ts';
import { ErrorPage } from './shell/error-page.tsx';
import { BareFrame } from './shell/frame.tsx';
import { Shell } from './shell/shell.tsx';

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, db } = visitOf(context);
  return { name: actor.name, navigation: navigationFor(actor), unread: await unreadCount(db, actor.userId) };
}

export default function SignedIn({ loaderData }: Route.ComponentProps) {
  return (
    <Shell {...loaderData}>
      <Outlet />
    </Shell>
  );
}

/** An error of a page keeps the header, so that one can go on from it. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const loaded = useRouteLoaderData<typeof loader>('layout');
  const page = <ErrorPage error={error} />;
  return loaded ? <Shell {...loaded}>{page}</Shell> : <BareFrame>{page}</BareFrame>;
}
